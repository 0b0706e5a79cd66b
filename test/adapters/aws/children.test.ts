import { beforeAll, describe, expect, it } from "vitest";
import { aws } from "../../../adapters/aws/adapter.ts";
import type { Adapter } from "../../../adapters/contract.ts";
import { localstack } from "../../../adapters/localstack/adapter.ts";
import { type Planned, plannedBy } from "../planned.ts";
import { richSpec } from "../rich-spec.ts";

/** `<Type> <logical name>` of everything whose logical name begins so, components left out. */
const childrenOf = (planned: readonly Planned[], prefix: string): string[] =>
  planned
    .filter(({ type, name }) => type.startsWith("aws:") && (name === prefix || name.startsWith(`${prefix}-`)))
    .map(({ type, name }) => `${type.split(":").at(-1)} ${name}`);

describe("children on AWS", () => {
  let planned: Planned[];
  beforeAll(async () => {
    planned = await plannedBy(aws, richSpec);
  });

  it.each<[string, string[]]>([
    [
      "shop-uploads",
      [
        "Bucket shop-uploads",
        "BucketCorsConfiguration shop-uploads-cors",
        "BucketLifecycleConfiguration shop-uploads-lifecycle",
        // One for all triggers of the bucket, whatever their functions.
        "BucketNotification shop-uploads-notification",
        "BucketPublicAccessBlock shop-uploads-access",
        "BucketVersioning shop-uploads-versioning",
      ],
    ],
    ["shop-archive", ["Bucket shop-archive", "BucketPublicAccessBlock shop-archive-access"]],
    // Adopted: nothing is created.
    ["shop-partner", []],
    ["shop-inherited", []],
    ["shop-legacy", []],
    ["shop-account", []],
    ["shop-key", []],
    ["shop-jobs", ["Queue shop-jobs", "QueuePolicy shop-jobs-policy"]],
    // Dead letters of a topic and a rule, and messages of a topic: still one policy.
    ["shop-dead", ["Queue shop-dead", "QueuePolicy shop-dead-policy"]],
    ["shop-ordered", ["Queue shop-ordered"]],
    [
      "shop-news",
      ["Topic shop-news", "TopicSubscription shop-news-queue-dead", "TopicSubscription shop-news-queue-jobs"],
    ],
    ["shop-clicks", ["Stream shop-clicks"]],
    ["shop-orders", ["Table shop-orders"]],
    ["shop-events", ["EventBus shop-events"]],
    ["shop-hook", ["Secret shop-hook"]],
    [
      "shop-site",
      [
        "Api shop-site",
        "Route shop-site-route-any-files-path-9a56d6",
        "Route shop-site-route-delete-items-id-0338f8",
        "Route shop-site-route-get-items-e3d0ef",
        "Route shop-site-route-get-items-id-8d62bb",
        "Route shop-site-route-post-sync-032142",
        "Route shop-site-route-default",
        "ApiMapping shop-site-mapping",
        "Authorizer shop-site-authorizer",
        "DomainName shop-site-domain",
        "Stage shop-site-stage",
      ],
    ],
    [
      "shop-worker",
      [
        "RolePolicy shop-worker-policy",
        "Role shop-worker-role",
        "Alias shop-worker-alias",
        "EventSourceMapping shop-worker-inherited",
        "EventSourceMapping shop-worker-jobs",
        "EventSourceMapping shop-worker-ordered",
        "Function shop-worker",
        "FunctionEventInvokeConfig shop-worker-async",
        "LogGroup shop-worker-logs",
        "ProvisionedConcurrencyConfig shop-worker-provisioned",
      ],
    ],
    [
      "shop-private",
      [
        "Function shop-private",
        "FunctionUrl shop-private-url",
        "LogGroup shop-private-logs",
        "Permission shop-private-invoker-friend",
        "Permission shop-private-own-permission-friend",
        "RolePolicy shop-private-policy",
        "Role shop-private-role",
      ],
    ],
    [
      "shop-hooks",
      [
        "Function shop-hooks",
        "FunctionUrl shop-hooks-url",
        "LogGroup shop-hooks-logs",
        "Permission shop-hooks-github-permission-invoke",
        "Permission shop-hooks-github-permission-url",
        "RolePolicy shop-hooks-policy",
        "Role shop-hooks-role",
      ],
    ],
    [
      "shop-clock",
      [
        "Function shop-clock",
        "LogGroup shop-clock-logs",
        "RolePolicy shop-clock-nightly-policy",
        "RolePolicy shop-clock-often-policy",
        "RolePolicy shop-clock-policy",
        "Role shop-clock-nightly-role",
        "Role shop-clock-often-role",
        "Role shop-clock-role",
        "Schedule shop-clock-nightly",
        "Schedule shop-clock-often",
      ],
    ],
    [
      "shop-rest",
      [
        "Function shop-rest",
        "Integration shop-rest-all",
        "LogGroup shop-rest-logs",
        "Permission shop-rest-all-permission-default",
        "RolePolicy shop-rest-policy",
        "Role shop-rest-role",
      ],
    ],
    [
      "shop-reader",
      [
        "EventSourceMapping shop-reader-clicks",
        "EventSourceMapping shop-reader-fixed",
        "EventSourceMapping shop-reader-legacy",
        "EventSourceMapping shop-reader-orders",
        "Function shop-reader",
        "LogGroup shop-reader-logs",
        "RolePolicy shop-reader-policy",
        "Role shop-reader-role",
      ],
    ],
    [
      "shop-listener",
      [
        "EventRule shop-listener-aws",
        "EventRule shop-listener-paid",
        "EventTarget shop-listener-aws-target",
        "EventTarget shop-listener-paid-target",
        "Function shop-listener",
        "LogGroup shop-listener-logs",
        "LogSubscriptionFilter shop-listener-audit",
        "LogSubscriptionFilter shop-listener-errors",
        "Permission shop-listener-audit-permission",
        "Permission shop-listener-aws-permission",
        "Permission shop-listener-errors-permission",
        "Permission shop-listener-news-permission",
        "Permission shop-listener-paid-permission",
        "RolePolicy shop-listener-policy",
        "Role shop-listener-role",
        "TopicSubscription shop-listener-news",
      ],
    ],
  ])("makes of %s", (name, expected) => {
    expect(childrenOf(planned, name).sort()).toEqual([...expected].sort());
  });
});

