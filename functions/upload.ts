import { defineHandler } from "polyfn/runtime";
import { isAlbum, uploadKey } from "./lib/images.ts";

/** Seconds in which a browser must begin its upload. */
const EXPIRES = 600;

/**
 * `POST { "album": "summer", "name": "beach.png" }` answers with an address to PUT the picture to. Uploads go straight
 * to the bucket: no function ever waits for them, and they may be larger than any request to a function.
 */
export default defineHandler<typeof import("../polyfn.config.ts").default, "upload">({
  async http(request, ctx) {
    if (request.method !== "POST") {
      return Response.json({ error: "only POST is allowed" }, { status: 405, headers: { allow: "POST" } });
    }
    const wish: unknown = await request.json().catch(() => undefined);
    const { album, name }: { album?: unknown; name?: unknown } = { ...(wish as object | undefined) };
    if (typeof album !== "string" || !isAlbum(album) || typeof name !== "string") {
      return Response.json({ error: "album (a-z, 0-9 and -) and name must be given as JSON" }, { status: 400 });
    }
    const key = uploadKey(album, name);
    const url = await ctx.resources.uploads.signedUrl(key, {
      method: "put",
      expires: EXPIRES,
      contentType: "image/png",
    });
    return Response.json({ url, key, method: "PUT", headers: { "content-type": "image/png" }, expires: EXPIRES });
  },
});
