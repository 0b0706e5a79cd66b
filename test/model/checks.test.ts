import { describe, expect, test } from "vitest";
import type { AppInput } from "../../model/app.ts";
import { formatPath } from "../../model/errors.ts";
import type { FunctionInput } from "../../model/function.ts";
import { checkApp } from "../../model/parse.ts";
import type { ResourceInput } from "../../model/resources/index.ts";
import type { TriggerInput } from "../../model/triggers/index.ts";

/** `path: code` of everything that is wrong. */
function findings(spec: Omit<AppInput, "name">): string[] {
  return checkApp({ name: "app", ...spec }).problems.map(({ path, code }) => `${formatPath(path)}: ${code}`);
}

type Functions = Record<string, FunctionInput>;
type Resources = Record<string, ResourceInput>;

const fn = (triggers: Record<string, TriggerInput> = {}, rest: Partial<FunctionInput> = {}): FunctionInput => ({
  handler: "f.ts",
  triggers,
  ...rest,
});

/** One row: what it shows, the spec, what is found. */
type Row = readonly [title: string, resources: Resources, functions: Functions, found: readonly string[]];

function rows(title: string, table: readonly Row[]): void {
  describe(title, () => {
    test.each(table)("%s", (_title, resources, functions, found) => {
      expect(findings({ resources, functions })).toEqual(found);
    });
  });
}

const queue: ResourceInput = { kind: "queue" };
const bucket: ResourceInput = { kind: "bucket" };
const topic: ResourceInput = { kind: "topic" };
const stream: ResourceInput = { kind: "stream" };
const api: ResourceInput = { kind: "api" };
const table: ResourceInput = { kind: "table", key: { partition: { name: "id" } }, changes: true };

rows("names", [
  ["one name, two things", { a: queue }, { a: fn() }, ["functions.a: name-clash"]],
  ["upper and lower case are one", { jobs: queue, Jobs: queue }, {}, ["resources.jobs: name-clash"]],
  ["triggers of two functions may share a name", { q: queue }, { f: fn({ q: { kind: "queue", queue: "q" } }) }, []],
]);

rows("references", [
  [
    "a dead-letter queue is a queue",
    { a: { kind: "queue", deadLetter: { queue: "t" } }, t: topic },
    {},
    ["resources.a.deadLetter.queue: wrong-kind"],
  ],
  [
    "a topic fans out to queues",
    { t: { kind: "topic", queues: { q: {}, t: {} } }, q: queue },
    {},
    ["resources.t.queues.t: wrong-kind"],
  ],
  [
    "results go to what can take them",
    { s: { kind: "secret" }, b: bucket },
    { f: fn({}, { async: { onSuccess: "s", onFailure: "b" } }) },
    ["functions.f.async.onSuccess: wrong-kind"],
  ],
  [
    "a function can't be its own queue",
    {},
    { f: fn({ q: { kind: "queue", queue: "f" } }) },
    ["functions.f.triggers.q.queue: wrong-kind"],
  ],
  [
    "a name inside a broken part is checked all the same",
    {},
    { f: fn({ q: { kind: "queue", queue: "gone", batchSize: 0 } }, { memory: 1 }) },
    [
      "functions.f.memory: out-of-range",
      "functions.f.triggers.q.batchSize: out-of-range",
      "functions.f.triggers.q.queue: dangling-reference",
    ],
  ],
  [
    "what names a resource of unknown kind is left alone",
    { a: { kind: "lake" } as unknown as ResourceInput },
    { f: fn({ q: { kind: "queue", queue: "a" } }, { permissions: { a: ["send"] } }) },
    ["resources.a.kind: not-allowed"],
  ],
  [
    "names that objects have by themselves are not in the spec",
    {},
    { f: fn({ q: { kind: "queue", queue: "constructor" } }, { permissions: JSON.parse('{"toString":["send"]}') }) },
    ["functions.f.permissions.toString: dangling-reference", "functions.f.triggers.q.queue: dangling-reference"],
  ],
]);

rows("permissions", [
  [
    "verbs of the kind",
    { b: bucket },
    { f: fn({}, { permissions: { b: ["read", "write"], g: ["invoke"] } }), g: fn() },
    [],
  ],
  [
    "not those of another",
    { b: bucket },
    { f: fn({}, { permissions: { b: ["read", "publish"] } }) },
    ["functions.f.permissions.b: bad-permission"],
  ],
  [
    "none on an api",
    { site: api },
    { f: fn({}, { permissions: { site: ["read"] } }) },
    ["functions.f.permissions.site: bad-permission"],
  ],
]);

const http = (rest: object = {}): TriggerInput => ({ kind: "http", api: "site", ...rest });

rows("routes", [
  ["different methods", { site: api }, { f: fn({ a: http({ routes: ["GET /a", "POST /a"] }) }) }, []],
  ["a named method beside ANY", { site: api }, { f: fn({ a: http({ routes: ["GET /a", "ANY /a"] }) }) }, []],
  [
    "a literal beside a parameter",
    { site: api },
    { f: fn({ a: http({ routes: ["GET /a/b", "GET /a/{id}", "GET /a/{rest+}"] }) }) },
    [],
  ],
  [
    "the same route twice",
    { site: api },
    { f: fn({ a: http({ routes: ["GET /a"] }) }), g: fn({ a: http({ routes: ["GET /a"] }) }) },
    ["functions.g.triggers.a.routes: duplicate-route"],
  ],
  [
    "ANY twice",
    { site: api },
    { f: fn({ a: http({ routes: ["ANY /a", "ANY /a"] }) }) },
    ["functions.f.triggers.a.routes: duplicate-route"],
  ],
  [
    "parameters by other names",
    { site: api },
    { f: fn({ a: http({ routes: ["GET /{a}/x"] }), b: http({ routes: ["GET /{b}/x"] }) }) },
    ["functions.f.triggers.b.routes: duplicate-route"],
  ],
  [
    "every request twice",
    { site: api },
    { f: fn({ a: http() }), g: fn({ a: http() }) },
    ["functions.g.triggers.a: duplicate-route"],
  ],
  ["the same route of two apis", { site: api, admin: api }, { f: fn({ a: http(), b: http({ api: "admin" }) }) }, []],
]);

