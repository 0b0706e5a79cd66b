import { defineApp } from "polyfn";

export default defineApp({
  name: "my-app",
  resources: {
    orders: { kind: "queue", visibilityTimeout: "6s", deadLetter: { queue: "failed", maxReceives: 2 } },
    failed: { kind: "queue", retention: "7d" },
    totals: { kind: "table", key: { partition: { name: "order" } } },
  },
  functions: {
    worker: {
      description: "Writes the total of every order. A message that is no order goes to the queue of failed ones.",
      handler: "functions/worker.ts",
      timeout: "5s",
      triggers: { onOrder: { kind: "queue", queue: "orders", batchSize: 10 } },
      permissions: { totals: ["write"] },
    },
  },
});
