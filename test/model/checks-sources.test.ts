import type { FunctionInput } from "../../model/function.ts";
import type { TriggerInput } from "../../model/triggers/index.ts";
import { bucket, type Functions, fn, queue, reader, rows, stream, table, topic } from "./rows.ts";

const reads = (source: "stream" | "table", consumer?: string): TriggerInput =>
  source === "stream" ? { kind: "stream", stream: "s", consumer } : { kind: "table", table: "t", consumer };

rows("sources", [
  [
    "two functions on one stream position",
    { s: stream },
    { f: fn({ a: reads("stream") }), g: fn({ a: reads("stream") }) },
    ["functions.g.triggers.a: shared-position"],
  ],
  [
    "two functions on one position in a table's changes",
    { t: table },
    { f: fn({ a: reads("table", "x") }), g: fn({ a: reads("table", "x") }) },
    ["functions.g.triggers.a: shared-position"],
  ],
  [
    "each with a position of its own",
    { s: stream },
    { f: fn({ a: reads("stream") }), g: fn({ a: reads("stream", "g") }) },
    [],
  ],
  [
    "one function twice, whatever the position",
    { s: stream },
    { f: fn({ a: reads("stream"), b: reads("stream", "b") }) },
    ["functions.f.triggers.b: duplicate-trigger"],
  ],
  [
    "one function twice on a queue",
    { q: queue },
    { f: fn({ a: { kind: "queue", queue: "q" }, b: { kind: "queue", queue: "q" } }) },
    ["functions.f.triggers.b: duplicate-trigger"],
  ],
  [
    "one function twice on a bucket",
    { b: bucket },
    { f: fn({ a: { kind: "bucket", bucket: "b", prefix: "a/" }, c: { kind: "bucket", bucket: "b", prefix: "c/" } }) },
    [],
  ],
]);

rows("queues", [
  ["as visible as the function is long", { q: queue }, { f: reader("30s") }, []],
  [
    "visible again too soon",
    { q: queue },
    { f: reader("31s") },
    ["resources.q.visibilityTimeout: visibility-too-short"],
  ],
  ["an adopted queue whose timeout is not known", { q: { kind: "queue", existing: "x" } }, { f: reader("31s") }, []],
  [
    "an adopted queue whose timeout is stated",
    { q: { kind: "queue", existing: "x", visibilityTimeout: "5s" } },
    { f: reader() },
    ["resources.q.visibilityTimeout: visibility-too-short"],
  ],
  [
    "its own dead-letter queue",
    { q: { kind: "queue", deadLetter: { queue: "q" } } },
    {},
    ["resources.q.deadLetter.queue: dead-letter-circle"],
  ],
  [
    "a chain that ends",
    { a: { kind: "queue", deadLetter: { queue: "b" } }, b: { kind: "queue", deadLetter: { queue: "c" } }, c: queue },
    {},
    [],
  ],
  [
    "a circle of three with a tail, once",
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
    "FIFO with FIFO",
    {
      a: { kind: "queue", fifo: true, deduplicate: true, deadLetter: { queue: "b" } },
      b: { kind: "queue", fifo: true },
    },
    {},
    [],
  ],
  [
    "standard with FIFO",
    { a: { kind: "queue", deadLetter: { queue: "b" } }, b: { kind: "queue", fifo: true } },
    {},
    ["resources.a.deadLetter.queue: fifo-mismatch"],
  ],
  [
    "a window on FIFO",
    { q: { kind: "queue", fifo: true } },
    { f: fn({ q: { kind: "queue", queue: "q", window: "5s" } }) },
    ["functions.f.triggers.q.window: conflict"],
  ],
]);

rows("tables", [
  [
    "without changes there is nothing to watch",
    { t: { kind: "table", key: { partition: { name: "id" } } } },
    { f: fn({ t: reads("table") }) },
    ["functions.f.triggers.t.table: conflict"],
  ],
  [
    "a column of two types",
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
    "one column as both keys",
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
    "writing where every object calls",
    { b: bucket },
    writes({ kind: "bucket", bucket: "b" }, { b: ["write"] }),
    ["functions.f.triggers.t: loop"],
  ],
  ["reading there", { b: bucket }, writes({ kind: "bucket", bucket: "b" }, { b: ["read"] }), []],
  [
    "writing beside the prefix",
    { b: bucket },
    writes({ kind: "bucket", bucket: "b", prefix: "in/" }, { b: ["write"] }),
    [],
  ],
  [
    "only removed objects call",
    { b: bucket },
    writes({ kind: "bucket", bucket: "b", events: ["removed"] }, { b: ["write"] }),
    [],
  ],
  [
    "publishing to the own topic",
    { t: topic },
    writes({ kind: "topic", topic: "t" }, { t: ["publish"] }),
    ["functions.f.triggers.t: loop"],
  ],
  [
    "publishing past a filter",
    { t: topic },
    writes({ kind: "topic", topic: "t", filter: { a: [1] } }, { t: ["publish"] }),
    [],
  ],
  [
    "putting into the own stream",
    { s: stream },
    writes({ kind: "stream", stream: "s" }, { s: ["put"] }),
    ["functions.f.triggers.t: loop"],
  ],
  ["sending to the own queue postpones work", { q: queue }, writes({ kind: "queue", queue: "q" }, { q: ["send"] }), []],
  [
    "following the own log, even by a pattern",
    {},
    { f: fn({ l: { kind: "log", function: "f", pattern: "x" } }) },
    ["functions.f.triggers.l.function: loop"],
  ],
  [
    "following each other's log",
    {},
    { f: fn({ l: { kind: "log", function: "g" } }), g: fn({ l: { kind: "log", function: "f" } }) },
    ["functions.f.triggers: loop"],
  ],
  [
    "following each other's errors",
    {},
    { f: fn({ l: { kind: "log", function: "g" } }), g: fn({ l: { kind: "log", function: "f", pattern: "ERROR" } }) },
    [],
  ],
  [
    "handing results round",
    {},
    { f: fn({}, { async: { onSuccess: "g" } }), g: fn({}, { async: { onSuccess: "f" } }) },
    ["functions.f.async.onSuccess: loop"],
  ],
]);
