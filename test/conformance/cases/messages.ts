import { canonicalJson } from "../../../adapters/shared/canonical-json.ts";
import { until } from "../../../offline/drivers/demo.ts";
import { type ConformanceCase, expectSame, type Stage } from "../case.ts";
import { MESSAGES, type MessageRow } from "../message-rows.ts";
import type { ValueTable } from "../value-table.ts";

const handler = "functions/reader.ts";
const permissions = { records: ["send"] } as const;

interface Seen {
  readonly data: unknown;
  readonly text: string;
  readonly bytes: string;
}

/** The expected reading of a row's message. */
const expected = ({ body, data, text = body }: MessageRow): Seen => ({
  data,
  text,
  bytes: Buffer.from(text).toString("base64"),
});

/** Waits until a function has recorded every row, in whatever order. */
async function expectRead({ recorded }: Stage, by: string): Promise<void> {
  for (const row of MESSAGES) {
    const wanted = canonicalJson(expected(row));
    await recorded(by, row.title, ({ data }) => canonicalJson(data) === wanted);
  }
}

const queue: ConformanceCase = {
  title: "reads a queue's messages by one rule, whoever sent them",
  proves: ["queue"],
  parts: {
    resources: { mixedQueue: { kind: "queue" } },
    functions: { readsQueue: { handler, permissions, triggers: { message: { kind: "queue", queue: "mixedQueue" } } } },
  },
  async run(stage) {
    for (const { body } of MESSAGES) await stage.cloud.sendMessage(stage.resource("mixedQueue"), body);
    await expectRead(stage, "readsQueue");
  },
};

const topic: ConformanceCase = {
  title: "reads a topic's messages by the same rule as a queue's",
  proves: ["topic"],
  parts: {
    resources: { mixedTopic: { kind: "topic" } },
    functions: { readsTopic: { handler, permissions, triggers: { message: { kind: "topic", topic: "mixedTopic" } } } },
  },
  async run(stage) {
    for (const { body } of MESSAGES) await stage.cloud.publish(stage.resource("mixedTopic"), body, {});
    await expectRead(stage, "readsTopic");
  },
};

const receive: ConformanceCase = {
  title: "receives messages by the same rule as a queue's trigger",
  proves: ["resource.queue"],
  parts: {
    resources: { pulled: { kind: "queue" } },
    functions: { puller: { handler, permissions: { pulled: ["receive"] } } },
  },
  async run({ cloud, resource, function: fn }) {
    for (const { body } of MESSAGES) await cloud.sendMessage(resource("pulled"), body);
    const seen: Seen[] = [];
    await until("every message is received", async () => {
      const { answer } = await cloud.invoke(fn("puller"), {});
      seen.push(...(answer as { messages: Seen[] }).messages);
      return seen.length >= MESSAGES.length || undefined;
    });
    const inOrder = (all: readonly Seen[]) => all.map(canonicalJson).sort();
    expectSame(inOrder(seen), inOrder(MESSAGES.map(expected)), "what was received");
  },
};

const streamAndBus: ConformanceCase = {
  title: "has the text and the bytes of a stream's records and a bus's events beside their data",
  proves: ["stream", "bus"],
  parts: {
    resources: { mixedStream: { kind: "stream", shards: 1 }, mixedBus: { kind: "bus" } },
    functions: {
      readsStream: {
        handler,
        permissions,
        triggers: { record: { kind: "stream", stream: "mixedStream", startAt: "oldest" } },
      },
      readsBus: {
        handler,
        permissions,
        triggers: { event: { kind: "bus", bus: "mixedBus", pattern: { source: ["proof"] } } },
      },
    },
  },
  async run({ cloud, resource, recorded }) {
    const seen = (data: unknown, text: string) =>
      canonicalJson({ data, text, bytes: Buffer.from(text).toString("base64") });
    const text = '{"id":9007199254740993}';
    await cloud.putRecord(resource("mixedStream"), "a", text);
    await cloud.putRecord(resource("mixedStream"), "a", "no JSON: é");
    for (const wanted of [seen({ id: 9007199254740992 }, text), seen("no JSON: é", "no JSON: é")])
      await recorded("readsStream", "a record", ({ data }) => canonicalJson(data) === wanted);
    await cloud.putEvent(resource("mixedBus"), { source: "proof", type: "order", data: { order: 7 } });
    const event = seen({ order: 7 }, '{"order":7}');
    await recorded("readsBus", "an event", ({ data }) => canonicalJson(data) === event);
  },
};

const shown = (value: unknown): string => (typeof value === "string" ? `the text ${value}` : JSON.stringify(value));

/** The reading of each body by a queue's trigger, a topic's trigger and `receive()`. */
export const messageTable: ValueTable = {
  name: "messages",
  of: "body as it was sent",
  lines: MESSAGES.map(({ title, body, data, text = body }) => ({
    shown: `${title}: ${body}`,
    result: text === body ? shown(data) : `${shown(data)}, text ${text}`,
  })),
  proofs: [queue, topic, receive],
};

export const messageCases = [queue, topic, receive, streamAndBus];
