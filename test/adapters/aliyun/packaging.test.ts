import { expect, it } from "vitest";
import { packaging } from "../../../adapters/aliyun/packaging.ts";
import { parseApp } from "../../../model/parse.ts";

function packaged(spec: object, name = "f") {
  const app = parseApp({ name: "shop", ...spec });
  const fn = app.functions.get(name);
  if (!fn) throw new Error(`no function ${name}`);
  return packaging(fn, app);
}

const entryOf = (spec: object): string => {
  const made = packaged(spec);
  if (made.kind !== "node") throw new Error(made.kind);
  return made.entry("/project/f.ts");
};

const triggersIn = (entry: string): unknown => JSON.parse(/triggers: (\{.*\}), clients: /.exec(entry)?.[1] ?? "null");

it.each([
  ["nodejs", "nodejs20", "node20"],
  ["nodejs20", "nodejs20", "node20"],
])("%s", (runtime, own, syntax) => {
  const fn = { handler: "f.ts", runtime };
  expect(packaged({ functions: { f: fn } })).toMatchObject({
    kind: "node",
    runtime: own,
    syntax,
    handler: "index.handler",
  });
});

it.each([
  [
    { handler: "jobs/report.py:main", runtime: "python" },
    {
      kind: "files",
      handler: "report.main",
      runtime: "python3.10",
      root: "/code",
      provides: expect.arrayContaining(["requests"]),
    },
  ],
  [
    { handler: "report.py", runtime: "python3.12" },
    {
      kind: "files",
      handler: "report.handler",
      runtime: "python3.12",
      root: "/code",
      provides: expect.arrayContaining(["oss2"]),
    },
  ],
  [
    { handler: "bin/bootstrap", runtime: "custom" },
    {
      kind: "files",
      handler: "bootstrap",
      runtime: "custom.debian12",
      root: "/code",
      program: "bootstrap",
      provides: [],
    },
  ],
  [
    {
      handler: "bin/server",
      runtime: "custom",
      override: { aliyun: { function: { customRuntimeConfig: { commands: ["/code/server"] } } } },
    },
    { kind: "files", handler: "bootstrap", runtime: "custom.debian12", root: "/code", provides: [] },
  ],
  [{ image: { uri: "x:1" } }, { kind: "image" }],
])("%j", (fn, expected) => {
  expect(packaged({ functions: { f: fn } })).toEqual(expected);
});

it("the entry imports only what the function uses, and the user's module last", () => {
  const spec = {
    resources: { jobs: { kind: "queue" }, files: { kind: "bucket" } },
    functions: {
      f: {
        handler: "f.ts",
        triggers: { onFile: { kind: "bucket", bucket: "files" } },
        permissions: { jobs: ["send"] },
      },
    },
  };
  expect(entryOf(spec).split("\n")).toEqual([
    'import { createHandler } from "./adapters/aliyun/runtime/entry.ts";',
    'import { bucket as bucketCodec } from "./adapters/aliyun/runtime/triggers/bucket.ts";',
    'import { queueClient } from "./adapters/aliyun/runtime/clients/queue.ts";',
    'import * as user from "/project/f.ts";',
    'export const handler = createHandler(user, { function: "f", codecs: { bucket: bucketCodec }, triggers: {"bucket":[{"name":"onFile"}]}, clients: { "jobs": queueClient } });',
    "",
  ]);
});

it("the shim receives the settings of its triggers with the spec's names", () => {
  const spec = {
    resources: {
      jobs: { kind: "queue", visibilityTimeout: "2m", deadLetter: { queue: "dead", maxReceives: 5 } },
      dead: { kind: "queue" },
      news: { kind: "topic" },
      clicks: { kind: "stream" },
      events: { kind: "bus" },
      site: {
        kind: "api",
        jwt: { issuer: "https://login.example", audience: ["shop"], jwks: { keys: [{ kty: "RSA", d: "1" }] } },
      },
    },
    functions: {
      f: {
        handler: "f.ts",
        triggers: {
          api: { kind: "http", api: "site", routes: ["GET /items/{id}"], auth: "jwt", scopes: ["a:b"] },
          jobs: { kind: "queue", queue: "jobs", filter: { kind: ["a"] } },
          news: { kind: "topic", topic: "news", filter: { level: ["high"] } },
          clicks: { kind: "stream", stream: "clicks", retries: 3, onFailure: "dead", partialFailures: false },
          paid: { kind: "bus", bus: "events", pattern: { source: ["shop"], data: { total: [3] } } },
          night: { kind: "schedule", cron: "0 4 * * *", input: { full: true } },
        },
      },
    },
  };
  const entry = entryOf(spec);
  expect(triggersIn(entry)).toEqual({
    http: [
      {
        name: "api",
        api: "site",
        routes: ["GET /items/{id}"],
        jwt: { issuer: "https://login.example", audience: ["shop"], keys: [{ kty: "RSA" }] },
        scopes: ["a:b"],
      },
    ],
    queue: [
      {
        name: "jobs",
        queue: "jobs",
        visibilityTimeout: 120,
        retention: 345_600,
        deadLetter: { queue: "dead", maxReceives: 5 },
        filter: { kind: ["a"] },
      },
    ],
    topic: [{ name: "news", filter: { level: ["high"] }, filterOn: "attributes" }],
    stream: [{ name: "clicks", batchSize: 100, bisect: false, retries: 3, onFailure: "dead", partialFailures: false }],
    bus: [{ name: "paid", pattern: { data: { total: [3] } } }],
    schedule: [{ name: "night" }],
  });
  // Resources that only the shim reaches (sources, destinations of failed messages and batches) are not in the
  // handler's `resources`.
  expect(entry).toContain("clients: {  }");
  expect(entry).not.toContain("/clients/");
});

it("a webhook matches before other HTTP calls and has its verification settings", () => {
  const spec = {
    resources: { hook: { kind: "secret" } },
    functions: { f: { handler: "f.ts", triggers: { github: { kind: "webhook", sender: "github", secret: "hook" } } } },
  };
  expect(entryOf(spec)).toContain('"webhook":[{"name":"github","sender":"github","secret":"hook","tolerance":300}');
});

it("the handler has clients for its permissions and its webhook's secret only", () => {
  const spec = {
    resources: {
      hook: { kind: "secret" },
      jobs: { kind: "queue", deadLetter: { queue: "dead", maxReceives: 2 } },
      dead: { kind: "queue" },
      done: { kind: "queue" },
    },
    functions: {
      f: {
        handler: "f.ts",
        triggers: {
          github: { kind: "webhook", sender: "github", secret: "hook" },
          jobs: { kind: "queue", queue: "jobs" },
        },
        permissions: { done: ["send"] },
      },
    },
  };
  expect(entryOf(spec)).toContain('clients: { "done": queueClient, "hook": secretClient }');
});
