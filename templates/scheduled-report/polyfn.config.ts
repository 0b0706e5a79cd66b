import { defineApp } from "polyfn";

export default defineApp({
  name: "my-app",
  resources: {
    uploads: { kind: "bucket" },
    reports: { kind: "bucket", expire: [{ after: "365d" }] },
  },
  functions: {
    report: {
      description: "Writes a report about the uploads every morning.",
      handler: "functions/report.ts",
      timeout: "1m",
      triggers: {
        daily: { kind: "schedule", cron: "0 6 * * *", timezone: "Europe/Berlin", input: { prefix: "in/" } },
      },
      permissions: { uploads: ["read"], reports: ["write"] },
    },
  },
});
