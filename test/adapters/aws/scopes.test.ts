import { expect, it } from "vitest";
import { aws } from "../../../adapters/aws/adapter.ts";
import { parseApp } from "../../../model/parse.ts";
import { deploymentOf } from "../planned.ts";
import { ownProblems } from "../target-problems.ts";

it("refuses a scope of more than 64 characters", () => {
  const orders = { kind: "http", api: "site", auth: "jwt", scopes: ["s".repeat(64), "s".repeat(65)] };
  const app = parseApp({
    name: "shop",
    resources: { site: { kind: "api", jwt: { issuer: "https://login.example", audience: ["shop"] } } },
    functions: { web: { handler: "web.ts", triggers: { orders } } },
  });
  expect(ownProblems(aws, app, deploymentOf(aws, {}))).toMatchObject([
    {
      code: "out-of-range",
      path: ["functions", "web", "triggers", "orders", "scopes", 1],
      message: "API Gateway allows at most 64 characters in scopes, not 65.",
    },
  ]);
});
