import { beforeAll, describe, expect, it } from "vitest";
import type { Planned } from "../planned.ts";
import { native, plan } from "./planned.ts";
import { richSpec } from "./rich-spec.ts";

const SHARED = /^shop-(logs|tables|code|Aliyun\w+)$/;

describe("children", () => {
  let planned: Planned[];
  beforeAll(async () => {
    planned = native((await plan(richSpec)).planned);
  });

  /** `<Type> <logical name>` of everything whose logical name begins so. */
  const childrenOf = (prefix: string): string[] =>
    planned
      .filter(({ name }) => name === prefix || name.startsWith(`${prefix}-`))
      .map(({ type, name }) => `${type.split(":").at(-1)} ${name}`);

  it.each<[string, string[]]>([
    ["shop-uploads", ["Bucket shop-uploads", "BucketPublicAccessBlock shop-uploads-access"]],
    ["shop-partner", []],
    ["shop-jobs", ["ServiceQueue shop-jobs"]],
    ["shop-inherited", []],
    [
      "shop-news",
      [
        "ServiceSubscription shop-news-queue-dead",
        "ServiceSubscription shop-news-queue-jobs",
        "ServiceTopic shop-news",
      ],
    ],
    ["shop-clicks", ["Store shop-clicks", "StoreIndex shop-clicks-index"]],
    [
      "shop-orders",
      [
        "SecondaryIndex shop-orders-index-by-day",
        "Table shop-orders",
        "Table shop-orders-images",
        "Tunnel shop-orders-changes",
      ],
    ],
    ["shop-plain", ["Table shop-plain"]],
    ["shop-legacy", []],
    ["shop-events", ["EventBus shop-events"]],
    ["shop-account", []],
    ["shop-hook", ["SecretParameter shop-hook"]],
    ["shop-token", []],
    ["shop-site", ["V3CustomDomain shop-site"]],
    // Routes are part of the domain.
    ["shop-web-items", []],
    ["shop-web-http_url", ["V3Trigger shop-web-http_url"]],
    ["shop-clock-nightly", ["V3Trigger shop-clock-nightly"]],
    // EventBridge needs no role of the trigger's.
    ["shop-worker-queue_jobs", ["V3Trigger shop-worker-queue_jobs"]],
    ["shop-listener-paid", ["Rule shop-listener-paid"]],
    [
      "shop-files-created",
      [
        "Policy shop-files-created-policy",
        "Role shop-files-created-role",
        "RolePolicyAttachment shop-files-created-attachment",
        "V3Trigger shop-files-created",
      ],
    ],
    [
      "shop-reader-table_orders",
      [
        "Policy shop-reader-table_orders-policy",
        "Role shop-reader-table_orders-role",
        "RolePolicyAttachment shop-reader-table_orders-attachment",
        "V3Trigger shop-reader-table_orders",
      ],
    ],
    // Switched off, which Tablestore can't say.
    ["shop-reader-table_legacy", []],
    [
      "shop-listener-errors",
      [
        "Policy shop-listener-errors-policy",
        "Role shop-listener-errors-role",
        "RolePolicyAttachment shop-listener-errors-attachment",
        "V3Trigger shop-listener-errors",
      ],
    ],
  ])("of %s", (prefix, expected) => {
    expect(childrenOf(prefix).sort()).toEqual([...expected].sort());
  });

  it("resources of the deployment exist once, and names are unique", () => {
    const shared = planned.filter(({ name }) => SHARED.test(name)).map(({ name }) => name);
    expect(shared.sort()).toEqual([
      "shop-AliyunServiceRoleForEventBridgeSendToFC",
      "shop-AliyunServiceRoleForEventBridgeSendToMNS",
      "shop-AliyunServiceRoleForEventBridgeSourceMNS",
      "shop-code",
      "shop-logs",
      "shop-tables",
    ]);
    const names = planned.map(({ type, name }) => `${type} ${name}`);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });
});
