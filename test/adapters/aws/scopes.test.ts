import { expect, it } from "vitest";
import { aws } from "../../../adapters/aws/adapter.ts";
import { parseApp } from "../../../model/parse.ts";
import { deploymentOf } from "../planned.ts";

it("a scope has at most 64 characters on AWS", () => {
  const orders = { kind: "http", api: "site", auth: "jwt", scopes: ["s".repeat(64), "s".repeat(65)] };
  const app = parseApp({
    name: "shop",
    resources: { site: { kind: "api", jwt: { issuer: "https://login.example", audience: ["shop"] } } },
    functions: { web: { handler: "web.ts", triggers: { orders } } },
  });
  expect(aws.check(app, deploymentOf(aws, {}))).toMatchObject([
    {
      code: "out-of-range",
      path: ["functions", "web", "triggers", "orders", "scopes", 1],
      message: "The scope has 65 characters; a route of API Gateway allows 64.",
    },
  ]);
});
