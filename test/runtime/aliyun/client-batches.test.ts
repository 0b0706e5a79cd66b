import type { AliyunServer } from "@polyfn/aliyun-emulator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { busClient } from "../../../adapters/aliyun/runtime/clients/bus.ts";
import { queueClient } from "../../../adapters/aliyun/runtime/clients/queue.ts";
import { streamClient } from "../../../adapters/aliyun/runtime/clients/stream.ts";
import { tableClient } from "../../../adapters/aliyun/runtime/clients/table.ts";
import { topicClient } from "../../../adapters/aliyun/runtime/clients/topic.ts";
import { readFields } from "../../../adapters/aliyun/runtime/wire.ts";
import type { QueueReceiver, QueueSender, StreamClient, TableReader, TableWriter } from "../../../runtime/index.ts";
import { describeBatches, type Senders } from "../client-batches.ts";
import {
  createBus,
  createInstance,
  createLogstore,
  createQueue,
  createTable,
  createTopic,
  startCloud,
} from "./cloud.ts";
import { intercept, type Made, stopIntercepting } from "./intercept.ts";

let server: AliyunServer;
let clients: Senders;
let made: readonly Made[] = [];
const refused = new Map<string, string>();

/** Messages in the fields of a protocol buffer. */
const inside = (bytes: Uint8Array, field: number): Uint8Array[] =>
  [...readFields(bytes)].flatMap((one) => (one.field === field ? [one.bytes] : []));
const first = (bytes: Uint8Array, field: number): Uint8Array => inside(bytes, field)[0] ?? new Uint8Array();
const occurrences = (body: Buffer, text: string): number => body.toString().split(text).length - 1;

/** Path of the calls of each kind, and the items in one. */
const counts = {
  queue: [/\/queues\//, (body: Buffer) => occurrences(body, "<Message>")],
  topic: [/\/topics\//, (body: Buffer) => occurrences(body, "<MessageBody>")],
  bus: [/putEvents/, (body: Buffer) => (JSON.parse(body.toString()) as unknown[]).length],
  stream: [/\/logstores\//, (body: Buffer) => inside(body, 1).length],
  rows: [/BatchWriteRow/, (body: Buffer) => inside(first(body, 1), 2).length],
  reads: [/BatchGetRow/, (body: Buffer) => inside(first(body, 1), 2).length],
} as const satisfies Record<string, [RegExp, (body: Buffer) => number]>;

/** The services' answers that refuse items: messages in XML, events in JSON. */
function refusal(path: string, body: string): Response | undefined {
  const [kind, word] = [...refused].find(([kind]) => counts[kind as keyof typeof counts][0].test(path)) ?? [];
  if (kind === undefined || word === undefined) return undefined;
  if (kind === "bus") {
    const EntryList = (JSON.parse(body) as object[]).map((one) =>
      JSON.stringify(one).includes(word) ? { ErrorCode: "Wrong", ErrorMessage: "no" } : { EventId: "1" },
    );
    return Response.json({ FailedEntryCount: 1, EntryList });
  }
  const messages = body.split("<Message>").slice(1);
  const said = messages.map((one) =>
    one.includes(word) ? "<ErrorCode>Wrong</ErrorCode><ErrorMessage>no</ErrorMessage>" : "<MessageId>1</MessageId>",
  );
  const xml = `<Messages>${said.map((one) => `<Message>${one}</Message>`).join("")}</Messages>`;
  return new Response(xml, { status: messages.some((one) => one.includes(word)) ? 500 : 201 });
}

beforeAll(async () => {
  server = await startCloud();
  await createQueue("media-jobs");
  await createTopic("media-alerts");
  await createBus("media-events");
  await createLogstore("media-logs", "clicks");
  await createInstance("pf-test");
  await createTable("pf-test", "rows", [["id", "STRING"]]);
  made = intercept(({ url, body }) => refusal(url.pathname, body.toString()));
  let seen = 0;
  const key = { partition: { name: "id", type: "string" } } as const;
  clients = {
    queue: queueClient({ queue: "media-jobs" }, "jobs", "f") as QueueSender & QueueReceiver,
    fifo: queueClient({ queue: "media-jobs", fifo: true }, "jobs", "f") as QueueSender,
    topic: topicClient({ topic: "media-alerts" }, "alerts", "f") as Senders["topic"],
    bus: busClient({ bus: "media-events" }, "events", "f") as Senders["bus"],
    stream: streamClient({ project: "media-logs", logstore: "clicks" }, "clicks", "f") as StreamClient,
    table: tableClient({ instance: "pf-test", table: "rows", key }, "rows", "f") as TableReader & TableWriter,
    forget() {
      seen = made.length;
    },
    calls(kind) {
      const [path, count] = counts[kind];
      const found = made.slice(seen).filter((call) => path.test(call.url.pathname));
      return found.map(({ body }) => count(body));
    },
    refuse(kind, word) {
      refused.clear();
      refused.set(kind, word);
    },
  };
});
afterAll(async () => {
  stopIntercepting();
  await server.stop();
});

describeBatches(() => clients, {
  queue: 16,
  topic: 1,
  bus: 16,
  stream: 4096,
  rows: 200,
  reads: 100,
  tooLarge: 64 * 1024,
});

describe("deduplication IDs of MNS", () => {
  it("are sent and received with the message", async () => {
    refused.clear();
    const { queue } = clients;
    await (queueClient({ queue: "media-jobs" }, "jobs", "f") as QueueSender).send("drain");
    for (let batch = await queue.receive(); batch.length > 0; batch = await queue.receive())
      for (const message of batch) await message.done();
    const { seal } = await import("../../../adapters/aliyun/runtime/envelope.ts");
    const { sendMessage } = await import("../../../adapters/aliyun/runtime/mns.ts");
    await sendMessage("media-jobs", { body: seal({ body: "1", deduplicationId: "order-7" }) });
    expect(await queue.receive()).toMatchObject([{ data: 1, deduplicationId: "order-7" }]);
  });
});
