import { zipSync } from "fflate";
import { defineApp } from "polyfn";
import { fc } from "../../conformance/clouds/aliyun-api.ts";
import { ossClient } from "../../emulator/oss/client.ts";

const JWKS = { keys: [{ kty: "RSA", n: "AQAB", e: "AQAB", kid: "1" }] };

/** Resources that must exist before the app: it uses them but does not own them. */
export const BEFORE = {
  bucket: "partner-files",
  layer: { name: "tools", arn: "acs:fc:cn-hangzhou:1234567890123456:layers/tools/versions/1" },
} as const;

/** Creates these resources. */
export async function makeBefore(endpoint: string): Promise<void> {
  await ossClient(endpoint).putBucket(BEFORE.bucket);
  const zip = zipSync({ "tools.txt": Buffer.from("nothing") });
  const body = { code: { zipFile: Buffer.from(zip).toString("base64") }, compatibleRuntime: ["nodejs20"] };
  const at = { endpoint, region: "cn-hangzhou" };
  await fc(at, `layers/${BEFORE.layer.name}/versions`, { action: "CreateLayerVersion", body });
}

/** Every kind and every setting of the provider on Aliyun, at least once. */
export const everything = defineApp({
  name: "shop",
  defaults: { memory: 512, timeout: "20s", logRetention: 30 },
  tags: { team: "shop", "cost-center": "42" },
  resources: {
    uploads: {
      kind: "bucket",
      versioning: true,
      cors: {
        origins: ["https://shop.example", "https://other.example"],
        methods: ["PUT", "GET"],
        headers: ["x-second", "content-type"],
        exposeHeaders: ["etag"],
        maxAge: "10m",
      },
      expire: [{ prefix: "tmp/", after: "7d" }, { after: "365d" }],
    },
    archive: { kind: "bucket" },
    partner: { kind: "bucket", existing: BEFORE.bucket },
    jobs: { kind: "queue", visibilityTimeout: "2m", deadLetter: { queue: "dead", maxReceives: 5 } },
    dead: { kind: "queue", retention: "14d" },
    ordered: { kind: "queue", fifo: true, delay: "5s", visibilityTimeout: "2m" },
    news: { kind: "topic", queues: { dead: {}, jobs: { raw: false } } },
    clicks: { kind: "stream" },
    fixed: { kind: "stream", shards: 2, retention: "2d" },
    orders: {
      kind: "table",
      key: { partition: { name: "id" }, sort: { name: "line", type: "number" } },
      indexes: {
        "by-day": { partition: { name: "day" }, sort: { name: "id" } },
        "by-total": { partition: { name: "total", type: "number" } },
      },
      changes: true,
    },
    plain: { kind: "table", key: { partition: { name: "id", type: "binary" } } },
    events: { kind: "bus" },
    account: { kind: "bus", existing: "default" },
    hook: { kind: "secret" },
    pepper: { kind: "secret", value: { config: "pepper" } },
    site: {
      kind: "api",
      cors: { origins: ["https://shop.example"], methods: ["GET", "POST"], maxAge: "1h" },
      jwt: { issuer: "https://login.example", audience: ["shop"], jwks: JWKS },
    },
    signed: { kind: "api", domain: { name: "api.shop.example", certificate: "12345-cn-hangzhou" } },
  },
  functions: {
    web: {
      handler: "handlers/any.ts",
      alias: { name: "live" },
      triggers: {
        items: { kind: "http", api: "site", routes: ["GET /items", "POST /items", "GET /items/{id}"] },
        admin: { kind: "http", api: "site", routes: ["ANY /admin/{path+}"], auth: "jwt", scopes: ["admin"] },
        internal: { kind: "http", api: "signed", auth: "iam" },
        own: { kind: "http", cors: { origins: ["*"], methods: ["GET"] } },
      },
      permissions: { orders: ["read", "write"], worker: ["invoke"], events: ["put"], partner: ["read"] },
      invokers: { device: { service: "iot.aliyuncs.com" }, friend: { account: "9999999999999999" } },
    },
    other: {
      handler: "handlers/any.ts",
      triggers: { parts: { kind: "http", api: "site", routes: ["DELETE /items/{id}"] } },
    },
    private: { handler: "handlers/any.ts", triggers: { own: { kind: "http", auth: "iam" } } },
    hooks: {
      handler: "handlers/any.ts",
      triggers: { github: { kind: "webhook", sender: "github", secret: "hook" } },
      permissions: { news: ["publish"], pepper: ["read"] },
    },
    clock: {
      handler: "handlers/any.ts",
      triggers: {
        nightly: { kind: "schedule", cron: "30 2 * * MON-FRI", timezone: "Europe/Berlin", input: { full: true } },
        often: { kind: "schedule", rate: "90m", enabled: false },
      },
    },
    worker: {
      handler: "handlers/any.ts",
      memory: 2048,
      timeout: "1m",
      ephemeralStorage: 10_240,
      alias: { name: "live" },
      layers: [BEFORE.layer.arn],
      vpc: { id: "vpc-1", subnets: ["vsw-2", "vsw-1"], securityGroups: ["sg-1"] },
      fileSystem: { id: "0123abc-xyz.cn-hangzhou.nas.aliyuncs.com:/data", path: "/mnt/data" },
      concurrency: { reserved: 20 },
      async: { retries: 1, maxAge: "2h", onSuccess: "news", onFailure: "dead" },
      environment: { MODE: "fast", TABLE: { ref: "orders.name" } },
      triggers: {
        jobs: { kind: "queue", queue: "jobs", batchSize: 50, window: "5s" },
        ordered: { kind: "queue", queue: "ordered", batchSize: 1, enabled: false },
      },
    },
    files: {
      handler: "handlers/any.ts",
      concurrency: { provisioned: 1 },
      async: { retries: 0 },
      triggers: {
        created: { kind: "bucket", bucket: "uploads", prefix: "in/", suffix: ".csv" },
        removed: { kind: "bucket", bucket: "uploads", events: ["removed"] },
        theirs: { kind: "bucket", bucket: "partner" },
      },
      permissions: { uploads: ["read"], archive: ["read", "write"] },
    },
    reader: {
      handler: "handlers/any.ts",
      triggers: {
        clicks: { kind: "stream", stream: "clicks", startAt: "2026-01-31T00:00:00Z", window: "10s", retries: 3 },
        fixed: { kind: "stream", stream: "fixed", startAt: "oldest", onFailure: "dead", enabled: false },
        orders: { kind: "table", table: "orders", onFailure: "dead" },
      },
    },
    listener: {
      handler: "handlers/any.ts",
      triggers: {
        news: { kind: "topic", topic: "news", filter: { level: ["high"] }, deadLetter: "dead" },
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
      },
      permissions: { clicks: ["put"], jobs: ["send", "receive"] },
    },
    image: {
      image: { uri: "registry.cn-hangzhou.aliyuncs.com/shop/img:1", command: ["serve"], entrypoint: ["/bin/sh", "-c"] },
      logRetention: "forever",
      async: { onFailure: "dead" },
    },
    script: { handler: "reports/report.py:main", runtime: "python" },
    binary: { handler: "bin/bootstrap", runtime: "custom" },
  },
});

