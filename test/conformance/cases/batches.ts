import { type ConformanceCase, expectSame } from "../case.ts";

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
const handler = "functions/batcher.ts";

const messages: ConformanceCase = {
  title: "takes batches of any number of messages, in order in a FIFO queue",
  proves: ["resource.queue", "resource.queue.fifo", "resource.topic"],
  parts: {
    resources: {
      bulkQueue: { kind: "queue" },
      orderQueue: { kind: "queue", fifo: true },
      batchTopic: { kind: "topic" },
    },
    functions: {
      mailer: {
        handler,
        timeout: "60s",
        permissions: { bulkQueue: ["send", "receive"], orderQueue: ["send", "receive"], batchTopic: ["publish"] },
      },
    },
  },
  async run({ cloud, function: fn }) {
    const { answer } = await cloud.invoke(fn("mailer"), {});
    const wanted = { received: numbers(25), withoutGroup: "messages[0].group", ordered: numbers(20) };
    expectSame(answer, wanted, "what it did");
  },
};

const inOrder: ConformanceCase = {
  title: "sends the messages of a group in order, each of which counts, and none without a group",
  proves: ["resource.queue.fifo"],
  parts: {
    resources: { groupQueue: { kind: "queue", fifo: true } },
    functions: {
      orderly: { handler, timeout: "60s", permissions: { groupQueue: ["send", "receive"] } },
    },
  },
  async run({ cloud, function: fn }) {
    const { answer } = await cloud.invoke(fn("orderly"), {});
    expectSame(answer, { withoutGroup: "group", ordered: ["a", "b", "a", "a"] }, "what it did");
  },
};

const others: ConformanceCase = {
  title: "takes batches of any number of events, records and rows",
  proves: ["resource.bus", "resource.stream", "resource.table"],
  parts: {
    resources: {
      batchBus: { kind: "bus" },
      batchStream: { kind: "stream", shards: 1 },
      batchRows: { kind: "table", key: { partition: { name: "id" } } },
    },
    functions: {
      batcher: {
        handler,
        timeout: "60s",
        permissions: { batchBus: ["put"], batchStream: ["put"], batchRows: ["read", "write"] },
      },
    },
  },
  async run({ cloud, function: fn }) {
    const { answer } = await cloud.invoke(fn("batcher"), {});
    expectSame(answer, { rows: [-1, ...numbers(130).slice(1), null], left: [] }, "what it did");
  },
};

export const batchCases = [messages, inOrder, others];
