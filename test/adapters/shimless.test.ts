import { expect, it } from "vitest";
import { aliyun } from "../../adapters/aliyun/adapter.ts";
import { aws } from "../../adapters/aws/adapter.ts";
import type { Adapter } from "../../adapters/contract.ts";
import { parseApp } from "../../model/parse.ts";
import { problemsOf } from "./target-problems.ts";

const SPEC = {
  name: "shop",
  resources: {
    key: { kind: "secret" },
    site: {
      kind: "api",
      jwt: { issuer: "https://login.example", audience: ["a"], jwks: { keys: [{ kty: "RSA", n: "AQAB", e: "AQAB" }] } },
    },
    jobs: { kind: "queue" },
    news: { kind: "topic" },
    clicks: { kind: "stream" },
    events: { kind: "bus" },
  },
};

const TRIGGERS = {
  web: { kind: "http", api: "site", auth: "jwt" },
  jobs: { kind: "queue", queue: "jobs", filter: { a: ["b"] } },
  news: { kind: "topic", topic: "news", filter: { level: ["high"] } },
  clicks: { kind: "stream", stream: "clicks", bisect: true, partialFailures: false },
  some: { kind: "bus", bus: "events", pattern: { source: ["shop"], data: { total: [3] } } },
  more: { kind: "bus", bus: "events", pattern: { source: ["shop"], data: { kind: ["a"] } } },
  lines: { kind: "log", existing: "project/store", pattern: "error" },
  hook: { kind: "webhook", sender: "github", secret: "key" },
};

/** The fields by which such a function asks for features of the shim. */
function asked(adapter: Adapter, settings: object): string[] {
  const app = parseApp({ ...SPEC, functions: { f: { ...settings, triggers: TRIGGERS } } });
  const place = { name: "shop", target: adapter.name, region: adapter.defaultRegion, prefix: "shop-dev" };
  const problems = problemsOf(adapter, app, { ...place, settings: {}, planned: true });
  return problems
    .filter(({ code }) => code === "no-shim")
    .map(({ path }) => path.slice(3).join("."))
    .sort();
}

it.each([
  ["Python", { runtime: "python3.12", handler: "f.py:f" }],
  ["custom runtimes", { runtime: "custom", handler: "app" }],
  ["images", { image: { uri: "registry.example/a/b:1" } }],
])("%s have no shim for features that a cloud lacks", (_, settings) => {
  expect(asked(aliyun, settings)).toEqual([
    "clicks.bisect",
    "hook",
    "jobs.filter",
    "jobs.partialFailures",
    "lines.pattern",
    "news.filter",
    "some.pattern.data",
    "web.auth",
  ]);
  expect(asked(aws, settings)).toEqual(["hook"]);
});

it.each([["nodejs"], ["nodejs20"]])("functions with runtime %s have a shim", (runtime) => {
  const made = { runtime, handler: "f.ts" };
  expect([...asked(aliyun, made), ...asked(aws, made)]).toEqual([]);
});
