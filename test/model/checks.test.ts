import { expect, test } from "vitest";
import type { FunctionInput } from "../../model/function.ts";
import type { ResourceInput } from "../../model/resources/index.ts";
import { api, bucket, findings, fn, queue, reader, rows, topic } from "./rows.ts";

const every = { kind: "schedule", rate: "1h" } as const;

rows("names", [
  ["one name, two things", { a: queue }, { a: fn() }, ["functions.a: name-clash"]],
  ["upper and lower case are one", { jobs: queue, Jobs: queue }, {}, ["resources.jobs: name-clash"]],
  [
    "a function and a trigger whose names meet",
    {},
    { a: fn({ "b-c": every, d: every }), "a-b": fn({ c: every }), "a-D": fn() },
    ["functions.a.triggers.d: name-clash", 'functions["a-b"].triggers.c: name-clash'],
  ],
  [
    "triggers are one in upper and lower case",
    {},
    { a: fn({ b: every, B: every }) },
    ["functions.a.triggers.b: name-clash"],
  ],
  [
    "invokers have names beside triggers",
    {},
    { a: fn({ "invoker-b": every, invoker: every }, { invokers: { b: { account: "1" } } }), c: fn({ invoker: every }) },
    ["functions.a.triggers.invoker: name-clash", 'functions.a.triggers["invoker-b"]: name-clash'],
  ],
  [
    "a function named like an invoker",
    {},
    { a: fn({}, { invokers: { b: { account: "1" } } }), "a-invoker-b": fn() },
    ["functions.a.invokers.b: name-clash"],
  ],
  [
    "no name ends in a hyphen or has two together",
    { "a-": queue, "a--b": queue },
    {},
    ['resources["a-"]: bad-name', 'resources["a--b"]: bad-name'],
  ],
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
    "copied packages belong to bundles",
    {},
    {
      f: { handler: "f", runtime: "custom", nodeModules: ["a"] },
      g: { image: { uri: "x" }, nodeModules: ["a"] },
      h: fn({}, { nodeModules: ["@s/a", "b.js"] }),
    },
    ["functions.f.nodeModules: conflict", "functions.g.nodeModules: conflict"],
  ],
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
