import { describe, expect, it } from "vitest";
import { aws } from "../../../adapters/aws/adapter.ts";
import { checkApp, parseApp } from "../../../model/parse.ts";
import { resolve } from "../../../model/resolve.ts";
import { deploymentOf } from "../planned.ts";
import { richSpec } from "../rich-spec.ts";
import { ownProblems, targetProblems } from "../target-problems.ts";

/** `path: code` of everything AWS can't do in a spec. */
function found(spec: object, settings: Record<string, unknown> = {}): string[] {
  const problems = targetProblems(aws, parseApp({ name: "shop", ...spec }), deploymentOf(aws, settings));
  for (const { message, remedy } of problems) {
    expect(message).toMatch(/^\S.*\.$/);
    expect(remedy).toMatch(/^[A-Z].*\.$/);
  }
  return problems.map(({ path, code }) => `${path.join(".")}: ${code}`).sort();
}

const fn = (settings: object): object => ({ functions: { f: { handler: "f.ts", ...settings } } });
const trigger = (settings: object, resources: object = {}): object => ({
  resources,
  functions: { f: { handler: "f.ts", triggers: { t: settings } } },
});

it("a spec with everything that AWS supports has no problems", () => {
  expect(found(richSpec)).toEqual([]);
});

describe("functions", () => {
  it.each<[string, object, string[]]>([
    ["memory", fn({ memory: 10_241 }), ["functions.f.memory: out-of-range"]],
    ["timeout", fn({ timeout: "16m" }), ["functions.f.timeout: out-of-range"]],
    ["log retention", fn({ logRetention: 31 }), ["functions.f.logRetention: out-of-range"]],
    ["async retries", fn({ async: { retries: 3 } }), ["functions.f.async.retries: out-of-range"]],
    ["async age below", fn({ async: { maxAge: "30s" } }), ["functions.f.async.maxAge: out-of-range"]],
    ["async age above", fn({ async: { maxAge: "7h" } }), ["functions.f.async.maxAge: out-of-range"]],
    ["two weights", fn({ alias: { weights: { "1": 10, "2": 10 } } }), ["functions.f.alias.weights: out-of-range"]],
    [
      "weights of warm instances",
      fn({ alias: { weights: { "1": 10 } }, concurrency: { provisioned: 1 } }),
      ["functions.f.alias.weights: conflict"],
    ],
    ["no version", fn({ alias: { weights: { old: 10 } } }), ["functions.f.alias.weights.old: bad-format"]],
    [
      "reserved variable",
      fn({ environment: { AWS_REGION: "x" } }),
      ["functions.f.environment.AWS_REGION: reserved-name"],
    ],
    ["large environment", fn({ environment: { A: "x".repeat(4096) } }), ["functions.f.environment: out-of-range"]],
    ["account", fn({ invokers: { a: { account: "12" } } }), ["functions.f.invokers.a.account: bad-format"]],
    ["service", fn({ invokers: { a: { service: "iot" } } }), ["functions.f.invokers.a.service: bad-format"]],
    [
      "subnets",
      fn({ vpc: { subnets: Array.from({ length: 17 }, (_, i) => `subnet-${i}`), securityGroups: ["sg"] } }),
      ["functions.f.vpc.subnets: out-of-range"],
    ],
  ])("%s", (_, spec, expected) => {
    expect(found(spec)).toEqual(expected);
  });

  it("the environment includes polyfn's variables for permissions", () => {
    const tables = Object.fromEntries(
      Array.from({ length: 60 }, (_, i) => [`table${i}`, { kind: "table", key: { partition: { name: "id" } } }]),
    );
    const permissions = Object.fromEntries(Object.keys(tables).map((name) => [name, ["read"]]));
    expect(found({ resources: tables, ...fn({ permissions }) })).toContain("functions.f.environment: out-of-range");
  });

  it("destinations must be of kinds that Lambda supports", () => {
    const resources = { b: { kind: "bucket" }, q: { kind: "queue", fifo: true }, table: { kind: "bus" } };
    expect(
      found({
        resources: { ...resources, s: { kind: "stream" } },
        functions: {
          f: { handler: "f.ts", async: { onSuccess: "b", onFailure: "q" } },
          g: { handler: "g.ts", triggers: { t: { kind: "stream", stream: "s", onFailure: "f" } } },
        },
      }),
    ).toEqual([
      "functions.f.async.onFailure: unsupported",
      "functions.f.async.onSuccess: unsupported",
      "functions.g.triggers.t.onFailure: unsupported",
    ]);
  });
});

