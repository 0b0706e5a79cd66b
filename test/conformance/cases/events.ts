import { until } from "../../../offline/drivers/demo.ts";
import { type ConformanceCase, expectSame, recording } from "../case.ts";

const wordOf = (data: unknown): unknown => (data as { word?: unknown } | null)?.word;

const topic: ConformanceCase = {
  title: "hands a published message to every subscriber, with its attributes",
  proves: ["topic", "resource.topic"],
  parts: {
    resources: { news: { kind: "topic" } },
    functions: {
      onNews: recording({ message: { kind: "topic", topic: "news" } }),
      onNewsToo: recording({ message: { kind: "topic", topic: "news" } }),
    },
  },
  async run({ cloud, resource, recorded, run }) {
    await cloud.publish(resource("news"), JSON.stringify({ word: run }), { severity: "high" });
    for (const by of ["onNews", "onNewsToo"]) {
      const { kind, more } = await recorded(by, run, (r) => wordOf(r.data) === run);
      expectSame([kind, (more.attributes as Record<string, string>).severity], ["topic", "high"], "what arrived");
    }
  },
};

const topicFilters: ConformanceCase = {
  title: "hands on only messages whose attributes, or whose body, match",
  proves: ["topic.filter.attributes", "topic.filter.body"],
  parts: {
    resources: { filtered: { kind: "topic" } },
    functions: {
      onHigh: recording({ message: { kind: "topic", topic: "filtered", filter: { severity: ["high"] } } }),
      onRed: recording({
        message: { kind: "topic", topic: "filtered", filter: { color: ["red"] }, filterOn: "body" },
      }),
    },
  },
  async run({ cloud, resource, recorded, records, run }) {
    const publish = (word: string, color: string, severity: string) =>
      cloud.publish(resource("filtered"), JSON.stringify({ run, word, color }), { severity });
    await publish("neither", "blue", "low");
    await publish("high", "blue", "high");
    await publish("red", "red", "low");
    await recorded("onHigh", "high", (r) => wordOf(r.data) === "high");
    await recorded("onRed", "red", (r) => wordOf(r.data) === "red");
    expectSame(
      (await records("onHigh")).map((r) => wordOf(r.data)),
      ["high"],
      "what passed the filter on attributes",
    );
    expectSame(
      (await records("onRed")).map((r) => wordOf(r.data)),
      ["red"],
      "what passed the filter on the body",
    );
  },
};

const fanOut: ConformanceCase = {
  title: "puts published messages into subscribed queues, as they were sent",
  proves: ["resource.topic.queues"],
  parts: {
    resources: { spread: { kind: "topic", queues: { spreadQueue: {} } }, spreadQueue: { kind: "queue" } },
    functions: { onSpread: recording({ message: { kind: "queue", queue: "spreadQueue" } }) },
  },
  async run({ cloud, resource, recorded, run }) {
    await cloud.publish(resource("spread"), JSON.stringify({ word: run }), {});
    await recorded("onSpread", run, (r) => r.kind === "queue" && wordOf(r.data) === run);
  },
};

const bucket: ConformanceCase = {
  title: "tells of created and removed objects whose keys match, with the key as it is",
  proves: ["bucket", "bucket.removed", "bucket.filter", "resource.bucket"],
  parts: {
    resources: { files: { kind: "bucket" } },
    functions: {
      onFile: recording({ file: { kind: "bucket", bucket: "files", prefix: "in/", suffix: ".txt" } }),
      onGone: recording({ file: { kind: "bucket", bucket: "files", events: ["removed"], prefix: "in/" } }),
    },
  },
  async run({ cloud, resource, recorded, records, run }) {
    const files = resource("files");
    const key = `in/${run} a+b é%.txt`;
    for (const other of [`in/${run}.png`, `out/${run}.txt`])
      await cloud.putObject(files, other, Buffer.from("x"), "text/plain");
    await cloud.putObject(files, key, Buffer.from("hello"), "text/plain");
    const keyOf = (data: unknown) => (data as { key?: string }).key;
    const { data, more } = await recorded("onFile", key, (r) => keyOf(r.data) === key);
    expectSame([more.type, (data as { size?: number }).size], ["polyfn.bucket.created", 5], "the event");
    await cloud.deleteObject(files, key);
    const gone = await recorded("onGone", key, (r) => keyOf(r.data) === key);
    expectSame(gone.more.type, "polyfn.bucket.removed", "the type of the event");
    expectSame(
      (await records("onFile")).map((r) => keyOf(r.data)),
      [key],
      "what the first function was told of",
    );
  },
};

const bus: ConformanceCase = {
  title: "hands on events that match the pattern, with their own source and type",
  proves: ["bus", "bus.pattern.data", "resource.bus", "bus.enabled"],
  parts: {
    resources: { events: { kind: "bus" } },
    functions: {
      onEvent: recording({
        event: {
          kind: "bus",
          bus: "events",
          pattern: { source: ["shop"], type: ["order.paid"], data: { amount: [{ numeric: [">", 10] }] } },
        },
      }),
      onNoEvent: recording({ event: { kind: "bus", bus: "events", pattern: { source: ["shop"] }, enabled: false } }),
    },
  },
  async run({ cloud, resource, recorded, records, run }) {
    const put = (type: string, word: string, amount: number) =>
      cloud.putEvent(resource("events"), { source: "shop", type, data: { word, amount, run } });
    await put("order.paid", "cheap", 5);
    await put("order.placed", "other", 50);
    await put("order.paid", "dear", 50);
    const { kind, data, more } = await recorded("onEvent", "dear", (r) => wordOf(r.data) === "dear");
    expectSame(
      [kind, data, more],
      ["bus", { word: "dear", amount: 50, run }, { source: "shop", type: "order.paid" }],
      "what arrived",
    );
    expectSame(
      (await records("onEvent")).map((r) => wordOf(r.data)),
      ["dear"],
      "what passed the pattern",
    );
    expectSame(await records("onNoEvent"), [], "what passed a trigger that is switched off");
  },
};