/** The spec with every map in another order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
}

it.each<[string, Adapter]>([
  ["aws", aws],
  ["localstack", localstack],
])("do not depend on the order of the spec: %s", async (_, adapter) => {
  expect(await plannedBy(adapter, reversed(richSpec))).toEqual(await plannedBy(adapter, richSpec));
});

describe("a renamed trigger", () => {
  const spec = (name: string, fn = "f"): object => ({
    name: "shop",
    resources: {
      q: { kind: "queue" },
      s: { kind: "stream" },
      t: { kind: "table", key: { partition: { name: "id" } }, changes: true },
      n: { kind: "topic" },
      site: { kind: "api" },
    },
    functions: {
      [fn]: {
        handler: "f.ts",
        triggers: {
          [`${name}-q`]: { kind: "queue", queue: "q" },
          [`${name}-s`]: { kind: "stream", stream: "s" },
          [`${name}-t`]: { kind: "table", table: "t" },
          [`${name}-n`]: { kind: "topic", topic: "n" },
          [`${name}-own`]: { kind: "http" },
          [`${name}-site`]: { kind: "http", api: "site", routes: ["GET /a"] },
        },
      },
    },
  });
  const ONCE = /:(EventSourceMapping|TopicSubscription|FunctionUrl|Route|Method)$/;
  const once = async (adapter: Adapter, ...names: [string, string?]): Promise<string[]> => {
    const planned = await plannedBy(adapter, spec(...names));
    return planned.filter(({ type }) => ONCE.test(type)).map(({ type, name }) => `${type} ${name}`);
  };

  it.each<[string, Adapter]>([
    ["aws", aws],
    ["localstack", localstack],
  ])("keeps the resource that may exist only once between function and source: %s", async (_, adapter) => {
    const before = await once(adapter, "old");
    expect(before).toHaveLength(6);
    expect(await once(adapter, "new")).toEqual(before);
  });

  it("keeps the resource of a route that moves to another function", async () => {
    const route = (names: string[]): string[] => names.filter((name) => name.includes("route:Route"));
    expect(route(await once(aws, "t", "g"))).toEqual(route(await once(aws, "t", "f")));
  });
});
