import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { busClient } from "../../adapters/aws/runtime/clients/bus.ts";
import { queueClient } from "../../adapters/aws/runtime/clients/queue.ts";
import { streamClient } from "../../adapters/aws/runtime/clients/stream.ts";
import { tableClient } from "../../adapters/aws/runtime/clients/table.ts";
import { topicClient } from "../../adapters/aws/runtime/clients/topic.ts";
import type { QueueSender, StreamClient, TableReader, TableWriter } from "../../runtime/index.ts";
import { type AwsServices, startAws } from "./aws-services.ts";
import { describeBatches, type Senders } from "./client-batches.ts";

let services: AwsServices;
let clients: Senders;

type Entries = { readonly Entries: readonly Readonly<Record<string, string>>[] };

/** Items of the calls of each kind. */
const counts = {
  queue: ["SendMessageBatch", ({ Entries }: Entries) => Entries.length],
  topic: ["PublishBatch", ({ count }: { count: number }) => count],
  bus: ["PutEvents", ({ Entries }: Entries) => Entries.length],
  stream: ["PutRecords", ({ Records }: { Records: object[] }) => Records.length],
  rows: ["BatchWriteItem", ({ RequestItems }: { RequestItems: { rows: object[] } }) => RequestItems.rows.length],
  reads: [
    "BatchGetItem",
    ({ RequestItems }: { RequestItems: { rows: { Keys: object[] } } }) => RequestItems.rows.Keys.length,
  ],
} as const;

const queue = (url: string, more: object = {}): QueueSender =>
  queueClient({ url: `http://127.0.0.1/1/${url}`, ...more }, "jobs", "f") as QueueSender;

beforeAll(async () => {
  services = await startAws();
  let seen = 0;
  clients = {
    queue: queue("jobs") as Senders["queue"],
    fifo: queue("jobs.fifo"),
    topic: topicClient({ topic: "arn:aws:sns:us-east-1:1:alerts" }, "alerts", "f") as Senders["topic"],
    bus: busClient({ bus: "events" }, "events", "f") as Senders["bus"],
    stream: streamClient({ stream: "clicks" }, "clicks", "f") as StreamClient,
    table: tableClient(
      { table: "rows", key: { partition: { name: "id", type: "string" } } },
      "rows",
      "f",
    ) as TableReader & TableWriter,
    forget() {
      seen = services.calls.length;
    },
    calls(kind) {
      const [action, count] = counts[kind] as readonly [string, (input: never) => number];
      const found = services.calls.slice(seen).filter((call) => call.action === action);
      return found.map(({ input }) => count(input as never));
    },
    refuse(kind, word) {
      const failed = { Code: "Wrong", ErrorCode: "Wrong", ErrorMessage: "no", Message: "no" };
      const isBad = (entry: object) => JSON.stringify(entry).includes(word);
      if (kind === "bus")
        services.on("PutEvents", ({ Entries }: Entries) => ({
          Entries: Entries.map((one) => (isBad(one) ? failed : { EventId: "1" })),
        }));
      else
        services.on("SendMessageBatch", ({ Entries }: Entries) => ({
          Failed: Entries.filter(isBad).map(({ Id }) => ({ Id, ...failed })),
          Successful: [],
        }));
    },
  };
});
afterAll(() => services[Symbol.asyncDispose]());

describeBatches(() => clients, {
  queue: 10,
  topic: 10,
  bus: 10,
  stream: 500,
  rows: 25,
  reads: 100,
  tooLarge: 1024 * 1024,
});

describe("what was not processed", () => {
  it("is written again: rows that DynamoDB left", async () => {
    const asked: number[] = [];
    let left = 1;
    services.on("BatchWriteItem", ({ RequestItems }: { RequestItems: { rows: object[] } }) => {
      asked.push(RequestItems.rows.length);
      return { UnprocessedItems: left-- > 0 ? { rows: RequestItems.rows.slice(1) } : {} };
    });
    await clients.table.putBatch([{ id: "a" }, { id: "b" }, { id: "c" }]);
    expect(asked).toEqual([3, 2]);
  });

  it("is sent again: records of a shard that was busy", async () => {
    const asked: number[] = [];
    services.on("PutRecords", ({ Records }: { Records: object[] }) => {
      asked.push(Records.length);
      const busy = { ErrorCode: "ProvisionedThroughputExceededException", ErrorMessage: "busy" };
      return { Records: Records.map((_, index) => (asked.length === 1 && index === 1 ? busy : {})) };
    });
    await clients.stream.put([1, 2, 3].map((n) => ({ key: "k", data: n })));
    expect(asked).toEqual([3, 1]);
  });
});

describe("deduplication ids of SQS", () => {
  const sent = () =>
    services.calls.at(-1)?.input as unknown as { Entries: readonly { MessageDeduplicationId?: string }[] };
  it("are made by the client where the content makes none", async () => {
    services.on("SendMessageBatch", () => ({ Failed: [], Successful: [] }));
    const group = "customer-7";
    await queue("orders.fifo").sendBatch([
      { data: 1, group },
      { data: 1, group },
      { data: 1, group, deduplicationId: "x" },
    ]);
    const [first, second, third] = sent().Entries.map((entry) => entry.MessageDeduplicationId);
    expect(first).toMatch(/^[\w-]{36}$/);
    expect(second).not.toBe(first);
    expect(third).toBe("x");
  });

  it("are left to a queue that takes the hash of the body, and to none of standard queues", async () => {
    await queue("orders.fifo", { deduplicate: true }).sendBatch([{ data: 1, group: "g" }]);
    expect(sent().Entries[0]).not.toHaveProperty("MessageDeduplicationId");
    await queue("orders").sendBatch([{ data: 1 }]);
    expect(sent().Entries[0]).not.toHaveProperty("MessageDeduplicationId");
  });
});
