import process from "node:process";
import { defineHandler, type QueueSender } from "polyfn/runtime";

/** Records how long each message's text is. */
export default defineHandler({
  async queue(batch, ctx) {
    const { records } = ctx.resources as { records: QueueSender };
    await batch.each(async ({ data }) => {
      const { length } = (data as { text: string }).text;
      await records.send({ by: process.env.RECORD_AS, kind: "queue", data: { length }, more: {}, did: "done" });
    });
  },
});
