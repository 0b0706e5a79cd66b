import { addressOf } from "../../../offline/drivers/app.ts";
import { type ConformanceCase, expectSame, type Parts, recording, type Stage } from "../case.ts";

const wordOf = (data: unknown): unknown => (data as { word?: unknown } | null)?.word;

/** Two triggers of one function, "first" and "second", and what makes each of them call it with its name as a word. */
interface Pair {
  readonly kind: string;
  readonly proves: ConformanceCase["proves"];
  readonly resources?: Parts["resources"];
  readonly triggers: { readonly first: object; readonly second: object };
  readonly others?: Parts["functions"];
  readonly beyond?: ConformanceCase["beyond"];
  /** The record's value of the word. Default: its data's `word`. */
  readonly wordIn?: (record: { readonly data: unknown }) => unknown;
  fire?(stage: Stage, word: "first" | "second"): Promise<unknown>;
}

const NO_STREAMS = { localstack: "It has no streams and no tables without containers." };
const keyOf = (data: unknown): string => String((data as { key?: unknown } | null)?.key);

const PAIRS: readonly Pair[] = [
  {
    kind: "queue",
    proves: ["queue"],
    resources: { firstQueue: { kind: "queue" }, secondQueue: { kind: "queue" } },
    triggers: { first: { kind: "queue", queue: "firstQueue" }, second: { kind: "queue", queue: "secondQueue" } },
    fire: ({ cloud, resource }, word) => cloud.sendMessage(resource(`${word}Queue`), JSON.stringify({ word })),
  },
  {
    kind: "topic",
    proves: ["topic"],
    resources: { firstTopic: { kind: "topic" }, secondTopic: { kind: "topic" } },
    triggers: { first: { kind: "topic", topic: "firstTopic" }, second: { kind: "topic", topic: "secondTopic" } },
    fire: ({ cloud, resource }, word) => cloud.publish(resource(`${word}Topic`), JSON.stringify({ word }), {}),
  },
  {
    kind: "bucket",
    proves: ["bucket", "bucket.filter"],
    resources: { pairs: { kind: "bucket" } },
    triggers: {
      first: { kind: "bucket", bucket: "pairs", prefix: "first +é/", suffix: ".one" },
      second: { kind: "bucket", bucket: "pairs", suffix: ".two" },
    },
    wordIn: ({ data }) => (keyOf(data).endsWith(".two") ? "second" : "first"),
    fire: ({ cloud, resource }, word) =>
      cloud.putObject(resource("pairs"), word === "first" ? "first +é/x.one" : "x.two", Buffer.from("x"), "text/plain"),
  },
  {
    kind: "stream",
    proves: ["stream"],
    beyond: NO_STREAMS,
    resources: { firstStream: { kind: "stream", shards: 1 }, secondStream: { kind: "stream", shards: 1 } },
    triggers: {
      first: { kind: "stream", stream: "firstStream", startAt: "oldest" },
      second: { kind: "stream", stream: "secondStream", startAt: "oldest" },
    },
    fire: ({ cloud, resource }, word) => cloud.putRecord(resource(`${word}Stream`), "key", JSON.stringify({ word })),
  },
  {
    kind: "table",
    proves: ["table"],
    beyond: NO_STREAMS,
    resources: {
      firstTable: { kind: "table", key: { partition: { name: "one" } }, changes: true },
      secondTable: { kind: "table", key: { partition: { name: "two" } }, changes: true },
    },
    triggers: { first: { kind: "table", table: "firstTable" }, second: { kind: "table", table: "secondTable" } },
    fire: ({ cloud, resource }, word) =>
      cloud.putRow(resource(`${word}Table`), { [word === "first" ? "one" : "two"]: "key", word }),
  },
  {
    kind: "bus",
    proves: ["bus"],
    resources: { pairBus: { kind: "bus" } },
    triggers: {
      first: { kind: "bus", bus: "pairBus", pattern: { source: ["shop"], type: ["first"] } },
      second: { kind: "bus", bus: "pairBus", pattern: { source: ["shop"], type: ["second"] } },
    },
    fire: ({ cloud, resource }, word) =>
      cloud.putEvent(resource("pairBus"), { source: "shop", type: word, data: { word, list: [1, "<two>", null] } }),
  },
  {
    kind: "schedule",
    proves: ["schedule", "schedule.rate", "schedule.input"],
    triggers: {
      first: { kind: "schedule", rate: "1m", input: { word: "first" } },
      second: { kind: "schedule", rate: "1m", input: { word: "second" } },
    },
  },
  {
    kind: "log",
    proves: ["log"],
    resources: { firstTalk: { kind: "queue" }, secondTalk: { kind: "queue" } },
    others: {
      firstTalker: recording({ message: { kind: "queue", queue: "firstTalk" } }),
      secondTalker: recording({ message: { kind: "queue", queue: "secondTalk" } }),
    },
    triggers: {
      first: { kind: "log", function: "firstTalker", pattern: "recorded" },
      second: { kind: "log", function: "secondTalker", pattern: "recorded" },
    },
    async fire({ cloud, resource, recorded }, word) {
      // MiniStack takes a line that a busy machine lets out late into the log only with the function's next call.
      for (const said of [word, `more ${word}`]) {
        await cloud.sendMessage(resource(`${word}Talk`), JSON.stringify({ word: said }));
        await recorded(`${word}Talker`, said, (r) => wordOf(r.data) === said);
      }
    },
  },
];

