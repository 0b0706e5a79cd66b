import { defineHandler } from "polyfn/runtime";
import { isAlbum } from "./lib/images.ts";

/** `POST /reports { "album": "summer" }` writes today's report at once and answers with its key. */
export default defineHandler<typeof import("../polyfn.config.ts").default, "reports">({
  async http(request, ctx) {
    const wish: unknown = await request.json().catch(() => undefined);
    const { album }: { album?: unknown } = { ...(wish as object | undefined) };
    if (typeof album !== "string" || !isAlbum(album)) {
      return Response.json({ error: "album (a-z, 0-9 and -) must be given as JSON" }, { status: 400 });
    }
    const report = await ctx.resources.report.invoke({ album });
    return Response.json(report, { status: 201 });
  },
});