describe("triggers", () => {
  const q = { q: { kind: "queue", visibilityTimeout: "3m" } };
  const b = { b: { kind: "bucket" } };
  const api = { api: { kind: "api" } };
  it.each<[string, object, string[]]>([
    [
      "day of month and day of week",
      trigger({ kind: "schedule", cron: "0 0 1 * MON" }),
      ["functions.f.triggers.t.cron: unsupported"],
    ],
    [
      "batch without window",
      trigger({ kind: "queue", queue: "q", batchSize: 11 }, q),
      ["functions.f.triggers.t.batchSize: conflict"],
    ],
    ["batch with window", trigger({ kind: "queue", queue: "q", batchSize: 11, window: "1s" }, q), []],
    [
      "streaming through an api",
      trigger({ kind: "http", api: "api", streaming: true }, api),
      ["functions.f.triggers.t.streaming: unsupported"],
    ],
    [
      "cors of a URL",
      trigger({ kind: "http", cors: { origins: ["*"], methods: ["GET", "OPTIONS"] } }),
      ["functions.f.triggers.t.cors.methods: unsupported"],
    ],
    [
      "a part of an origin in cors of a URL",
      trigger({ kind: "http", cors: { origins: ["https://*.example.com", "https://*", "*"] } }),
      ["functions.f.triggers.t.cors.origins.0: unsupported", "functions.f.triggers.t.cors.origins.1: unsupported"],
    ],
    [
      "every header with credentials in cors of a URL",
      trigger({ kind: "http", cors: { origins: ["https://a.example"], credentials: true, headers: ["*"] } }),
      ["functions.f.triggers.t.cors.headers: unsupported"],
    ],
    [
      "a part of an origin in cors of an api",
      trigger(
        { kind: "http", api: "api" },
        {
          api: { kind: "api", cors: { origins: ["https://*.example.com", "https://*", "*"] } },
        },
      ),
      ["resources.api.cors.origins.0: unsupported"],
    ],
    [
      "a part of an origin in cors of a bucket",
      trigger({ kind: "bucket", bucket: "b" }, { b: { kind: "bucket", cors: { origins: ["https://*.example.com"] } } }),
      [],
    ],
    [
      "adopted bucket",
      trigger({ kind: "bucket", bucket: "b" }, { b: { kind: "bucket", existing: "theirs" } }),
      ["functions.f.triggers.t.bucket: unsupported"],
    ],
    [
      "fifo dead letters of a topic",
      trigger(
        { kind: "topic", topic: "n", deadLetter: "q" },
        { n: { kind: "topic" }, q: { kind: "queue", fifo: true } },
      ),
      ["functions.f.triggers.t.deadLetter: unsupported"],
    ],
    [
      "nested filter on attributes",
      trigger({ kind: "topic", topic: "n", filter: { a: { b: ["c"] } } }, { n: { kind: "topic" } }),
      ["functions.f.triggers.t.filter.a: unsupported"],
    ],
    [
      "filter with six keys",
      trigger(
        { kind: "topic", topic: "n", filter: { a: ["1"], b: ["1"], c: ["1"], d: ["1"], e: ["1"], f: ["1"] } },
        { n: { kind: "topic" } },
      ),
      ["functions.f.triggers.t.filter: out-of-range"],
    ],
    [
      "numeric filter on rows",
      trigger(
        { kind: "table", table: "r", filter: { after: { n: [{ numeric: [">", 1] }] }, other: { x: ["y"] } } },
        { r: { kind: "table", key: { partition: { name: "id" } }, changes: true } },
      ),
      ["functions.f.triggers.t.filter.after.n: unsupported", "functions.f.triggers.t.filter.other: unsupported"],
    ],
    [
      "long pattern",
      trigger({ kind: "bus", bus: "e", pattern: { source: ["x".repeat(2100)] } }, { e: { kind: "bus" } }),
      ["functions.f.triggers.t.pattern: out-of-range"],
    ],
  ])("%s", (_, spec, expected) => {
    expect(found(spec)).toEqual(expected);
  });

  it("refuses two triggers for the same event of a bucket", () => {
    const on = (settings: object): object => ({ kind: "bucket", bucket: "b", ...settings });
    const spec = {
      resources: b,
      functions: {
        f: { handler: "f.ts", triggers: { a: on({ prefix: "in/" }), c: on({ prefix: "out/" }) } },
        g: { handler: "g.ts", triggers: { a: on({ prefix: "in/png/" }), c: on({ events: ["removed"] }) } },
      },
    };
    expect(found(spec)).toEqual(["functions.g.triggers.a: conflict"]);
  });

  it("refuses a third trigger on one log", () => {
    const log = { kind: "log", existing: "/app" };
    const spec = {
      functions: {
        f: { handler: "f.ts", triggers: { a: log } },
        g: { handler: "g.ts", triggers: { a: log } },
        h: { handler: "h.ts", triggers: { a: log } },
      },
    };
    expect(found(spec)).toEqual(["functions.h.triggers.a: out-of-range"]);
  });

  it("refuses links whose names clash in the state", () => {
    const queues = { c: { kind: "queue", visibilityTimeout: "1m" }, "b-c": { kind: "queue", visibilityTimeout: "1m" } };
    const spec = {
      resources: queues,
      functions: {
        a: { handler: "f.ts", triggers: { one: { kind: "queue", queue: "b-c" } } },
        "a-b": { handler: "f.ts", triggers: { two: { kind: "queue", queue: "c" } } },
      },
    };
    expect(found(spec)).toEqual(["functions.a-b.triggers.two: name-clash"]);
    const { a } = spec.functions;
    expect(found({ ...spec, functions: { a, "a-b-c": { handler: "f.ts" } } })).toEqual([]);
  });
});