const log: ConformanceCase = {
  title: "hands on lines of another function's log that match",
  proves: ["log", "log.pattern"],
  parts: {
    resources: { chatter: { kind: "queue" } },
    functions: {
      chatty: recording({ message: { kind: "queue", queue: "chatter" } }),
      onLine: recording({ line: { kind: "log", function: "chatty", pattern: "remarkable" } }),
    },
  },
  async run({ cloud, resource, recorded, records, run }) {
    // MiniStack takes a line that a busy machine lets out late into the log only with the function's next call.
    for (const word of [`dull-${run}`, `remarkable-${run}`, `dreary-${run}`]) {
      await cloud.sendMessage(resource("chatter"), JSON.stringify({ word }));
      await recorded("chatty", word, (r) => wordOf(r.data) === word);
    }
    const { kind, data } = await recorded("onLine", "the line", (r) => wordOf(r.data) === `remarkable-${run}`);
    expectSame([kind, (data as { message?: string }).message], ["log", "recorded"], "what arrived");
    expectSame((await records("onLine")).length, 1, "lines that passed the pattern");
  },
};

const topicDeadLetters: ConformanceCase = {
  title: "puts a message that a subscriber could not handle into its dead-letter queue",
  proves: ["topic.deadLetter"],
  // An error of the function is not a failed delivery if topics call asynchronously.
  only: ["aliyun"],
  parts: {
    resources: { hardNews: { kind: "topic" }, unheard: { kind: "queue" } },
    functions: {
      onHardNews: recording(
        { message: { kind: "topic", topic: "hardNews", deadLetter: "unheard" } },
        { async: { retries: 0 } },
      ),
    },
  },
  async run({ cloud, resource, recorded, run }) {
    await cloud.publish(resource("hardNews"), JSON.stringify({ word: run, do: "fail" }), {});
    await recorded("onHardNews", run, (r) => wordOf(r.data) === run);
    const dead = await until("the message", async () => (await cloud.takeMessages(resource("unheard")))[0]);
    if (!dead.includes(run)) throw new Error(`the dead letter is ${dead}`);
  },
};

const topicRedrive: ConformanceCase = {
  title: "tells the cloud where messages go that it can't deliver to a subscriber",
  told: true,
  proves: ["topic.deadLetter"],
  only: ["aws", "localstack"],
  parts: {
    resources: { farNews: { kind: "topic" }, returned: { kind: "queue" } },
    functions: { onFarNews: recording({ message: { kind: "topic", topic: "farNews", deadLetter: "returned" } }) },
  },
  async run({ cloud, resource, function: fn }) {
    const found = await cloud.subscriptionDeadLetter(fn("onFarNews"), resource("farNews"));
    expectSame(found, resource("returned").id, "the queue");
  },
};

const busDeadLetters: ConformanceCase = {
  title: "tells the cloud how often it is to deliver an event, and where events go that it can't",
  told: true,
  proves: ["bus.retries", "bus.deadLetter"],
  parts: {
    resources: { strict: { kind: "bus" }, undelivered: { kind: "queue" } },
    functions: {
      onStrict: recording({
        event: {
          kind: "bus",
          bus: "strict",
          pattern: { source: ["shop"] },
          retries: 3,
          maxAge: "1m",
          deadLetter: "undelivered",
        },
      }),
    },
  },
  async run({ cloud, resource, function: fn }) {
    expectSame(
      await cloud.busDelivery(fn("onStrict"), resource("strict")),
      { retries: 3, maxAgeSeconds: 60, deadLetter: resource("undelivered").id },
      "what the cloud was told",
    );
  },
};

/** Milliseconds between two tries of EventBridge at most. */
const PAUSE = 20_000;

const busGivesUp: ConformanceCase = {
  title: "delivers an event again as often as it says, then puts it into the dead-letter queue",
  proves: ["bus.retries", "bus.deadLetter"],
  // Elsewhere a bus calls and forgets: what a function throws is no failure of the delivery.
  only: ["aliyun"],
  alone: true,
  parts: {
    resources: { hopeful: { kind: "bus" }, hopeless: { kind: "queue" } },
    functions: {
      onHope: recording(
        {
          event: {
            kind: "bus",
            bus: "hopeful",
            pattern: { source: ["shop"] },
            retries: 3,
            maxAge: "1m",
            deadLetter: "hopeless",
          },
        },
        { timeout: "1m" },
      ),
    },
  },
  async run({ cloud, resource, records, run }) {
    await cloud.putEvent(resource("hopeful"), { source: "shop", type: "lost", data: { word: run, do: "fail" } });
    const dead = await until("the event", async () => {
      await cloud.pass?.(PAUSE);
      await new Promise((resolve) => setTimeout(resolve, 1000));
      return (await cloud.takeMessages(resource("hopeless")))[0];
    });
    if (!dead.includes(run)) throw new Error(`the dead letter is ${dead}`);
    expectSame((await records("onHope")).length, 4, "calls before that");
  },
};

export const eventCases = [
  topic,
  topicFilters,
  fanOut,
  bucket,
  bus,
  log,
  topicDeadLetters,
  topicRedrive,
  busDeadLetters,
  busGivesUp,
];