const functionOf = (kind: string): string => `two${kind[0]?.toUpperCase()}${kind.slice(1)}s`;

const namedCase = (pair: Pair): ConformanceCase => ({
  title: `tells a function which of its two ${pair.kind} triggers an event is for`,
  proves: pair.proves,
  ...(pair.beyond && { beyond: pair.beyond }),
  parts: {
    ...(pair.resources && { resources: pair.resources }),
    functions: { ...pair.others, [functionOf(pair.kind)]: recording(pair.triggers as never) },
  },
  async run(stage) {
    const { wordIn = ({ data }) => wordOf(data) } = pair;
    const by = functionOf(pair.kind);
    for (const word of ["first", "second"] as const) {
      await pair.fire?.(stage, word);
      const { kind, trigger } = await stage.recorded(by, word, (record) => wordIn(record) === word);
      expectSame([kind, trigger], [pair.kind, word], "what called");
    }
  },
});

const routes: ConformanceCase = {
  title: "tells a function which of its http triggers a call is for: routes, the rest of an api, another api",
  proves: ["http.api", "resource.api"],
  parts: {
    resources: { frontDoor: { kind: "api" }, sideDoor: { kind: "api" } },
    functions: {
      doorman: recording({
        items: { kind: "http", api: "frontDoor", routes: ["GET /items/{id}", "ANY /items"] },
        rest: { kind: "http", api: "frontDoor" },
        side: { kind: "http", api: "sideDoor", routes: ["GET /items/{id}"] },
      }),
    },
  },
  async run({ cloud, resource }) {
    const [front, side] = [addressOf(resource("frontDoor")), addressOf(resource("sideDoor"))];
    for (const [address, trigger] of [
      [`${front}/items/1`, "items"],
      [`${front}/items`, "items"],
      [`${front}/other/path`, "rest"],
      [`${side}/items/1`, "side"],
    ] as const) {
      const { body } = await cloud.request(address);
      expectSame((JSON.parse(body.toString()) as { trigger?: unknown }).trigger, trigger, `what answered ${address}`);
    }
  },
};

const reading = (enabled: boolean) =>
  recording({
    single: { kind: "queue", queue: "singleQueue", batchSize: 10, window: "2s", enabled },
    whole: { kind: "queue", queue: "wholeQueue", batchSize: 10, window: "2s", enabled, partialFailures: false },
  });

const NAMES = ["a", "b", "c", "d"];

const settings: ConformanceCase = {
  title: "fails a batch whole for the queue trigger that asks for it, and not for the function's other one",
  proves: ["queue", "queue.partialFailures"],
  parts: {
    resources: {
      singleQueue: { kind: "queue", visibilityTimeout: "30s" },
      wholeQueue: { kind: "queue", visibilityTimeout: "30s" },
    },
    functions: { twoReaders: reading(false) },
  },
  // All messages are in the queues before anything reads them.
  later: { twoReaders: reading(true) },
  async between({ cloud, resource }) {
    for (const queue of ["single", "whole"])
      for (const name of NAMES) {
        const command = name === "a" ? { do: "failOnce", id: `${queue}-a` } : { id: `${queue}-${name}` };
        await cloud.sendMessage(resource(`${queue}Queue`), JSON.stringify(command));
      }
  },
  async run({ recorded, records }) {
    const idOf = (data: unknown) => (data as { id?: string }).id;
    for (const [queue, deliveries] of [
      ["single", 1],
      ["whole", 2],
    ] as const) {
      const failed = await recorded(
        "twoReaders",
        `${queue}-a`,
        (r) => idOf(r.data) === `${queue}-a` && r.did !== "done",
      );
      if (failed.together < 2) throw new Error(`the message that failed came alone: ${JSON.stringify(failed)}`);
      await recorded("twoReaders", `${queue}-a again`, (r) => idOf(r.data) === `${queue}-a` && r.did === "done");
      const all = await records("twoReaders");
      const beside = all.filter((r) => r.requestId === failed.requestId && r !== failed).map((r) => idOf(r.data));
      for (const id of beside) {
        const again = () => all.filter((r) => idOf(r.data) === id).length;
        if (deliveries === 2 && again() < 2)
          await recorded("twoReaders", `${id} again`, (r) => idOf(r.data) === id && r.requestId !== failed.requestId);
        else expectSame(again(), deliveries, `deliveries of ${id}`);
      }
    }
  },
};

export const triggerNameCases = [settings, ...PAIRS.map(namedCase), routes];
