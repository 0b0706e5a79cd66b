import { beforeAll, describe, expect, it } from "vitest";
import { aws } from "../../../adapters/aws/adapter.ts";
import type { Adapter } from "../../../adapters/contract.ts";
import { localstack } from "../../../adapters/localstack/adapter.ts";
import { one, type Planned, plannedBy } from "../planned.ts";
import { richSpec } from "../rich-spec.ts";

/** `<Type> <logical name>` of everything whose logical name begins so, components left out. */
const childrenOf = (planned: readonly Planned[], prefix: string): string[] =>
  planned
    .filter(({ type, name }) => type.startsWith("aws:") && (name === prefix || name.startsWith(`${prefix}-`)))
    .map(({ type, name }) => `${type.split(":").at(-1)} ${name}`);

describe("aws", () => {
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
        "EventSourceMapping shop-worker-foreign",
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
        "FunctionUrl shop-private-own",
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
        "FunctionUrl shop-hooks-github",
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
        "Route shop-rest-all-route-default",
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

  it("gives a function everything the spec says of it", () => {
    expect(one(planned, "lambda/function:Function", "shop-worker")).toMatchObject({
      name: "shop-dev-worker",
      architectures: ["arm64"],
      memorySize: 2048,
      timeout: 60,
      ephemeralStorage: { size: 2048 },
      tracingConfig: { mode: "Active" },
      layers: ["arn:aws:lambda:eu-west-1:123456789012:layer:tools:3"],
      vpcConfig: { subnetIds: ["subnet-1", "subnet-2"], securityGroupIds: ["sg-1"] },
      fileSystemConfig: {
        arn: "arn:aws:elasticfilesystem:eu-west-1:123456789012:access-point/fsap-1",
        localMountPath: "/mnt/data",
      },
      reservedConcurrentExecutions: 20,
      publish: true,
      environment: { variables: { MODE: "fast", TABLE: "shop-dev-orders" } },
      tags: { team: "shop" },
    });
    expect(one(planned, "Alias", "shop-worker-alias")).toEqual({
      name: "live",
      functionName: "shop-dev-worker",
      functionVersion: "7",
      routingConfig: { additionalVersionWeights: { "3": 0.1 } },
    });
    expect(one(planned, "ProvisionedConcurrencyConfig", "shop-worker-provisioned")).toMatchObject({
      qualifier: "live",
      provisionedConcurrentExecutions: 2,
    });
    expect(one(planned, "FunctionEventInvokeConfig", "shop-worker-async")).toEqual({
      functionName: "shop-dev-worker",
      qualifier: "live",
      maximumRetryAttempts: 1,
      maximumEventAgeInSeconds: 7200,
      destinationConfig: {
        onSuccess: { destination: "arn:aws:sns:eu-west-1:123456789012:shop-dev-news" },
        onFailure: { destination: "arn:aws:sqs:eu-west-1:123456789012:shop-dev-dead" },
      },
    });
  });

  it("makes a container image without handler, runtime and package", () => {
    const image = one(planned, "lambda/function:Function", "shop-images");
    expect(image).toMatchObject({ packageType: "Image", imageConfig: { commands: ["app.handler"] } });
    for (const absent of ["handler", "runtime", "code"]) expect(image).not.toHaveProperty(absent);
    expect(one(planned, "LogGroup", "shop-images-logs").retentionInDays).toBe(0);
  });

  it("lets triggers call the alias where there is one", () => {
    expect(one(planned, "EventSourceMapping", "shop-worker-jobs")).toMatchObject({
      functionName: "arn:aws:lambda:eu-west-1:123456789012:function:shop-dev-worker:live",
      eventSourceArn: "arn:aws:sqs:eu-west-1:123456789012:shop-dev-jobs",
      batchSize: 50,
      maximumBatchingWindowInSeconds: 5,
      scalingConfig: { maximumConcurrency: 10 },
      functionResponseTypes: ["ReportBatchItemFailures"],
      filterCriteria: { filters: [{ pattern: '{"body":{"kind":["a"]}}' }] },
      enabled: true,
    });
    const off = one(planned, "EventSourceMapping", "shop-worker-ordered");
    expect(off.enabled).toBe(false);
    expect(off).not.toHaveProperty("functionResponseTypes");
  });

  it("reads streams from where the spec says", () => {
    expect(one(planned, "EventSourceMapping", "shop-reader-clicks")).toMatchObject({
      startingPosition: "AT_TIMESTAMP",
      startingPositionTimestamp: "2026-01-31T00:00:00Z",
      parallelizationFactor: 4,
      maximumBatchingWindowInSeconds: 10,
    });
    expect(one(planned, "EventSourceMapping", "shop-reader-fixed")).toMatchObject({
      startingPosition: "TRIM_HORIZON",
      bisectBatchOnFunctionError: true,
      maximumRetryAttempts: 3,
      maximumRecordAgeInSeconds: 3600,
      destinationConfig: {
        onFailure: { destinationArn: "arn:aws:s3:::shop-dev-archive-123456789012-eu-west-1" },
      },
      filterCriteria: { filters: [{ pattern: '{"data":{"type":[{"prefix":"click"}]}}' }] },
    });
    expect(one(planned, "EventSourceMapping", "shop-reader-legacy").eventSourceArn).toContain("table/existing/stream/");
  });

  it("hands each function the facts of what it may use, and never a secret's value", () => {
    const { environment } = one(planned, "lambda/function:Function", "shop-hooks") as {
      environment: { variables: Record<string, string> };
    };
    expect(JSON.parse(environment.variables.POLYFN_RESOURCES ?? "")).toEqual({
      hook: { secret: "shop-dev-hook" },
      key: { secret: "shared/key" },
      news: { topic: "arn:aws:sns:eu-west-1:123456789012:shop-dev-news" },
      web: { function: "shop-dev-web" },
    });
    const web = one(planned, "lambda/function:Function", "shop-web") as typeof environment & {
      environment: { variables: Record<string, string> };
    };
    expect(JSON.parse(web.environment.variables.POLYFN_RESOURCES ?? "")).toMatchObject({
      worker: { function: "shop-dev-worker", qualifier: "live" },
      inherited: { url: "https://sqs.eu-central-1.amazonaws.com/999999999999/inherited" },
      events: { bus: "shop-dev-events" },
    });
  });

  it("adopts rather than creates", () => {
    expect(one(planned, "EventRule", "shop-listener-aws")).toMatchObject({
      eventBusName: "default",
      state: "DISABLED",
    });
    expect(one(planned, "EventSourceMapping", "shop-worker-foreign").eventSourceArn).toBe(
      "arn:aws:sqs:eu-central-1:999999999999:inherited",
    );
    expect(one(planned, "LogSubscriptionFilter", "shop-listener-audit").logGroup).toBe("/audit");
  });
});

