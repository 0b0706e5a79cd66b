import { defineHandler, type QueueSender, type StreamClient, type TableReader, type TableWriter } from "polyfn/runtime";

interface Resources {
  readonly sealedJobs: QueueSender;
  readonly sealedLog: StreamClient;
  readonly sealedRows: TableReader & TableWriter;
}

/** Feeds a queue, a stream and a table, and says what it reads of the table. */
export default defineHandler({
  async raw(event, ctx) {
    const text = Buffer.isBuffer(event) ? event.toString() : JSON.stringify(event);
    const { run } = JSON.parse(text) as { run: string };
    const { sealedJobs, sealedLog, sealedRows } = ctx.resources as Resources;
    await sealedJobs.send({ word: run });
    await sealedLog.put({ key: "a", data: { word: run } });
    await sealedRows.put({ id: run, word: run });
    return { row: await sealedRows.get({ id: run }) };
  },
});
