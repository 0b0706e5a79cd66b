import { defineApp } from "../../../index.ts";

const JWKS = { keys: [{ kty: "RSA", n: "AQAB", e: "AQAB", kid: "1", d: "private" }] };

/** Every trigger and resource kind, and every setting that shows in their native resources. */
export const richSpec = defineApp({
  name: "shop",
  defaults: { memory: 512, timeout: "20s", logRetention: 30 },
  tags: { team: "shop" },
  resources: {
    uploads: {
      kind: "bucket",
      versioning: true,
      cors: { origins: ["https://shop.example"], methods: ["GET", "PUT"], headers: ["content-type"], maxAge: "10m" },
      expire: [{ prefix: "tmp/", after: "7d" }, { after: "365d" }],
    },
    archive: { kind: "bucket", keep: true },
    partner: { kind: "bucket", existing: "partner-files" },
    jobs: { kind: "queue", visibilityTimeout: "2m", deadLetter: { queue: "dead", maxReceives: 5 } },
    dead: { kind: "queue", retention: "14d" },
    vault: { kind: "key", rotation: "365d", deletionWindow: "7d" },
    sealed: { kind: "bucket", key: "vault" },
    ordered: { kind: "queue", fifo: true, delay: "5s" },
    inherited: { kind: "queue", existing: "acs:mns:cn-beijing:9999999999999999:/queues/inherited" },
    news: { kind: "topic", queues: { dead: {}, jobs: { raw: false } } },
    clicks: { kind: "stream" },
    fixed: { kind: "stream", shards: 2, retention: "2d" },
    orders: {
      kind: "table",
      key: { partition: { name: "id" }, sort: { name: "line", type: "number" } },
      indexes: { "by-day": { partition: { name: "day" }, sort: { name: "id" } } },
      changes: true,
    },
    plain: { kind: "table", key: { partition: { name: "id", type: "binary" } }, keep: true },
    legacy: { kind: "table", existing: "old-instance/legacy", key: { partition: { name: "id" } }, changes: true },
    events: { kind: "bus" },
    account: { kind: "bus", existing: "default" },
    hook: { kind: "secret" },
    pepper: { kind: "secret", value: { config: "key" } },
    token: { kind: "secret", existing: "shared/token" },
    site: {
      kind: "api",
      cors: { origins: ["https://shop.example"], methods: ["GET", "POST"], maxAge: "1h" },
      jwt: { issuer: "https://login.example", audience: ["shop"], jwks: JWKS },
    },
    signed: { kind: "api", domain: { name: "api.shop.example", certificate: "12345-cn-hangzhou" } },
  },
  functions: {
    web: {
      handler: "web.ts",
      alias: { name: "live" },
      triggers: {
        items: { kind: "http", api: "site", routes: ["GET /items", "POST /items", "GET /items/{id}"] },
        admin: { kind: "http", api: "site", routes: ["ANY /admin/{path+}"], auth: "jwt" },
        internal: { kind: "http", api: "signed", auth: "iam" },
        own: { kind: "http", cors: { origins: ["*"], methods: ["GET"] } },
      },
    },
    other: { handler: "other.ts", triggers: { parts: { kind: "http", api: "site", routes: ["DELETE /items/{id}"] } } },
    private: { handler: "private.ts", triggers: { own: { kind: "http", auth: "iam" } } },
    hooks: { handler: "hooks.ts", triggers: { github: { kind: "webhook", sender: "github", secret: "hook" } } },
    clock: {
      handler: "clock.ts",
      triggers: {
        nightly: { kind: "schedule", cron: "30 2 * * MON-FRI", timezone: "Europe/Berlin", input: { full: true } },
        often: { kind: "schedule", rate: "90m", enabled: false },
      },
    },
    worker: {
      handler: "worker.ts",
      alias: { name: "live" },
      triggers: {
        jobs: { kind: "queue", queue: "jobs", batchSize: 50, window: "5s" },
        ordered: { kind: "queue", queue: "ordered", batchSize: 1, enabled: false },
        foreign: { kind: "queue", queue: "inherited" },
      },
    },
    files: {
      handler: "files.ts",
      triggers: {
        created: { kind: "bucket", bucket: "uploads", prefix: "in/", suffix: ".csv" },
        removed: { kind: "bucket", bucket: "uploads", events: ["removed"] },
        theirs: { kind: "bucket", bucket: "partner" },
      },
    },
    reader: {
      handler: "reader.ts",
      triggers: {
        clicks: { kind: "stream", stream: "clicks", startAt: "2026-01-31T00:00:00Z", window: "10s", retries: 3 },
        fixed: { kind: "stream", stream: "fixed", startAt: "oldest", enabled: false },
        orders: { kind: "table", table: "orders" },
        legacy: { kind: "table", table: "legacy", enabled: false },
      },
    },
    listener: {
      handler: "listener.ts",
      triggers: {
        news: { kind: "topic", topic: "news", filter: { level: ["high"] } },
        paid: {
          kind: "bus",
          bus: "events",
          pattern: { type: ["paid"], source: ["shop"], data: { total: [{ numeric: [">", 10] }], state: ["open"] } },
          retries: 5,
          maxAge: "1h",
          deadLetter: "dead",
        },
        cloud: { kind: "bus", bus: "account", pattern: { source: ["acs.oss"] }, enabled: false },
        errors: { kind: "log", function: "worker", pattern: "ERROR" },
        audit: { kind: "log", existing: "their-project/audit" },
      },
    },
  },
});
