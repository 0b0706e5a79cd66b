import { defineHandler } from "polyfn/runtime";

export interface Push {
  readonly repository: string;
  /** GitHub's id of the delivery. */
  readonly id: string;
  readonly ref: string;
  readonly commit: string;
}

/** The fields of a push event that are kept; undefined for any other event. */
function pushIn(body: unknown): Omit<Push, "id"> | undefined {
  const { ref, after, repository }: { ref?: unknown; after?: unknown; repository?: { full_name?: unknown } } =
    typeof body === "object" && body !== null ? body : {};
  const name = repository?.full_name;
  if (typeof ref !== "string" || typeof after !== "string" || typeof name !== "string") return undefined;
  return { repository: name, ref, commit: after };
}

export default defineHandler<typeof import("../polyfn.config.ts").default, "receive", { pushes: Push }>({
  // The signature is verified before this runs. A delivery that GitHub repeats writes the same row.
  async webhook(event, ctx) {
    const { id, headers, body } = event.data;
    if (headers.get("x-github-event") !== "push") return;
    const push = pushIn(body);
    if (push === undefined) return Response.json({ error: "not a push" }, { status: 400 });
    await ctx.resources.pushes.put({ ...push, id });
    ctx.log.info("push recorded", { repository: push.repository, ref: push.ref });
  },
});
