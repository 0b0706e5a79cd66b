import { defineApp } from "polyfn";

/**
 * A small media service, and the reference for every trigger and resource kind.
 *
 * A PNG put below `in/` becomes a thumbnail, a message, a row, and is served by an API. Beside it: pushes reported by
 * GitHub, a click stream, a daily report, and alerts raised by the error log. See docs/example.md.
 */
export default defineApp({
  name: "media",
  defaults: { runtime: "nodejs", memory: 256, timeout: "30s", logRetention: 14 },
  tags: { app: "media" },

  resources: {
    uploads: {
      kind: "bucket",
      cors: { origins: ["*"], methods: ["PUT"], headers: ["content-type"] },
      expire: [{ prefix: "in/", after: "30d" }],
    },
    jobs: { kind: "queue", visibilityTimeout: "3m", deadLetter: { queue: "failed", maxReceives: 3 } },
    failed: { kind: "queue", retention: "14d", silence: { "shorter-retention": "A week is enough there." } },
    images: {
      kind: "table",
      key: { partition: { name: "id" } },
      indexes: { byAlbum: { partition: { name: "album" }, sort: { name: "uploadedAt" } } },
      changes: true,
    },
    activity: {
      kind: "table",
      key: { partition: { name: "kind" }, sort: { name: "id" } },
      ttl: "expires",
    },
    clicks: { kind: "stream", shards: 1 },
    events: { kind: "bus" },
    alerts: { kind: "topic", queues: { inbox: {} } },
    inbox: { kind: "queue", retention: "14d", silence: { "shorter-retention": "A week is enough there." } },
    githubSecret: { kind: "secret", value: { config: "githubSecret" } },
    site: { kind: "api", cors: { origins: ["*"], methods: ["GET", "DELETE", "POST"] } },
  },

  functions: {
    upload: {
      description: "Hands out addresses that a browser may upload to.",
      handler: "functions/upload.ts",
      triggers: { url: { kind: "http", cors: { origins: ["*"], methods: ["POST"], headers: ["content-type"] } } },
      permissions: { uploads: ["write"] },
    },
    thumbnail: {
      description: "Makes a thumbnail of every PNG uploaded.",
      handler: "functions/thumbnail.ts",
      memory: 1024,
      environment: { THUMBNAIL_EDGE: "320" },
      triggers: { onUpload: { kind: "bucket", bucket: "uploads", prefix: "in/", suffix: ".png" } },
      permissions: { uploads: ["read", "write"], jobs: ["send"] },
      concurrency: { reserved: 20 },
      async: { retries: 2, maxAge: "1h", onFailure: "failed" },
    },
    catalogue: {
      description: "Writes a row for every finished thumbnail.",
      handler: "functions/catalogue.ts",
      triggers: { onJob: { kind: "queue", queue: "jobs", batchSize: 10 } },
      permissions: { images: ["write"] },
    },
    gallery: {
      description: "Lists, shows, serves and removes images.",
      handler: "functions/gallery.ts",
      triggers: {
        api: {
          kind: "http",
          api: "site",
          routes: ["GET /images", "GET /images/{id}", "GET /images/{id}/thumbnail", "DELETE /images/{id}"],
        },
      },
      permissions: { images: ["read", "write"], uploads: ["read"] },
    },
    changes: {
      description: "Announces new and removed images, and deletes the files of removed ones.",
      handler: "functions/changes.ts",
      triggers: { onChange: { kind: "table", table: "images", retries: 5, bisect: true, onFailure: "failed" } },
      permissions: { uploads: ["write"], events: ["put"] },
    },
    feed: {
      description: "Keeps the feed of what happened to images.",
      handler: "functions/feed.ts",
      triggers: {
        onImage: {
          kind: "bus",
          bus: "events",
          pattern: { source: ["media"], type: ["image.added", "image.removed"] },
          deadLetter: "failed",
        },
      },
      permissions: { activity: ["write"] },
    },
    counter: {
      description: "Counts clicks per image.",
      handler: "functions/counter.ts",
      triggers: { onClick: { kind: "stream", stream: "clicks", startAt: "oldest", retries: 5, bisect: true } },
      permissions: { activity: ["read", "write"] },
    },
    pushes: {
      description: "Records pushes that GitHub reports.",
      handler: "functions/pushes.ts",
      triggers: { github: { kind: "webhook", sender: "github", secret: "githubSecret" } },
      permissions: { activity: ["write"] },
    },
    report: {
      description: "Writes the day's numbers to the bucket; POST /reports starts it at once.",
      handler: "functions/report.ts",
      triggers: {
        daily: { kind: "schedule", cron: "0 6 * * *", timezone: "Europe/Berlin", input: { album: "summer" } },
      },
      permissions: { activity: ["read"], images: ["read"], uploads: ["write"] },
    },
    reports: {
      description: "Starts a report now.",
      handler: "functions/reports.ts",
      triggers: { api: { kind: "http", api: "site", routes: ["POST /reports"] } },
      permissions: { report: ["invoke"] },
    },
    watch: {
      description: "Turns errors in the thumbnail function's log into alerts.",
      handler: "functions/watch.ts",
      triggers: { onError: { kind: "log", function: "thumbnail", pattern: "error" } },
      permissions: { alerts: ["publish"] },
    },
    alert: {
      description: "Keeps the alerts worth waking somebody for.",
      handler: "functions/alert.ts",
      triggers: {
        onAlert: { kind: "topic", topic: "alerts", filter: { severity: ["high"] }, deadLetter: "failed" },
      },
      permissions: { activity: ["write"] },
    },
  },

  environments: {
    prod: {
      resources: { uploads: { keep: true, versioning: true }, images: { keep: true }, clicks: { shards: 4 } },
      functions: { thumbnail: { concurrency: { reserved: 50 } } },
    },
  },
});
