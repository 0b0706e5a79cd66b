import { describe, expect, it } from "vitest";
import { aliyun } from "../../../adapters/aliyun/adapter.ts";
import type { Deployment } from "../../../adapters/contract.ts";
import { parseApp } from "../../../model/parse.ts";
import { targetProblems } from "../target-problems.ts";
import { richSpec } from "./rich-spec.ts";

const SETTINGS = { domain: "shop.example" };

const deploymentOf = (of: Partial<Deployment>): Deployment => ({
  name: "shop",
  target: "aliyun",
  region: "cn-hangzhou",
  prefix: "shop-dev",
  settings: SETTINGS,
  ...of,
});

/** `path: code` of everything Aliyun can't do in a spec. */
function found(spec: object, of: Partial<Deployment> = {}): string[] {
  const problems = targetProblems(aliyun, parseApp({ name: "shop", ...spec }), deploymentOf(of));
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
const at = (path: string, code: string): string[] => [`functions.f.${path}: ${code}`];
const onTrigger = (path: string, code: string): string[] => at(`triggers.t${path}`, code);

it("a spec with everything that Aliyun supports has no problems", () => {
  expect(found(richSpec)).toEqual([]);
});

describe("functions", () => {
  const VPC = { id: "vpc-1", subnets: ["vsw-1"], securityGroups: ["sg-1"] };
  it.each<[string, object, string[]]>([
    ["memory between steps", fn({ memory: 200 }), at("memory", "out-of-range")],
    ["disk", fn({ ephemeralStorage: 1024 }), at("ephemeralStorage", "out-of-range")],
    ["a Python that FC lacks", fn({ handler: "f.py:f", runtime: "python3.11" }), at("runtime", "unsupported")],
    ["a newer Python", fn({ handler: "f.py:f", runtime: "python3.13" }), at("runtime", "unsupported")],
    ["async age", fn({ async: { maxAge: "2d" } }), at("async.maxAge", "out-of-range")],
    ["two weights", fn({ alias: { weights: { "1": 10, "2": 10 } } }), at("alias.weights", "out-of-range")],
    ["no version", fn({ alias: { weights: { old: 10 } } }), at("alias.weights.old", "bad-format")],
    [
      "warm instances of an alias",
      fn({ alias: {}, concurrency: { provisioned: 1 } }),
      at("concurrency.provisioned", "conflict"),
    ],
    ["reserved variable", fn({ environment: { FC_REGION: "x" } }), at("environment.FC_REGION", "reserved-name")],
    [
      "credentials' variable",
      fn({ environment: { ALIBABA_CLOUD_ACCESS_KEY_ID: "x" } }),
      at("environment.ALIBABA_CLOUD_ACCESS_KEY_ID", "reserved-name"),
    ],
    ["large environment", fn({ environment: { A: "x".repeat(4096) } }), at("environment", "out-of-range")],
    ["network without its id", fn({ vpc: { ...VPC, id: undefined } }), at("vpc.id", "missing-field")],
    [
      "two security groups",
      fn({ vpc: { ...VPC, securityGroups: ["a", "b"] } }),
      at("vpc.securityGroups", "out-of-range"),
    ],
    ["file system", fn({ vpc: VPC, fileSystem: { id: "nas-1", path: "/mnt/x" } }), at("fileSystem.id", "bad-format")],
    ["account", fn({ invokers: { a: { account: "123456789012" } } }), at("invokers.a.account", "bad-format")],
    ["service", fn({ invokers: { a: { service: "iot.amazonaws.com" } } }), at("invokers.a.service", "bad-format")],
    [
      "on behalf of a resource",
      fn({ invokers: { a: { service: "iot.aliyuncs.com", source: "acs:iot:x" } } }),
      at("invokers.a.source", "unsupported"),
    ],
    [
      "working directory",
      { functions: { f: { image: { uri: "registry/x:1", workingDirectory: "/app" } } } },
      at("image.workingDirectory", "unsupported"),
    ],
  ])("%s", (_, spec, expected) => {
    expect(found(spec)).toEqual(expected);
  });

  it.each([512, 576, 32_768])("accepts %d MB of memory", (memory) => {
    expect(found(fn({ memory }))).toEqual([]);
  });

  it("accepts destinations only of kinds that FC supports", () => {
    const resources = { files: { kind: "bucket" }, ordered: { kind: "queue", fifo: true } };
    const spec = {
      resources,
      functions: { f: { handler: "f.ts", async: { onSuccess: "files", onFailure: "ordered" } } },
    };
    expect(found(spec)).toEqual([...at("async.onFailure", "unsupported"), ...at("async.onSuccess", "unsupported")]);
  });

  it("refuses different destinations for failed calls of a function", () => {
    const resources = { news: { kind: "topic" }, a: { kind: "queue" }, b: { kind: "queue" } };
    const triggers = { t: { kind: "topic", topic: "news", deadLetter: "a" } };
    const spec = (onFailure: string): object => ({
      resources,
      functions: { f: { handler: "f.ts", triggers, async: { onFailure } } },
    });
    expect(found(spec("b"))).toEqual(["functions.f: conflict"]);
    expect(found(spec("a"))).toEqual([]);
  });

  it("refuses a policy that is too long", () => {
    const queues = Array.from({ length: 60 }, (_, index) => `queue-with-a-long-name-${index}`);
    const resources = Object.fromEntries(queues.map((name) => [name, { kind: "queue" }]));
    const permissions = Object.fromEntries(queues.map((name) => [name, ["send"]]));
    const problems = found({ resources, functions: { f: { handler: "f.ts", permissions } } });
    // The same names fill the environment.
    expect(problems).toEqual([...at("environment", "out-of-range"), ...at("permissions", "out-of-range")]);
  });
});

describe("triggers", () => {
  const queue = { q: { kind: "queue" } };
  const table = { x: { kind: "table", key: { partition: { name: "id" } }, changes: true } };
  const bus = { b: { kind: "bus" } };
  const pattern = { source: ["shop"] };
  it.each<[string, object, string[]]>([
    ["both days of a cron", trigger({ kind: "schedule", cron: "0 0 1 * MON" }), onTrigger(".cron", "unsupported")],
    [
      "a large input",
      trigger({ kind: "schedule", rate: "1h", input: "x".repeat(131_000) }),
      onTrigger(".input", "out-of-range"),
    ],
    [
      "a long window",
      trigger({ kind: "queue", queue: "q", window: "20s" }, queue),
      onTrigger(".window", "out-of-range"),
    ],
    [
      "a window for one message",
      trigger({ kind: "queue", queue: "q", batchSize: 1, window: "5s" }, queue),
      onTrigger(".window", "conflict"),
    ],
    [
      "changes that are over",
      trigger({ kind: "table", table: "x", startAt: "oldest" }, table),
      onTrigger(".startAt", "unsupported"),
    ],
    [
      "few retries",
      trigger({ kind: "bus", bus: "b", pattern, retries: 1 }, bus),
      onTrigger(".retries", "out-of-range"),
    ],
    ["a log without its project", trigger({ kind: "log", existing: "audit" }), onTrigger(".existing", "bad-name")],
    [
      "FIFO dead letters",
      trigger({ kind: "bus", bus: "b", pattern, deadLetter: "o" }, { ...bus, o: { kind: "queue", fifo: true } }),
      onTrigger(".deadLetter", "unsupported"),
    ],
    [
      "given-up batches in a bucket",
      trigger({ kind: "stream", stream: "s", onFailure: "f2" }, { s: { kind: "stream" }, f2: { kind: "bucket" } }),
      onTrigger(".onFailure", "unsupported"),
    ],
    [
      "a slow reader of changes",
      {
        resources: table,
        functions: { f: { handler: "f.ts", timeout: "2m", triggers: { t: { kind: "table", table: "x" } } } },
      },
      at("timeout", "out-of-range"),
    ],
  ])("%s", (_, spec, expected) => {
    expect(found(spec)).toEqual(expected);
  });

  it("refuses table triggers in regions where Tablestore calls no functions", () => {
    const spec = trigger({ kind: "table", table: "x" }, table);
    expect(found(spec, { region: "eu-west-1" })).toEqual(onTrigger("", "unsupported"));
    expect(found(spec, { region: "eu-central-1" })).toEqual([]);
  });

  it("refuses two triggers for one object and more than ten triggers on a bucket", () => {
    const resources = { b: { kind: "bucket" } };
    const on = (prefix: string): object => ({ kind: "bucket", bucket: "b", prefix });
    const triggers = (prefixes: readonly string[]): object => ({
      resources,
      functions: {
        f: { handler: "f.ts", triggers: Object.fromEntries(prefixes.map((prefix, i) => [`t${i}`, on(prefix)])) },
      },
    });
    expect(found(triggers(["in/", "in/a/"]))).toEqual(at("triggers.t1", "conflict"));
    expect(found(triggers(["in/", "out/"]))).toEqual([]);
    const many = Array.from({ length: 11 }, (_, index) => `${String.fromCharCode(97 + index)}/`);
    expect(found(triggers(many.slice(0, 10)))).toEqual([]);
    expect(found(triggers(many))).toEqual([expect.stringMatching(/out-of-range$/)]);
  });
});

describe("resources", () => {
  const one = (resource: object): object => ({ resources: { r: resource } });
  const key = { partition: { name: "id" } };
  it.each<[string, object, string[]]>([
    [
      "expiry in hours",
      one({ kind: "bucket", expire: [{ after: "36h" }] }),
      ["resources.r.expire.0.after: out-of-range"],
    ],
    [
      "methods that OSS lacks",
      one({ kind: "bucket", cors: { origins: ["*"], methods: ["PATCH"] } }),
      ["resources.r.cors.methods: unsupported"],
    ],
    [
      "credentials",
      one({ kind: "bucket", cors: { origins: ["https://a"], credentials: true } }),
      ["resources.r.cors.credentials: unsupported"],
    ],
    ["retention in hours", one({ kind: "stream", retention: "36h" }), ["resources.r.retention: out-of-range"]],
    ["shards", one({ kind: "stream", shards: 101 }), ["resources.r.shards: out-of-range"]],
    [
      "a topic that filters for a queue",
      { resources: { r: { kind: "topic", queues: { q: { filter: { a: ["b"] } } } }, q: { kind: "queue" } } },
      ["resources.r.queues.q.filter: unsupported"],
    ],
    ["a logstore's name", one({ kind: "stream", physicalName: "Clicks" }), ["resources.r.physicalName: bad-name"]],
    ["a short logstore's name", one({ kind: "stream", physicalName: "ab" }), ["resources.r.physicalName: bad-name"]],
    ["a bucket's name", one({ kind: "bucket", physicalName: "my.bucket" }), ["resources.r.physicalName: bad-name"]],
    [
      "a table without its instance",
      one({ kind: "table", key, existing: "legacy" }),
      ["resources.r.existing: bad-name"],
    ],
    [
      "another service's ARN",
      one({ kind: "queue", existing: "acs:oss:cn-hangzhou:1:b" }),
      ["resources.r.existing: bad-name"],
    ],
    [
      "two tables of one name",
      { resources: { r: { kind: "table", key, changes: true }, "r-images": { kind: "table", key } } },
      ["resources.r-images: name-clash"],
    ],
    ["an api that nobody answers", one({ kind: "api" }), ["resources.r: unsupported"]],
    ["reserved tags", { tags: { "acs:x": "1" } }, ["tags.acs:x: reserved-name"]],
    [
      "many tags",
      { tags: Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`t${index}`, "x"])) },
      ["tags: out-of-range"],
    ],
  ])("%s", (_, spec, expected) => {
    expect(found(spec)).toEqual(expected);
  });
});

