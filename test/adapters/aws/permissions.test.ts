import { beforeAll, describe, expect, it } from "vitest";
import { aws } from "../../../adapters/aws/adapter.ts";
import type { Adapter } from "../../../adapters/contract.ts";
import { localstack } from "../../../adapters/localstack/adapter.ts";
import { ofType, type Planned, plannedBy } from "../planned.ts";
import { richSpec } from "../rich-spec.ts";
import { callsOf, forbidden, saysAsMuch } from "./graph.ts";

/** Endpoints of the protocol deliver without permissions, so only the graph can show that one is missing. */
describe.each<[string, Adapter]>([
  ["aws", aws],
  ["localstack", localstack],
])("every call of a service has its permission: %s", (_, adapter) => {
  let planned: Planned[];
  beforeAll(async () => {
    planned = await plannedBy(adapter, richSpec);
  });

  it("every call in a plan with all push triggers has its permission", () => {
    const principals = new Set(callsOf(planned).map(({ principal }) => principal));
    expect([...principals].sort()).toEqual([
      "*",
      "apigateway.amazonaws.com",
      "events.amazonaws.com",
      "logs.amazonaws.com",
      "s3.amazonaws.com",
      "sns.amazonaws.com",
    ]);
    expect(forbidden(planned)).toEqual([]);
  });

  it("the check finds each missing permission", () => {
    const invokers = ofType(planned, "Permission").filter(
      ({ inputs }) => !String(inputs.statementId).startsWith("invoker-") && inputs.principal !== "999999999999",
    );
    expect(invokers.length).toBeGreaterThan(12);
    for (const permission of invokers) {
      const without = planned.filter((resource) => !saysAsMuch(resource, permission));
      expect(forbidden(without), `without ${permission.name}`).not.toEqual([]);
    }
  });

  it("no permission exists without a caller", () => {
    const calls = callsOf(planned).length;
    const statements = ofType(planned, "Permission").filter(
      ({ inputs }) => !String(inputs.statementId).startsWith("invoker-") && inputs.principal !== "999999999999",
    );
    expect(statements.length).toBe(calls);
  });

  it("each permission is limited to one source", () => {
    for (const { inputs } of ofType(planned, "Permission")) {
      const open = inputs.principal === "*" || /^\d{12}$/.test(String(inputs.principal));
      if (!open) expect(inputs.sourceArn, JSON.stringify(inputs)).toMatch(/^arn:aws:\w/);
      if (inputs.principal === "s3.amazonaws.com") expect(inputs.sourceAccount).toBe("123456789012");
    }
  });
});
