import type { PushEvent } from "@octokit/webhooks-types";
import { defineHandler } from "polyfn/runtime";
import { chronological, expires } from "./lib/activity.ts";

/** The signature says that GitHub sent it; this says that it is what this function expects. */
function isPush(body: unknown): body is PushEvent {
  if (typeof body !== "object" || body === null) return false;
  const push: Partial<PushEvent> = body;
  return (
    typeof push.ref === "string" && typeof push.after === "string" && typeof push.repository?.full_name === "string"
  );
}

/** Records pushes. The signature is verified before this runs; a delivery that GitHub repeats is the same row. */
export default defineHandler<typeof import("../polyfn.config.ts").default, "pushes">({
  async webhook(event, ctx) {
    const { headers, body, id } = event.data;
    const what = headers.get("x-github-event");
    if (what !== "push") {
      ctx.log.info("ignored", { what });
      return;
    }
    if (!isPush(body)) return Response.json({ error: "not a push" }, { status: 400 });
    const at = body.head_commit?.timestamp;
    await ctx.resources.activity.put({
      kind: "push",
      id: chronological(at, id),
      repository: body.repository.full_name,
      ref: body.ref,
      commit: body.after,
      commits: body.commits.length,
      deleted: body.deleted,
      by: body.pusher.name,
      expires: expires(at),
    });
    ctx.log.info("push recorded", { repository: body.repository.full_name, ref: body.ref });
  },
});
