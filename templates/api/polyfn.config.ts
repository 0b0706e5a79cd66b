import { defineApp } from "polyfn";

export default defineApp({
  name: "my-app",
  resources: {
    site: { kind: "api" },
    notes: { kind: "table", key: { partition: { name: "list" }, sort: { name: "id" } } },
  },
  functions: {
    api: {
      description: "Adds, lists and removes notes.",
      handler: "functions/api.ts",
      triggers: {
        web: {
          kind: "http",
          api: "site",
          routes: ["GET /lists/{list}/notes", "POST /lists/{list}/notes", "DELETE /lists/{list}/notes/{id}"],
        },
      },
      permissions: { notes: ["read", "write"] },
    },
  },
});