describe("resources", () => {
  const only = (resource: object, name = "r"): object => ({ resources: { [name]: resource } });
  it.each<[string, object, string[]]>([
    ["upper case in a bucket's name", only({ kind: "bucket" }, "upLoads"), ["resources.upLoads: bad-name"]],
    ["long bucket name", only({ kind: "bucket" }, "b".repeat(40)), [`resources.${"b".repeat(40)}: bad-name`]],
    ["given bucket name", only({ kind: "bucket", physicalName: "A_B" }), ["resources.r.physicalName: bad-name"]],
    ["given queue name", only({ kind: "queue", physicalName: "a.b" }), ["resources.r.physicalName: bad-name"]],
    ["fifo queue name", only({ kind: "queue", fifo: true, physicalName: "orders.fifo" }), []],
    [
      "ARN of something else",
      only({ kind: "queue", existing: "arn:aws:sns:eu-west-1:123456789012:t" }),
      ["resources.r.existing: bad-name"],
    ],
    [
      "expiry in hours",
      only({ kind: "bucket", expire: [{ after: "36h" }] }),
      ["resources.r.expire.0.after: out-of-range"],
    ],
    ["retention in minutes", only({ kind: "stream", retention: "1501m" }), ["resources.r.retention: out-of-range"]],
    [
      "cors of a bucket",
      only({ kind: "bucket", cors: { origins: ["*"], methods: ["PATCH"] } }),
      ["resources.r.cors.methods: unsupported"],
    ],
    [
      "fifo queue of a topic",
      { resources: { q: { kind: "queue", fifo: true }, t: { kind: "topic", queues: { q: {} } } } },
      ["resources.t.queues.q: unsupported"],
    ],
    [
      "issuer without TLS",
      only({ kind: "api", jwt: { issuer: "http://login.example", audience: ["a"] } }),
      ["resources.r.jwt.issuer: bad-format"],
    ],
    ["tag of AWS", { tags: { "aws:x": "y" } }, ["tags.aws:x: reserved-name"]],
  ])("%s", (_, spec, expected) => {
    expect(found(spec)).toEqual(expected);
  });

  it("checks the length of a function's name with the prefix", () => {
    const app = parseApp({ name: "shop", functions: { ["f".repeat(40)]: { handler: "f.ts" } } });
    const long = { ...deploymentOf(aws), prefix: `shop-${"s".repeat(30)}` };
    expect(ownProblems(aws, app, long).map(({ message }) => message)).toEqual([
      `"${long.prefix}-${"f".repeat(40)}" has 76 characters; the name of a function on AWS has 1 to 64.`,
    ]);
  });
});

it("checks the format of the stack's settings", () => {
  const settings = { account: 123456789012, role: "admin", profile: "work" };
  expect(found({}, settings)).toEqual(["settings.account: bad-setting", "settings.role: bad-setting"]);
});

it("checks the valid parts of a spec with other problems", () => {
  const broken = {
    name: "shop",
    functions: {
      f: {
        handler: "f.ts",
        memory: 20_000,
        permissions: { nothing: ["read"] },
        async: { onFailure: "nowhere", retries: 5 },
        triggers: {
          a: { kind: "bucket", bucket: "gone" },
          b: { kind: "queue", queue: "gone", batchSize: 50 },
          c: { kind: "table", table: "gone", onFailure: "gone" },
          d: { kind: "schedule", cron: "99 * * * *" },
        },
      },
    },
  };
  const { app, problems } = checkApp(broken);
  expect(problems.length).toBeGreaterThan(4);
  const found = ownProblems(aws, resolve(app), deploymentOf(aws)).map(({ path }) => path.join("."));
  expect(found).toEqual(
    expect.arrayContaining(["functions.f.memory", "functions.f.async.retries", "functions.f.triggers.b.batchSize"]),
  );
});
