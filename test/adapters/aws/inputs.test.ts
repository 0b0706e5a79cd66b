import { beforeAll, describe, expect, it } from "vitest";
import { aws } from "../../../adapters/aws/adapter.ts";
import { one, type Planned, plannedBy } from "../planned.ts";
import { richSpec } from "../rich-spec.ts";

describe("inputs of native resources", () => {
  let planned: Planned[];
  beforeAll(async () => {
    planned = await plannedBy(aws, richSpec);
  });

  it("contain all settings of a function", () => {
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
    });
    expect(one(planned, "Alias", "shop-files-alias").routingConfig).toEqual({ additionalVersionWeights: { "3": 0.1 } });
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

  it("create a container image without handler, runtime and package", () => {
    const image = one(planned, "lambda/function:Function", "shop-images");
    expect(image).toMatchObject({ packageType: "Image", imageConfig: { commands: ["app.handler"] } });
    for (const absent of ["handler", "runtime", "code"]) expect(image).not.toHaveProperty(absent);
    expect(one(planned, "LogGroup", "shop-images-logs").retentionInDays).toBe(0);
  });

  it("let triggers call the alias if there is one", () => {
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

  it("require a token's scopes where the spec does", () => {
    expect(one(planned, "Route", "shop-site-route-delete-items-id-0338f8")).toMatchObject({
      authorizationType: "JWT",
      authorizationScopes: ["items:delete"],
    });
    expect(one(planned, "Route", "shop-site-route-get-items-e3d0ef")).not.toHaveProperty("authorizationScopes");
  });

  it("set the start position of streams", () => {
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

  it("pass each function the bindings of its resources, and never a secret's value", () => {
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

  it("create nothing for adopted resources", () => {
    expect(one(planned, "EventRule", "shop-listener-aws")).toMatchObject({
      eventBusName: "default",
      state: "DISABLED",
    });
    expect(one(planned, "EventSourceMapping", "shop-worker-inherited").eventSourceArn).toBe(
      "arn:aws:sqs:eu-central-1:999999999999:inherited",
    );
    expect(one(planned, "LogSubscriptionFilter", "shop-listener-audit").logGroup).toBe("/audit");
  });
});

describe("the deletion of data", () => {
  it("with keep leaves objects, and without it empties the bucket and frees a secret's name at once", async () => {
    const planned = await plannedBy(aws, richSpec);
    expect(one(planned, "s3/bucket:Bucket", "shop-archive").forceDestroy).toBe(false);
    expect(one(planned, "s3/bucket:Bucket", "shop-uploads").forceDestroy).toBe(true);
    expect(one(planned, "secretsmanager/secret:Secret", "shop-hook").recoveryWindowInDays).toBe(0);
  });
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
  expect(one(planned, "FunctionUrl", "shop-f-url").invokeMode).toBe("RESPONSE_STREAM");
  expect(one(planned, "BucketNotification", "shop-files-notification").eventbridge).toBe(true);
});

it("functions that call each other refer to names only", async () => {
  const planned = await plannedBy(aws, {
    name: "shop",
    functions: {
      ping: { handler: "f.ts", permissions: { pong: ["invoke"] } },
      pong: { handler: "f.ts", permissions: { ping: ["invoke"] } },
    },
  });
  expect(one(planned, "RolePolicy", "shop-ping-policy").policy).toContain("function:shop-dev-pong");
});
