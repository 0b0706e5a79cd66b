import type { Place } from "../../../offline/drivers/cloud.ts";
import { until } from "../../../offline/drivers/demo.ts";
import { type ConformanceCase, expectSame, recording } from "../case.ts";
import type { ConformanceCloud } from "../clouds/cloud.ts";

const numberOf = (data: unknown): unknown => (data as { n?: unknown } | null)?.n;

/** Starts an instance, so that a message is handled long before its visibility timeout, however slow a start is. */
const warm = (cloud: ConformanceCloud, fn: Place): Promise<unknown> => cloud.invoke(fn, {});

const delivers: ConformanceCase = {
  title: "hands a message to the function, with what was sent",
  proves: ["queue", "resource.queue", "function.nodejs", "queue.batch", "queue.partialFailures"],
  parts: {
    resources: { plainQueue: { kind: "queue", visibilityTimeout: "30s" } },
    functions: { onPlain: recording({ message: { kind: "queue", queue: "plainQueue" } }) },
  },
  async run({ cloud, resource, recorded, run }) {
    await cloud.sendMessage(resource("plainQueue"), JSON.stringify({ word: run, list: [1, "two", { three: 3 }] }));
    const { kind, data } = await recorded("onPlain", run, (r) => (r.data as { word?: string }).word === run);
    expectSame([kind, data], ["queue", { word: run, list: [1, "two", { three: 3 }] }], "what arrived");
    await cloud.sendMessage(resource("plainQueue"), `text ${run}, no JSON: é 漢 🙂`);
    await recorded("onPlain", "text", (r) => r.data === `text ${run}, no JSON: é 漢 🙂`);
  },
};

const retries: ConformanceCase = {
  title: "delivers a failed message again, and only that one",
  proves: ["queue.partialFailures"],
  parts: {
    resources: { retryQueue: { kind: "queue", visibilityTimeout: "30s" } },
    functions: { onRetry: recording({ message: { kind: "queue", queue: "retryQueue", window: "2s" } }) },
  },
  async run({ cloud, resource, function: fn, recorded, records, run }) {
    const queue = resource("retryQueue");
    await warm(cloud, fn("onRetry"));
    await cloud.sendMessage(queue, JSON.stringify({ id: `a-${run}`, do: "failOnce" }));
    await cloud.sendMessage(queue, JSON.stringify({ id: `b-${run}` }));
    const idOf = (data: unknown) => (data as { id?: string }).id;
    await recorded("onRetry", "the failure", (r) => idOf(r.data) === `a-${run}` && r.did === "failOnce");
    await recorded("onRetry", "the second delivery", (r) => idOf(r.data) === `a-${run}` && r.did === "done");
    const others = (await records("onRetry")).filter((r) => idOf(r.data) === `b-${run}`);
    expectSame(others.length, 1, "deliveries of the message beside it");
  },
};

const deadLetters: ConformanceCase = {
  title: "puts a message that fails too often into the dead-letter queue, as it was sent",
  proves: ["resource.queue.deadLetter"],
  parts: {
    resources: {
      doomedQueue: { kind: "queue", visibilityTimeout: "30s", deadLetter: { queue: "doomed", maxReceives: 2 } },
      doomed: { kind: "queue" },
    },
    functions: { onDoomed: recording({ message: { kind: "queue", queue: "doomedQueue" } }) },
  },
  async run({ cloud, resource, function: fn, records, run }) {
    await warm(cloud, fn("onDoomed"));
    const body = JSON.stringify({ id: run, do: "fail" });
    await cloud.sendMessage(resource("doomedQueue"), body);
    const dead = await until("a dead letter", async () => (await cloud.takeMessages(resource("doomed")))[0]);
    expectSame(JSON.parse(dead), JSON.parse(body), "the dead letter");
    const tries = (await records("onDoomed")).filter((r) => (r.data as { id?: string }).id === run);
    expectSame(tries.length, 2, "deliveries before that");
  },
};

const NUMBERS = [1, 2, 3, 4, 5, 6];

const gathering = (more: object) =>
  recording({ message: { kind: "queue", queue: "batchQueue", batchSize: 3, window: "3s", ...more } });

const batches: ConformanceCase = {
  title: "gathers messages into one call, at most as many as it may",
  proves: ["queue.batch", "queue.window"],
  parts: {
    resources: { batchQueue: { kind: "queue", visibilityTimeout: "30s" } },
    functions: { onBatch: gathering({ enabled: false }) },
  },
  // All of them are in the queue before anything reads it.
  later: { onBatch: gathering({}) },
  async between({ cloud, resource }) {
    for (const n of NUMBERS) await cloud.sendMessage(resource("batchQueue"), JSON.stringify({ n }));
  },
  async run({ recorded, records }) {
    for (const n of NUMBERS) await recorded("onBatch", `message ${n}`, (r) => (r.data as { n?: number }).n === n);
    const sizes = (await records("onBatch")).map((r) => r.together);
    if (Math.max(...sizes) > 3) throw new Error(`a call got ${Math.max(...sizes)} messages, more than 3`);
    if (Math.max(...sizes) < 2) throw new Error("no call got more than one message");
  },
};

