import { defineHandler } from "polyfn/runtime";
import { isImageRow } from "./lib/images.ts";

/** The data of `image.added` and `image.removed`. */
export interface ImageEvent {
  readonly id: string;
  readonly album: string;
  readonly name: string;
  /** When the row changed, RFC 3339: the same however often the change is delivered. */
  readonly at: string;
}

/** Follows the table of images: what was added or removed is announced, and a removed image's files are deleted. */
export default defineHandler<typeof import("../polyfn.config.ts").default, "changes">({
  async table(batch, ctx) {
    await batch.each(async (record) => {
      const { before, after } = record.data;
      const image = after ?? before;
      if (!isImageRow(image)) {
        ctx.log.warn("a row that is not an image changed", { key: record.data.key });
        return;
      }
      // A picture uploaded again under the same name changes its row: that is no news.
      if (before !== undefined && after !== undefined) return;
      if (after === undefined) {
        await ctx.resources.uploads.delete(image.thumbnail);
        await ctx.resources.uploads.delete(image.key);
      }
      const data: ImageEvent = {
        id: image.id,
        album: image.album,
        name: image.name,
        at: record.time ?? image.uploadedAt,
      };
      const type = after === undefined ? "image.removed" : "image.added";
      await ctx.resources.events.put({ source: "media", type, data });
      ctx.log.info("change announced", { type, id: image.id });
    });
  },
});