rows("http", [
  [
    "jwt where the api says which",
    { site: { kind: "api", jwt: { issuer: "https://a.example", audience: ["x"] } } },
    { f: fn({ a: http({ auth: "jwt" }) }) },
    [],
  ],
  [
    "jwt on an address of its own",
    {},
    { f: fn({ a: { kind: "http", auth: "jwt" } }) },
    ["functions.f.triggers.a.auth: conflict"],
  ],
  [
    "cors beside an api",
    { site: api },
    { f: fn({ a: http({ cors: { origins: ["*"] } }) }) },
    ["functions.f.triggers.a.cors: conflict"],
  ],
  ["an own address and routes of an api", { site: api }, { f: fn({ a: http(), b: { kind: "http" } }) }, []],
  [
    "a webhook is an address too",
    { s: { kind: "secret" } },
    { f: fn({ a: { kind: "http" }, b: { kind: "webhook", sender: "stripe", secret: "s" } }) },
    ["functions.f.triggers.b: several-addresses"],
  ],
]);

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

const reader = (timeout?: "30s" | "31s"): FunctionInput => fn({ q: { kind: "queue", queue: "q" } }, { timeout });

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

const env = (ref: string): Partial<FunctionInput> => ({ environment: { X: { ref } } });

rows("values", [
  [
    "attributes that are there",
    { q: queue, b: bucket },
    { f: fn({}, { environment: { A: { ref: "q.url" }, B: { ref: "b.id" }, C: { ref: "g.name" } } }), g: fn() },
    [],
  ],
  ["the url of a function with an address", {}, { f: fn({}, env("g.url")), g: fn({ a: { kind: "http" } }) }, []],
  [
    "the url of a function without one",
    {},
    { f: fn({}, env("g.url")), g: fn() },
    ["functions.f.environment.X: bad-attribute"],
  ],
  ["its own url", {}, { f: fn({ a: { kind: "http" } }, env("f.url")) }, ["functions.f.environment: circular-value"]],
  [
    "a function's url in a resource",
    { s: { kind: "secret", value: { ref: "f.url" } } },
    { f: fn({ a: { kind: "http" } }) },
    ["resources.s.value: circular-value"],
  ],
  [
    "secrets made of each other",
    { a: { kind: "secret", value: { ref: "b.id" } }, b: { kind: "secret", value: { ref: "a.id" } } },
    {},
    ["resources.a.value: circular-value"],
  ],
  [
    "outside environments",
    {},
    { f: fn({}, { layers: [{ ref: "gone.id" }], vpc: { subnets: [{ ref: "gone.id" }], securityGroups: [] } }) },
    ["functions.f.layers[0]: dangling-reference", "functions.f.vpc.subnets[0]: dangling-reference"],
  ],
  [
    "what only looks like a reference",
    {},
    {
      f: fn(
        { s: { kind: "schedule", rate: "1h", input: { ref: "gone.id" } } },
        { override: { aws: { function: { ref: "gone.id" } } } },
      ),
    },
    [],
  ],
]);

rows("adopted resources", [
  [
    "may state facts",
    {
      t: { kind: "table", existing: "t", key: { partition: { name: "id" } }, changes: true },
      q: { kind: "queue", existing: "q", fifo: true },
    },
    {},
    [],
  ],
  [
    "may not be configured",
    { b: { kind: "bucket", existing: "b", versioning: true, physicalName: "c" } },
    {},
    ["resources.b.physicalName: conflict", "resources.b.versioning: conflict"],
  ],
]);

rows("functions", [
  [
    "a network file system in a network",
    {},
    { f: fn({}, { fileSystem: { id: "x", path: "/mnt/x" }, vpc: { subnets: ["a"], securityGroups: ["b"] } }) },
    [],
  ],
  [
    "weights that leave nothing",
    {},
    { f: fn({}, { alias: { weights: { "1": 60, "2": 40 } } }) },
    ["functions.f.alias.weights: out-of-range"],
  ],
  ["weights that leave something", {}, { f: fn({}, { alias: { version: "3", weights: { "1": 60, "2": 30 } } }) }, []],
  [
    "an image brings its runtime",
    {},
    { f: { image: { uri: "x" }, runtime: "python", layers: ["y"] } },
    ["functions.f.layers: conflict", "functions.f.runtime: conflict"],
  ],
  [
    "more kept warm than may run",
    {},
    { f: fn({}, { concurrency: { reserved: 1, provisioned: 2 } }) },
    ["functions.f.concurrency.provisioned: conflict"],
  ],
  [
    "variables of polyfn",
    {},
    { f: fn({}, { environment: { POLYFN_RESOURCES: "{}" } }) },
    ["functions.f.environment.POLYFN_RESOURCES: reserved-name"],
  ],
]);

test("defaults count: a network for all functions", () => {
  const functions = { f: fn({}, { fileSystem: { id: "x", path: "/mnt/x" } }) };
  expect(findings({ defaults: { vpc: { subnets: ["a"], securityGroups: ["b"] } }, functions })).toEqual([]);
});

test("defaults count: a timeout longer than a queue's", () => {
  const spec = { defaults: { timeout: "1m" as const }, resources: { q: queue }, functions: { f: reader() } };
  expect(findings(spec)).toEqual(["resources.q.visibilityTimeout: visibility-too-short"]);
});
