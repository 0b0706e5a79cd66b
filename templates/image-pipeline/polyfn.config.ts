import { defineApp } from "polyfn";

export default defineApp({
  name: "my-app",
  resources: {
    uploads: { kind: "bucket" },
    images: { kind: "queue", visibilityTimeout: "1m", deadLetter: { queue: "failed", maxReceives: 3 } },
    failed: { kind: "queue", retention: "7d" },
    catalogue: { kind: "table", key: { partition: { name: "key" } } },
  },
  functions: {
    measure: {
      description: "Reads the size of every PNG that is uploaded below in/.",
      handler: "functions/measure.ts",
      triggers: { onUpload: { kind: "bucket", bucket: "uploads", prefix: "in/", suffix: ".png" } },
      permissions: { uploads: ["read"], images: ["send"] },
      async: { retries: 2, onFailure: "failed" },
    },
    record: {
      description: "Writes a row for every measured image.",
      handler: "functions/record.ts",
      timeout: "10s",
      triggers: { onImage: { kind: "queue", queue: "images" } },
      permissions: { catalogue: ["write"] },
    },
  },
});
