import process from "node:process";
import { type Context, defineHandler, type QueueReceiver, type QueueSender } from "polyfn/runtime";

interface Content {
  readonly data: unknown;
  readonly text?: string;
  readonly bytes: Uint8Array;
}

/** A message as its reader sees it; bytes in Base64. */
const seen = ({ data, text, bytes }: Content) => ({
  data: data instanceof Uint8Array ? "bytes" : data,
  text,
  bytes: Buffer.from(bytes).toString("base64"),
});

/** Records what it reads, whichever way it comes. */
async function record(context: Context, kind: string, content: Content): Promise<void> {
  const { records } = context.resources as { records: QueueSender };
  await records.send({ by: process.env.RECORD_AS, kind, data: seen(content), more: {}, did: "done" });
}

export default defineHandler({
  queue: (batch, ctx) => batch.each((message) => record(ctx, "queue", message)),
  topic: (event, ctx) => record(ctx, "topic", event),
  stream: (batch, ctx) => batch.each((one) => record(ctx, "stream", one)),
  bus: (event, ctx) => record(ctx, "bus", event),
  async raw(_event, ctx) {
    const { pulled } = ctx.resources as { pulled: QueueReceiver };
    const messages = await pulled.receive({ wait: 1 });
    for (const message of messages) await message.done();
    return { messages: messages.map(seen) };
  },
});
