import { defineHandler } from "polyfn/runtime";

/** A row for each job; a direct call answers its payload. */
export default defineHandler<typeof import("../spec.ts").default, "work">({
  async queue(batch, ctx) {
    for (const { data } of batch.messages) await ctx.resources.rows.put({ ...(data as { id: string }) });
  },
  raw: (event) => ({ got: event }),
});