describe("what happens to data", () => {
  it("keep leaves objects alone, without it the bucket is emptied and a secret's name is free at once", async () => {
    const planned = await plannedBy(aws, richSpec);
    expect(one(planned, "s3/bucket:Bucket", "shop-archive").forceDestroy).toBe(false);
    expect(one(planned, "s3/bucket:Bucket", "shop-uploads").forceDestroy).toBe(true);
    expect(one(planned, "secretsmanager/secret:Secret", "shop-hook").recoveryWindowInDays).toBe(0);
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
])("the order of a spec changes nothing: %s", async (_, adapter) => {
  expect(await plannedBy(adapter, reversed(richSpec))).toEqual(await plannedBy(adapter, richSpec));
});

it("the spec's overrides are merged last, into any child", async () => {
  const planned = await plannedBy(aws, {
    name: "shop",
    resources: { files: { kind: "bucket", override: { aws: { notification: { eventbridge: true } } } } },
    functions: {
      f: {
        handler: "f.ts",
        triggers: { up: { kind: "bucket", bucket: "files" }, own: { kind: "http" } },
        override: {
          aws: {
            function: { snapStart: { applyOn: "None" }, memorySize: 99 },
            "own.url": { invokeMode: "RESPONSE_STREAM" },
          },
        },
      },
    },
  });
  expect(one(planned, "lambda/function:Function", "shop-f")).toMatchObject({
    memorySize: 99,
    snapStart: { applyOn: "None" },
  });
  expect(one(planned, "FunctionUrl", "shop-f-own").invokeMode).toBe("RESPONSE_STREAM");
  expect(one(planned, "BucketNotification", "shop-files-notification").eventbridge).toBe(true);
});

it("functions that call each other depend on names alone", async () => {
  const planned = await plannedBy(aws, {
    name: "shop",
    functions: {
      ping: { handler: "f.ts", permissions: { pong: ["invoke"] } },
      pong: { handler: "f.ts", permissions: { ping: ["invoke"] } },
    },
  });
  expect(one(planned, "RolePolicy", "shop-ping-policy").policy).toContain("function:shop-dev-pong");
});