const filters: ConformanceCase = {
  title: "hands on only messages whose content matches",
  proves: ["queue.filter"],
  parts: {
    resources: { filterQueue: { kind: "queue" } },
    functions: {
      onFiltered: recording({
        message: { kind: "queue", queue: "filterQueue", filter: { color: ["red"], size: [{ numeric: [">", 5] }] } },
      }),
    },
  },
  async run({ cloud, resource, recorded, records, run }) {
    const send = (message: object) => cloud.sendMessage(resource("filterQueue"), JSON.stringify({ run, ...message }));
    await send({ color: "blue", size: 9 });
    await send({ color: "red", size: 1 });
    await send({ color: "red", size: 9 });
    await recorded("onFiltered", "the match", (r) => (r.data as { size?: number }).size === 9);
    const all = (await records("onFiltered")).map((r) => (r.data as { color?: string }).color);
    expectSame(all, ["red"], "what arrived");
  },
};

const disabled: ConformanceCase = {
  title: "leaves messages of a trigger that is switched off where they are",
  proves: ["queue.enabled"],
  parts: {
    resources: { offQueue: { kind: "queue" }, besideOff: { kind: "queue" } },
    functions: {
      onOff: recording({ message: { kind: "queue", queue: "offQueue", enabled: false } }),
      onBesideOff: recording({ message: { kind: "queue", queue: "besideOff" } }),
    },
  },
  async run({ cloud, resource, recorded, records, run }) {
    await cloud.sendMessage(resource("offQueue"), JSON.stringify({ run }));
    // A trigger that is on has delivered what was sent later, more than once.
    for (const n of [1, 2, 3]) {
      await cloud.sendMessage(resource("besideOff"), JSON.stringify({ n }));
      await recorded("onBesideOff", `message ${n}`, (r) => numberOf(r.data) === n);
    }
    const [left] = await until("the message", async () => {
      const messages = await cloud.takeMessages(resource("offQueue"));
      return messages.length > 0 ? messages : undefined;
    });
    expectSame(JSON.parse(left ?? "null"), { run }, "the message left in the queue");
    expectSame(await records("onOff"), [], "what the function recorded");
  },
};

const fifo: ConformanceCase = {
  title: "keeps the order within a message group, also when one fails",
  proves: ["resource.queue.fifo"],
  parts: {
    resources: { fifoQueue: { kind: "queue", fifo: true, visibilityTimeout: "30s" } },
    functions: { onFifo: recording({ message: { kind: "queue", queue: "fifoQueue", batchSize: 5 } }) },
  },
  async run({ cloud, resource, function: fn, recorded, records, run }) {
    await warm(cloud, fn("onFifo"));
    const send = (n: number, more: object = {}) =>
      cloud.sendMessageWith(resource("fifoQueue"), JSON.stringify({ run, n, ...more }), {
        group: "g",
        deduplicationId: `${n}-${run}`,
      });
    await send(1, { do: "failOnce", id: `fifo-${run}` });
    for (const n of [2, 3]) await send(n);
    await recorded("onFifo", "the last message", (r) => numberOf(r.data) === 3);
    const done = (await records("onFifo"))
      .filter((r) => r.kind === "queue" && r.did === "done")
      .map((r) => numberOf(r.data));
    expectSame(done, [1, 2, 3], "the order of what was done");
  },
};

const deduplicates: ConformanceCase = {
  title: "drops a message that was sent twice",
  proves: ["resource.queue.deduplicate"],
  parts: {
    resources: { onceQueue: { kind: "queue", fifo: true, deduplicate: true } },
    functions: { onOnce: recording({ message: { kind: "queue", queue: "onceQueue" } }) },
  },
  async run({ cloud, resource, recorded, records, run }) {
    const send = (n: number) =>
      cloud.sendMessageWith(resource("onceQueue"), JSON.stringify({ run, n }), { group: "g" });
    for (const n of [1, 1, 2]) await send(n);
    await recorded("onOnce", "the last message", (r) => numberOf(r.data) === 2);
    expectSame(
      (await records("onOnce")).map((r) => numberOf(r.data)),
      [1, 2],
      "what arrived",
    );
  },
};

const delay: ConformanceCase = {
  title: "hides new messages for the queue's delay",
  proves: ["resource.queue.delay"],
  parts: {
    resources: { lateQueue: { kind: "queue", delay: "4s" } },
    functions: { onLate: recording({ message: { kind: "queue", queue: "lateQueue" } }) },
  },
  async run({ cloud, resource, recorded, run }) {
    const sent = Date.now();
    await cloud.sendMessage(resource("lateQueue"), JSON.stringify({ run }));
    await recorded("onLate", "the message", (r) => (r.data as { run?: string }).run === run);
    if (Date.now() - sent < 3500)
      throw new Error(`it arrived after ${Date.now() - sent} ms, before the delay was over`);
  },
};

export const queueCases = [delivers, retries, deadLetters, batches, filters, disabled, fifo, deduplicates, delay];
