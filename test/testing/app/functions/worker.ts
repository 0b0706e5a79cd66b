import { defineHandler } from "polyfn/runtime";

/** A row for each job and for each day. */
export default defineHandler<typeof import("../spec.ts").default, "worker">({
  async queue(batch, { resources }) {
    for (const { data } of batch.messages) await resources.rows.put(data as { id: string });
  },
  async schedule(_, { resources }) {
    await resources.rows.put({ id: "daily" });
  },
});
