import type { FunctionInput } from "../../model/function.ts";
import type { TriggerInput } from "../../model/triggers/index.ts";
import { bucket, type Functions, fn, queue, reader, rows, stream, table, topic } from "./rows.ts";

const reads = (source: "stream" | "table", consumer?: string): TriggerInput =>
  source === "stream" ? { kind: "stream", stream: "s", consumer } : { kind: "table", table: "t", consumer };

rows("sources", [
  [
    "two functions with one stream consumer",
    { s: stream },
    { f: fn({ a: reads("stream") }), g: fn({ a: reads("stream") }) },
    ["functions.g.triggers.a: shared-position"],
  ],
  [
    "two functions with one consumer of a table's changes",
    { t: table },
    { f: fn({ a: reads("table", "x") }), g: fn({ a: reads("table", "x") }) },
    ["functions.g.triggers.a: shared-position"],
  ],
  [
    "two functions with different stream consumers",
    { s: stream },
    { f: fn({ a: reads("stream") }), g: fn({ a: reads("stream", "g") }) },
    [],
  ],
  [
    "two triggers of one function on one stream",
    { s: stream },
    { f: fn({ a: reads("stream"), b: reads("stream", "b") }) },
    ["functions.f.triggers.b: duplicate-trigger"],
  ],
  [
    "two triggers of one function on one queue",
    { q: queue },
    { f: fn({ a: { kind: "queue", queue: "q" }, b: { kind: "queue", queue: "q" } }) },
    ["functions.f.triggers.b: duplicate-trigger"],
  ],
  [
    "two triggers of one function on one bucket",
    { b: bucket },
    { f: fn({ a: { kind: "bucket", bucket: "b", prefix: "a/" }, c: { kind: "bucket", bucket: "b", prefix: "c/" } }) },
    [],
  ],
]);

rows("queues", [
  ["a visibility timeout equal to the function's timeout", { q: queue }, { f: reader("30s") }, []],
  [
    "a visibility timeout shorter than the function's timeout",
    { q: queue },
    { f: reader("31s") },
    ["resources.q.visibilityTimeout: visibility-too-short"],
  ],
  [
    "an adopted queue whose visibility timeout is unknown",
    { q: { kind: "queue", existing: "x" } },
    { f: reader("31s") },
    [],
  ],
  [
    "an adopted queue whose stated visibility timeout is too short",
    { q: { kind: "queue", existing: "x", visibilityTimeout: "5s" } },
    { f: reader() },
    ["resources.q.visibilityTimeout: visibility-too-short"],
  ],
  [
    "a queue as its own dead-letter queue",
    { q: { kind: "queue", deadLetter: { queue: "q" } } },
    {},
    ["resources.q.deadLetter.queue: dead-letter-circle"],
  ],
  [
    "a chain of dead-letter queues that ends",
    { a: { kind: "queue", deadLetter: { queue: "b" } }, b: { kind: "queue", deadLetter: { queue: "c" } }, c: queue },
    {},
    [],
  ],
  [
    "a cycle of dead-letter queues, with one problem",
    {
      t: { kind: "queue", deadLetter: { queue: "a" } },
      a: { kind: "queue", deadLetter: { queue: "b" } },
      b: { kind: "queue", deadLetter: { queue: "c" } },
      c: { kind: "queue", deadLetter: { queue: "a" } },
    },
    {},
    ["resources.a.deadLetter.queue: dead-letter-circle"],
  ],
  [
    "a FIFO queue with a FIFO dead-letter queue",
    {
      a: { kind: "queue", fifo: true, deduplicate: true, deadLetter: { queue: "b" } },
      b: { kind: "queue", fifo: true },
    },
    {},
    [],
  ],
  [
    "a standard queue with a FIFO dead-letter queue",
    { a: { kind: "queue", deadLetter: { queue: "b" } }, b: { kind: "queue", fifo: true } },
    {},
    ["resources.a.deadLetter.queue: fifo-mismatch"],
  ],
  [
    "a batch window on a FIFO queue",
    { q: { kind: "queue", fifo: true } },
    { f: fn({ q: { kind: "queue", queue: "q", window: "5s" } }) },
    ["functions.f.triggers.q.window: conflict"],
  ],
]);

rows("tables", [
  [
    "a trigger on a table without changes",
    { t: { kind: "table", key: { partition: { name: "id" } } } },
    { f: fn({ t: reads("table") }) },
    ["functions.f.triggers.t.table: conflict"],
  ],
  [
    "a column with two types",
    {
      t: {
        kind: "table",
        key: { partition: { name: "id" } },
        indexes: { byId: { partition: { name: "id", type: "number" } } },
      },
    },
    {},
    ["resources.t.indexes.byId.partition: conflict"],
  ],
  [
    "one column as partition and sort key",
    { t: { kind: "table", key: { partition: { name: "id" }, sort: { name: "id" } } } },
    {},
    ["resources.t.key.sort: conflict"],
  ],
]);

const writes = (trigger: TriggerInput, permissions: FunctionInput["permissions"]): Functions => ({
  f: fn({ t: trigger }, { permissions }),
});

rows("loops", [
  [
    "a function that writes to the bucket that calls it",
    { b: bucket },
    writes({ kind: "bucket", bucket: "b" }, { b: ["write"] }),
    ["functions.f.triggers.t: loop"],
  ],
  [
    "a function that reads the bucket that calls it",
    { b: bucket },
    writes({ kind: "bucket", bucket: "b" }, { b: ["read"] }),
    [],
  ],
  [
    "a function that writes to a bucket with a prefix on its trigger",
    { b: bucket },
    writes({ kind: "bucket", bucket: "b", prefix: "in/" }, { b: ["write"] }),
    [],
  ],
  [
    "a function that only removed objects call",
    { b: bucket },
    writes({ kind: "bucket", bucket: "b", events: ["removed"] }, { b: ["write"] }),
    [],
  ],
  [
    "a function that publishes to the topic that calls it",
    { t: topic },
    writes({ kind: "topic", topic: "t" }, { t: ["publish"] }),
    ["functions.f.triggers.t: loop"],
  ],
  [
    "a function that publishes to a topic with a filter on its trigger",
    { t: topic },
    writes({ kind: "topic", topic: "t", filter: { a: [1] } }, { t: ["publish"] }),
    [],
  ],
  [
    "a function that puts into the stream that calls it",
    { s: stream },
    writes({ kind: "stream", stream: "s" }, { s: ["put"] }),
    ["functions.f.triggers.t: loop"],
  ],
  [
    "a function that sends to the queue that calls it",
    { q: queue },
    writes({ kind: "queue", queue: "q" }, { q: ["send"] }),
    [],
  ],
  [
    "a function that follows its own log",
    {},
    { f: fn({ l: { kind: "log", function: "f", pattern: "x" } }) },
    ["functions.f.triggers.l.function: loop"],
  ],
  [
    "two functions that follow each other's logs",
    {},
    { f: fn({ l: { kind: "log", function: "g" } }), g: fn({ l: { kind: "log", function: "f" } }) },
    ["functions.f.triggers: loop"],
  ],
  [
    "two functions that follow each other's logs, one with a pattern",
    {},
    { f: fn({ l: { kind: "log", function: "g" } }), g: fn({ l: { kind: "log", function: "f", pattern: "ERROR" } }) },
    [],
  ],
  [
    "functions that send their results to each other",
    {},
    { f: fn({}, { async: { onSuccess: "g" } }), g: fn({}, { async: { onSuccess: "f" } }) },
    ["functions.f.async.onSuccess: loop"],
  ],
]);
