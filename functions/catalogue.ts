import { defineHandler } from "polyfn/runtime";
import { type ImageRow, isImageRow } from "./lib/images.ts";

type Media = typeof import("../polyfn.config.ts").default;

/** One row for every finished thumbnail. A message that fails returns to the queue alone, and after three tries rests in `failed`. */
export default defineHandler<Media, "catalogue", { images: ImageRow }>({
  async queue(batch, ctx) {
    await batch.each(async (message) => {
      if (!isImageRow(message.data)) throw new Error(`message ${message.id} does not describe an image`);
      await ctx.resources.images.put(message.data);
      ctx.log.info("image catalogued", { id: message.data.id, album: message.data.album });
    });
  },
});
