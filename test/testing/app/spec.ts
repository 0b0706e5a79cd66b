import { defineApp } from "polyfn";

/** An app that uses every kind of resource that a function calls, for tests of `deploy`. */
export default defineApp({
  name: "trial",
  resources: {
    files: { kind: "bucket" },
    jobs: { kind: "queue" },
    news: { kind: "topic" },
    clicks: { kind: "stream" },
    rows: { kind: "table", key: { partition: { name: "id" } } },
    events: { kind: "bus" },
    word: { kind: "secret", value: { config: "word" } },
  },
  functions: {
    caller: {
      handler: "functions/caller.ts",
      permissions: {
        files: ["write"],
        jobs: ["send"],
        news: ["publish"],
        clicks: ["put"],
        rows: ["read", "write"],
        events: ["put"],
        word: ["read"],
        called: ["invoke"],
      },
    },
    called: { handler: "functions/called.ts" },
    worker: {
      handler: "functions/worker.ts",
      triggers: {
        onJob: { kind: "queue", queue: "jobs" },
        daily: { kind: "schedule", rate: "1d" },
      },
      permissions: { rows: ["write"] },
    },
    /** Asks for more than its permissions. */
    curious: { handler: "functions/curious.ts", permissions: { rows: ["read"] } },
  },
});