/** The handlers of its functions. */
export const everythingFiles: Readonly<Record<string, string>> = {
  "handlers/any.ts": `import { defineHandler } from "polyfn/runtime";

const nothing = async () => undefined;
export default defineHandler({
  http: async () => ({ status: 204 }),
  webhook: nothing,
  schedule: nothing,
  queue: nothing,
  topic: nothing,
  bucket: nothing,
  stream: nothing,
  table: nothing,
  bus: nothing,
  log: nothing,
  raw: nothing,
});
`,
  "reports/report.py": "def main(event, ctx):\n    return None\n",
  "bin/bootstrap": "#!/bin/sh\nexec sleep 1000\n",
};

const { worker, listener, reader, web } = everything.functions;

/** Changes of the app as merge patches, each applied on top of the earlier ones. */
export const changes = {
  "sizes and environments": {
    functions: {
      worker: { memory: 1024, environment: { MODE: null } },
      files: { memory: 256, timeout: "30s" },
      web: { environment: { LEVEL: "1" }, description: "Shows what there is." },
    },
  },
  "an alias that shares its calls": { functions: { web: { alias: { weights: { "1": 10 } } } } },
  "triggers' settings": {
    functions: {
      worker: { triggers: { jobs: { batchSize: 20 } } },
      clock: { triggers: { nightly: { cron: "0 3 * * *" }, often: { enabled: true } } },
      files: { triggers: { created: { prefix: "new/" } } },
      reader: { triggers: { clicks: { window: "20s" } } },
      listener: { triggers: { paid: { pattern: { source: ["shop", "web"] } }, cloud: { enabled: true } } },
      private: { triggers: { own: { auth: "none" } } },
    },
  },
  "what calls get": {
    functions: {
      web: { alias: { weights: null } },
      worker: { async: { retries: 2, onSuccess: null, onFailure: null }, concurrency: { reserved: 5 }, layers: [] },
      files: { concurrency: { provisioned: null }, async: null },
    },
  },
  "resources' settings": {
    tags: { "cost-center": "43" },
    resources: {
      uploads: { cors: { origins: ["*"] }, expire: [{ after: "30d" }] },
      jobs: { visibilityTimeout: "5m", deadLetter: { maxReceives: 3 } },
      fixed: { retention: "5d" },
      site: { cors: { methods: ["GET"] } },
      news: { queues: { jobs: null } },
      orders: { indexes: { "by-line": { partition: { name: "line", type: "number" } } } },
    },
  },
  "fewer settings": {
    tags: { "cost-center": null },
    resources: {
      uploads: { cors: null, expire: null, versioning: null },
      jobs: { deadLetter: null },
      site: { cors: null },
      orders: { indexes: { "by-line": null } },
    },
  },
  "triggers that go": {
    resources: { signed: null },
    functions: {
      worker: { triggers: { jobs: null } },
      files: { triggers: { theirs: null } },
      listener: { triggers: { news: null, paid: null } },
      reader: { triggers: { orders: null } },
      web: { triggers: { internal: null } },
    },
  },
  "triggers that come back, under other names too": {
    resources: { signed: everything.resources.signed },
    functions: {
      worker: { triggers: { work: worker.triggers.jobs } },
      listener: { triggers: { gazette: listener.triggers.news, paid: listener.triggers.paid } },
      reader: { triggers: { orders: reader.triggers.orders } },
      web: { triggers: { internal: web.triggers.internal } },
    },
  },
  "functions with other names": {
    functions: {
      other: null,
      gallery: everything.functions.other,
      worker: null,
      labourer: worker,
      listener: { triggers: { errors: { function: "labourer" } } },
      web: { permissions: { worker: null, labourer: ["invoke"] } },
    },
  },
} as const;
