import { expect, test } from "vitest";
import type { FunctionInput } from "../../model/function.ts";
import type { ResourceInput } from "../../model/resources/index.ts";
import { api, bucket, findings, fn, queue, reader, rows, topic } from "./rows.ts";

const every = { kind: "schedule", rate: "1h" } as const;

rows("names", [
  ["a resource and a function with one name", { a: queue }, { a: fn() }, ["functions.a: name-clash"]],
  ["names that differ in case only", { jobs: queue, Jobs: queue }, {}, ["resources.jobs: name-clash"]],
  [
    "a function and a trigger whose physical names are the same",
    {},
    { a: fn({ "b-c": every, d: every }), "a-b": fn({ c: every }), "a-D": fn() },
    ["functions.a.triggers.d: name-clash", 'functions["a-b"].triggers.c: name-clash'],
  ],
  [
    "triggers whose names differ in case only",
    {},
    { a: fn({ b: every, B: every }) },
    ["functions.a.triggers.b: name-clash"],
  ],
  [
    "triggers whose physical names are those of invokers",
    {},
    { a: fn({ "invoker-b": every, invoker: every }, { invokers: { b: { account: "1" } } }), c: fn({ invoker: every }) },
    ["functions.a.triggers.invoker: name-clash", 'functions.a.triggers["invoker-b"]: name-clash'],
  ],
  [
    "a function whose physical name is that of an invoker",
    {},
    { a: fn({}, { invokers: { b: { account: "1" } } }), "a-invoker-b": fn() },
    ["functions.a.invokers.b: name-clash"],
  ],
  [
    "names that end in a hyphen or have two in a row",
    { "a-": queue, "a--b": queue },
    {},
    ['resources["a-"]: bad-name', 'resources["a--b"]: bad-name'],
  ],
  ["a trigger with the name of a resource", { q: queue }, { f: fn({ q: { kind: "queue", queue: "q" } }) }, []],
]);

rows("references", [
  [
    "a topic as dead-letter queue",
    { a: { kind: "queue", deadLetter: { queue: "t" } }, t: topic },
    {},
    ["resources.a.deadLetter.queue: wrong-kind"],
  ],
  [
    "a topic among the queues of a topic",
    { t: { kind: "topic", queues: { q: {}, t: {} } }, q: queue },
    {},
    ["resources.t.queues.t: wrong-kind"],
  ],
  [
    "a destination that cannot receive results",
    { s: { kind: "secret" }, b: bucket },
    { f: fn({}, { async: { onSuccess: "s", onFailure: "b" } }) },
    ["functions.f.async.onSuccess: wrong-kind"],
  ],
  [
    "a function in place of a queue",
    {},
    { f: fn({ q: { kind: "queue", queue: "f" } }) },
    ["functions.f.triggers.q.queue: wrong-kind"],
  ],
  [
    "an unknown name in a trigger with another mistake",
    {},
    { f: fn({ q: { kind: "queue", queue: "gone", batchSize: 0 } }, { memory: 1 }) },
    [
      "functions.f.memory: out-of-range",
      "functions.f.triggers.q.batchSize: out-of-range",
      "functions.f.triggers.q.queue: dangling-reference",
    ],
  ],
  [
    "a resource of unknown kind, without further problems where it is used",
    { a: { kind: "lake" } as unknown as ResourceInput },
    { f: fn({ q: { kind: "queue", queue: "a" } }, { permissions: { a: ["send"] } }) },
    ["resources.a.kind: not-allowed"],
  ],
  [
    "names of Object.prototype that are not in the spec",
    {},
    { f: fn({ q: { kind: "queue", queue: "constructor" } }, { permissions: JSON.parse('{"toString":["send"]}') }) },
    ["functions.f.permissions.toString: dangling-reference", "functions.f.triggers.q.queue: dangling-reference"],
  ],
]);

rows("permissions", [
  [
    "the verbs of a resource's kind",
    { b: bucket },
    { f: fn({}, { permissions: { b: ["read", "write"], g: ["invoke"] } }), g: fn() },
    [],
  ],
  [
    "a verb of another kind",
    { b: bucket },
    { f: fn({}, { permissions: { b: ["read", "publish"] } }) },
    ["functions.f.permissions.b: bad-permission"],
  ],
  [
    "a permission on an API",
    { site: api },
    { f: fn({}, { permissions: { site: ["read"] } }) },
    ["functions.f.permissions.site: bad-permission"],
  ],
]);

const env = (ref: string): Partial<FunctionInput> => ({ environment: { X: { ref } } });

