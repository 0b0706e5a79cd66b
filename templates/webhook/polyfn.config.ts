import { defineApp } from "polyfn";

export default defineApp({
  name: "my-app",
  resources: {
    webhookSecret: { kind: "secret", value: { config: "webhookSecret" } },
    pushes: { kind: "table", key: { partition: { name: "repository" }, sort: { name: "id" } } },
  },
  functions: {
    receive: {
      description: "Records the pushes that GitHub reports.",
      handler: "functions/receive.ts",
      triggers: { github: { kind: "webhook", sender: "github", secret: "webhookSecret" } },
      permissions: { pushes: ["write"] },
    },
  },
});
