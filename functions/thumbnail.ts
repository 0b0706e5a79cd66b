import { defineHandler } from "polyfn/runtime";
import { type ImageRow, imageId, parseKey, thumbnailKey } from "./lib/images.ts";
import { makeThumbnail, UnusableImage } from "./lib/png.ts";

/** Longest edge of a thumbnail, pixels. */
const EDGE = Number(process.env.THUMBNAIL_EDGE ?? "320");

/**
 * Uploads in, thumbnails and jobs out. The same upload delivered twice writes the same thumbnail and the same job, so
 * nothing here has to remember what was done. A file that can't be read as a PNG is logged as an error, which raises
 * an alert (functions/watch.ts), and not thrown: trying it again would change nothing.
 */
export default defineHandler<typeof import("../polyfn.config.ts").default, "thumbnail">({
  async bucket(event, ctx) {
    if (event.type !== "polyfn.bucket.created") return;
    const { key } = event.data;
    const place = parseKey(key);
    if (!place) {
      ctx.log.error("upload rejected", { key, reason: "the key is not in/<album>/<name>.png" });
      return;
    }
    const original = await ctx.resources.uploads.get(key, { signal: ctx.signal });
    if (!original) {
      ctx.log.warn("upload is gone already", { key });
      return;
    }
    try {
      const thumbnail = await makeThumbnail(await original.bytes(), EDGE);
      const row: ImageRow = {
        id: imageId(key),
        ...place,
        key,
        thumbnail: thumbnailKey(imageId(key)),
        ...thumbnail.original,
        size: original.size,
        uploadedAt: original.modified.toISOString(),
      };
      await ctx.resources.uploads.put(row.thumbnail, thumbnail.png, { contentType: "image/png" });
      await ctx.resources.jobs.send(row);
      ctx.log.info("thumbnail written", { key, thumbnail: row.thumbnail, ...thumbnail.size });
    } catch (error) {
      if (!(error instanceof UnusableImage)) throw error;
      ctx.log.error("upload rejected", { key, reason: error.message });
    }
  },
});
