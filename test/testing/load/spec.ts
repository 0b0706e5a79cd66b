import { defineApp } from "polyfn";

/** An app of a queue and a bucket whose functions write to a table. */
export default defineApp({
  name: "load",
  resources: {
    jobs: { kind: "queue" },
    files: { kind: "bucket" },
    rows: { kind: "table", key: { partition: { name: "id" } } },
  },
  functions: {
    work: {
      handler: "functions/work.ts",
      triggers: { onJob: { kind: "queue", queue: "jobs" } },
      permissions: { rows: ["write"] },
    },
    file: {
      handler: "functions/file.ts",
      triggers: { onFile: { kind: "bucket", bucket: "files", prefix: "in/" } },
      permissions: { rows: ["write"], files: ["read"] },
    },
  },
});