describe("the domain of an api", () => {
  const spec = {
    resources: { site: { kind: "api" } },
    functions: { f: { handler: "f.ts", triggers: { t: { kind: "http", api: "site" } } } },
  };
  it("must be known before anything is created", () => {
    expect(found(spec, { settings: {} })).toEqual(["resources.site: missing-setting"]);
    expect(found(spec, { settings: SETTINGS })).toEqual([]);
    expect(found(spec, { settings: { endpoint: "http://127.0.0.1:4580" } })).toEqual([]);
  });

  it("has a placeholder in a plan", () => {
    expect(found(spec, { settings: {}, planned: true })).toEqual([]);
  });

  it("refuses credentials in CORS rules, which the provider drops", () => {
    const cors = { origins: ["https://a"], credentials: true };
    expect(found({ ...spec, resources: { site: { kind: "api", cors } } })).toEqual([
      "resources.site.cors.credentials: unsupported",
    ]);
  });

  it("cannot separate functions below the first parameter of a path", () => {
    const answer = (route: string): object => ({
      handler: "f.ts",
      triggers: { t: { kind: "http", api: "site", routes: [route] } },
    });
    const functions = { a: answer("GET /items/{id}"), b: answer("GET /items/{id}/parts") };
    expect(found({ ...spec, functions })).toEqual([expect.stringMatching(/^functions\.[ab]\.triggers\.t: conflict$/)]);
  });
});

describe("settings", () => {
  it.each<[string, Record<string, unknown>, string]>([
    ["endpoint", { endpoint: "https://fc.cn-hangzhou.aliyuncs.com" }, "settings.endpoint: not-loopback"],
    ["account", { account: "123" }, "settings.account: bad-setting"],
    ["domain", { domain: "https://shop" }, "settings.domain: bad-setting"],
    ["KMS instance", { kmsInstance: "x" }, "settings.kmsInstance: bad-setting"],
  ])("%s", (_, settings, expected) => {
    expect(found({}, { settings })).toEqual([expected]);
  });

  it("a stack with an endpoint deploys to this machine, without one to Aliyun", () => {
    expect(aliyun.loopback?.({ endpoint: "http://127.0.0.1:4580/" })).toBe("http://127.0.0.1:4580");
    expect(aliyun.loopback?.({ domain: "shop.example" })).toBeUndefined();
  });
});
