import { defineHandler } from "polyfn/runtime";
import type { Image } from "./measure.ts";

export default defineHandler<
  typeof import("../polyfn.config.ts").default,
  "record",
  { images: Image; catalogue: Image }
>({
  async queue(batch, ctx) {
    await batch.each(async ({ data }) => {
      await ctx.resources.catalogue.put(data);
      ctx.log.info("image recorded", { key: data.key });
    });
  },
});
