import { defineHandler } from "polyfn/runtime";

/** A row with the text of each object. */
export default defineHandler<typeof import("../spec.ts").default, "file">({
  async bucket(event, ctx) {
    const { key } = event.data;
    const object = await ctx.resources.files.get(key);
    await ctx.resources.rows.put({ id: key, text: (await object?.text()) ?? "" });
  },
});
