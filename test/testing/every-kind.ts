import { defineApp } from "polyfn";
import type { AnyRow } from "polyfn/runtime";
import { testHandler } from "polyfn/testing";

/** A function with every kind of trigger, permission and resource. */
export const app = defineApp({
  name: "app",
  resources: {
    files: { kind: "bucket" },
    versions: { kind: "bucket", versioning: true },
    jobs: { kind: "queue", visibilityTimeout: "1m" },
    ordered: { kind: "queue", fifo: true },
    news: { kind: "topic" },
    clicks: { kind: "stream" },
    out: { kind: "stream" },
    rows: {
      kind: "table",
      key: { partition: { name: "id" }, sort: { name: "at", type: "number" } },
      indexes: { byOwner: { partition: { name: "owner" } } },
      ttl: "expires",
      changes: true,
    },
    events: { kind: "bus" },
    token: { kind: "secret" },
    site: { kind: "api", jwt: { issuer: "https://login.example", audience: ["app"] } },
  },
  functions: {
    all: {
      handler: "all.ts",
      environment: { LEVEL: "3", BUCKET: { ref: "files.name" } },
      triggers: {
        page: { kind: "http", api: "site", routes: ["GET /items/{id}", "ANY /files/{path+}"] },
        secured: { kind: "http", api: "site", routes: ["POST /items"], auth: "jwt", scopes: ["write"] },
        nightly: { kind: "schedule", cron: "0 4 * * *", input: { full: true } },
        onJob: { kind: "queue", queue: "jobs", filter: { kind: ["a"] } },
        onOrdered: { kind: "queue", queue: "ordered", partialFailures: false },
        onNews: { kind: "topic", topic: "news", filter: { level: ["high"] } },
        onFile: { kind: "bucket", bucket: "files", prefix: "in/", suffix: ".png" },
        onClick: { kind: "stream", stream: "clicks" },
        onRow: { kind: "table", table: "rows" },
        onEvent: { kind: "bus", bus: "events", pattern: { type: ["sold"], data: { price: [{ numeric: [">", 5] }] } } },
        onLine: { kind: "log", function: "other", pattern: "ERROR" },
      },
      permissions: {
        files: ["read"],
        versions: ["read", "write"],
        jobs: ["send", "receive"],
        ordered: ["send"],
        news: ["publish"],
        out: ["put"],
        rows: ["read", "write"],
        events: ["put"],
        token: ["read"],
        other: ["invoke"],
      },
    },
    other: { handler: "other.ts" },
    hook: {
      handler: "hook.ts",
      triggers: { call: { kind: "webhook", sender: "stripe", secret: "token" } },
    },
  },
});

export const seen = (calls: unknown[]) => ({
  http: async (request: Request, ctx: { params: object; http: object }) => {
    calls.push([request.method, new URL(request.url).pathname, ctx.params, ctx.http]);
    if (request.url.endsWith("/broken")) throw new Error("broken");
    return new Response("ok");
  },
  schedule: (event: unknown) => void calls.push(event),
  queue: (batch: { messages: readonly unknown[] }) => void calls.push(batch.messages),
  topic: (event: unknown) => void calls.push(event),
  bucket: (event: unknown) => void calls.push(event),
  stream: (batch: { records: readonly unknown[] }) => void calls.push(batch.records),
  table: (batch: { records: readonly unknown[] }) => void calls.push(batch.records),
  bus: (event: unknown) => void calls.push(event),
  log: (batch: { lines: readonly unknown[] }) => void calls.push(batch.lines),
});

/** A test whose `raw` runs the given work with the handler's clients. */
export function using<R>(work: (resources: R, ctx: { log: { info(text: string, fields?: object): void } }) => unknown) {
  const raw = (_: unknown, ctx: { resources: unknown }) => work(ctx.resources as R, ctx as never);
  const handler = { ...seen([]), raw };
  return testHandler<typeof app, "all", { rows: AnyRow }>(app, "all", {
    handler,
    functions: { other: (payload) => ({ got: payload }) },
    secrets: { token: "s3cret" },
  });
}
