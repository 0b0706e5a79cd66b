import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { ACCOUNT, TestResource, REGION, useCloud } from "./cloud.ts";

const cloud = useCloud();

describe("EventBridge event buses", () => {
  it("creates, updates, imports and deletes an event bus and its rule", async () => {
    const bus = await new TestResource(cloud, "alicloud:eventbridge/eventBus:EventBus").create({
      eventBusName: "orders",
    });
    expect(bus.id).toBe("orders");
    await bus.change({ eventBusName: "orders", description: "all orders" });
    await bus.import("orders");
    await new TestResource(cloud, "alicloud:fc/v3Function:V3Function").create({
      functionName: "billing",
      runtime: "nodejs20",
      handler: "index.handler",
      code: { zipFile: Buffer.from(zipSync({ "index.js": strToU8("exports.handler = () => 1;") })).toString("base64") },
    });
    const target = {
      targetId: "billing",
      type: "acs.fc.function",
      endpoint: `acs:fc:${REGION}:${ACCOUNT}:functions/billing`,
      pushRetryStrategy: "BACKOFF_RETRY",
      paramLists: [
        { resourceKey: "functionName", form: "CONSTANT", value: "billing" },
        { resourceKey: "Qualifier", form: "CONSTANT", value: "LATEST" },
        { resourceKey: "Body", form: "ORIGINAL" },
      ],
    };
    const inputs = {
      eventBusName: "orders",
      ruleName: "placed",
      filterPattern: JSON.stringify({ type: ["order.placed"] }),
      targets: [target],
    };
    const rule = await new TestResource(cloud, "alicloud:eventbridge/rule:Rule").create(inputs);
    expect(rule.id).toBe("orders:placed");
    expect(rule.state).toMatchObject({ status: "ENABLE" });
    await rule.change({ ...inputs, status: "DISABLE", filterPattern: JSON.stringify({ type: ["order.paid"] }) });
    const targets = [{ ...target, pushRetryStrategy: "EXPONENTIAL_DECAY_RETRY" }];
    await rule.change({ ...inputs, status: "ENABLE", targets });
    expect(rule.differences({ ...inputs, ruleName: "other" })).toMatchObject({ ruleName: "replace" });
    await rule.import("orders:placed");
    await rule.delete();
    await bus.delete();
  });
});

describe("EventBridge service-linked roles", () => {
  it("keeps a service-linked role in the account when the resource is deleted", async () => {
    const productName = "AliyunServiceRoleForEventBridgeSendToFC";
    const life = await new TestResource(cloud, "alicloud:eventbridge/serviceLinkedRole:ServiceLinkedRole").create({
      productName,
    });
    expect(life.id).toBe(productName);
    await life.delete({ stays: true });
  });
});