rows("values", [
  [
    "references to existing attributes",
    { q: queue, b: bucket },
    { f: fn({}, { environment: { A: { ref: "q.url" }, B: { ref: "b.id" }, C: { ref: "g.name" } } }), g: fn() },
    [],
  ],
  ["the URL of a function with an HTTP trigger", {}, { f: fn({}, env("g.url")), g: fn({ a: { kind: "http" } }) }, []],
  [
    "the URL of a function without an HTTP trigger",
    {},
    { f: fn({}, env("g.url")), g: fn() },
    ["functions.f.environment.X: bad-attribute"],
  ],
  [
    "a function's own URL in its variables",
    {},
    { f: fn({ a: { kind: "http" } }, env("f.url")) },
    ["functions.f.environment: circular-value"],
  ],
  [
    "a function's URL in a resource",
    { s: { kind: "secret", value: { ref: "f.url" } } },
    { f: fn({ a: { kind: "http" } }) },
    ["resources.s.value: circular-value"],
  ],
  [
    "secrets that refer to each other",
    { a: { kind: "secret", value: { ref: "b.id" } }, b: { kind: "secret", value: { ref: "a.id" } } },
    {},
    ["resources.a.value: circular-value"],
  ],
  [
    "unknown references outside environment variables",
    {},
    { f: fn({}, { layers: [{ ref: "gone.id" }], vpc: { subnets: [{ ref: "gone.id" }], securityGroups: [] } }) },
    ["functions.f.layers[0]: dangling-reference", "functions.f.vpc.subnets[0]: dangling-reference"],
  ],
  [
    "objects of the user that look like references",
    {},
    {
      f: fn(
        { s: { kind: "schedule", rate: "1h", input: { ref: "gone.id" } } },
        { override: { aws: { function: { environment: { variables: { ref: "gone.id" } } } } } },
      ),
    },
    [],
  ],
]);

rows("adopted resources", [
  [
    "attributes of adopted resources that polyfn needs to know",
    {
      t: { kind: "table", existing: "t", key: { partition: { name: "id" } }, changes: true },
      q: { kind: "queue", existing: "q", fifo: true },
    },
    {},
    [],
  ],
  [
    "settings of adopted resources",
    { b: { kind: "bucket", existing: "b", versioning: true, physicalName: "c" } },
    {},
    ["resources.b.physicalName: conflict", "resources.b.versioning: conflict"],
  ],
]);

rows("functions", [
  [
    "a file system with a VPC",
    {},
    { f: fn({}, { fileSystem: { id: "x", path: "/mnt/x" }, vpc: { subnets: ["a"], securityGroups: ["b"] } }) },
    [],
  ],
  [
    "alias weights that sum to 100",
    {},
    { f: fn({}, { alias: { weights: { "1": 60, "2": 40 } } }) },
    ["functions.f.alias.weights: out-of-range"],
  ],
  [
    "alias weights that sum to less than 100",
    {},
    { f: fn({}, { alias: { version: "3", weights: { "1": 60, "2": 30 } } }) },
    [],
  ],
  [
    "nodeModules without a bundle or with invalid names",
    {},
    {
      f: { handler: "f", runtime: "custom", nodeModules: ["a"] },
      g: { image: { uri: "x" }, nodeModules: ["a"] },
      h: fn({}, { nodeModules: ["@s/a", "b.js"] }),
    },
    ["functions.f.nodeModules: conflict", "functions.g.nodeModules: conflict"],
  ],
  [
    "a runtime and layers beside an image",
    {},
    { f: { image: { uri: "x" }, runtime: "python", layers: ["y"] } },
    ["functions.f.layers: conflict", "functions.f.runtime: conflict"],
  ],
  [
    "more provisioned than reserved concurrency",
    {},
    { f: fn({}, { concurrency: { reserved: 1, provisioned: 2 } }) },
    ["functions.f.concurrency.provisioned: conflict"],
  ],
  [
    "variables that polyfn reserves",
    {},
    { f: fn({}, { environment: { POLYFN_RESOURCES: "{}" } }) },
    ["functions.f.environment.POLYFN_RESOURCES: reserved-name"],
  ],
]);

test("applies the network of defaults to all functions", () => {
  const functions = { f: fn({}, { fileSystem: { id: "x", path: "/mnt/x" } }) };
  expect(findings({ defaults: { vpc: { subnets: ["a"], securityGroups: ["b"] } }, functions })).toEqual([]);
});

test("compares the timeout of defaults with a queue's visibility timeout", () => {
  const spec = { defaults: { timeout: "1m" as const }, resources: { q: queue }, functions: { f: reader() } };
  expect(findings(spec)).toEqual(["resources.q.visibilityTimeout: visibility-too-short"]);
});
