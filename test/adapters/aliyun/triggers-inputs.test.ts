import { beforeAll, describe, expect, it } from "vitest";
import { ofType, one, type Planned } from "../planned.ts";
import { ACCOUNT, type AliyunPlan, configOf, native, plan, REGION } from "./planned.ts";
import { richSpec } from "./rich-spec.ts";

const place = `${REGION}:${ACCOUNT}`;

describe("inputs of native triggers", () => {
  let made: AliyunPlan;
  let planned: readonly Planned[];
  beforeAll(async () => {
    made = await plan(richSpec);
    planned = made.planned;
  });

  const trigger = (name: string): Planned["inputs"] => one(planned, "V3Trigger", name);

  it("allow every method on a function's own URL, for the right callers", () => {
    const methods = ["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS"];
    expect(trigger("shop-web-http_url")).toEqual({
      functionName: "shop-dev-web",
      qualifier: "live",
      triggerName: "http_url",
      triggerType: "http",
      triggerConfig: JSON.stringify({ methods, authType: "anonymous", disableURLInternet: false }),
    });
    expect(configOf(trigger("shop-private-http_url"))).toMatchObject({ authType: "function" });
    expect(trigger("shop-hooks-http_url")).toMatchObject({ triggerName: "http_url", triggerType: "http" });
    expect(configOf(trigger("shop-hooks-http_url"))).toMatchObject({ authType: "anonymous", methods });
  });

  it("create nothing for an http trigger of an api, which uses the api's URL", async () => {
    expect(made.deployed.triggers("web").items).toEqual({});
    expect(await new Promise((resolve) => made.deployed.attribute("web", "url")?.apply(resolve))).toBe(
      "http://shop-dev-site.localhost:4580",
    );
  });

  it("create a timer for a schedule, with the spec's input as payload", () => {
    expect(trigger("shop-clock-nightly")).toMatchObject({
      functionName: "shop-dev-clock",
      qualifier: "LATEST",
      triggerName: "nightly",
      triggerType: "timer",
    });
    const { payload, ...nightly } = configOf(trigger("shop-clock-nightly")) as Record<string, string>;
    expect(nightly).toEqual({ cronExpression: "CRON_TZ=Europe/Berlin 0 30 2 ? * MON-FRI", enable: true });
    expect(JSON.parse(payload ?? "")).toEqual({ polyfn: "schedule", trigger: "nightly", input: { full: true } });
    expect(configOf(trigger("shop-clock-often"))).toEqual({
      cronExpression: "@every 1h30m",
      enable: false,
      payload: '{"polyfn":"schedule","trigger":"often"}',
    });
  });

  it("create an EventBridge source for a queue, with batches, a window and its dead-letter queue", () => {
    expect(trigger("shop-worker-queue_jobs")).toMatchObject({
      functionName: "shop-dev-worker",
      qualifier: "live",
      triggerName: "queue_jobs",
      triggerType: "eventbridge",
    });
    expect(configOf(trigger("shop-worker-queue_jobs"))).toEqual({
      triggerEnable: true,
      asyncInvocationType: false,
      eventRuleFilterPattern: "{}",
      eventSourceConfig: {
        eventSourceType: "MNS",
        eventSourceParameters: {
          sourceMNSParameters: { RegionId: REGION, QueueName: "shop-dev-jobs", IsBase64Decode: false },
        },
      },
      eventSinkConfig: { deliveryOption: { eventSchema: "CloudEvents" } },
      runOptions: {
        mode: "event-streaming",
        errorsTolerance: "ALL",
        retryStrategy: { PushRetryStrategy: "BACKOFF_RETRY" },
        deadLetterQueue: { Arn: `acs:mns:${place}:/queues/shop-dev-dead` },
        batchWindow: { CountBasedWindow: 50, TimeBasedWindow: 5 },
      },
    });
  });

  it("deliver single batches of a FIFO queue in order, and read a queue in another region there", () => {
    expect(configOf(trigger("shop-worker-queue_ordered"))).toMatchObject({
      triggerEnable: false,
      runOptions: {
        mode: "event-streaming",
        errorsTolerance: "ALL",
        retryStrategy: { PushRetryStrategy: "EXPONENTIAL_DECAY_RETRY" },
        batchWindow: { CountBasedWindow: 1, TimeBasedWindow: 0 },
      },
    });
    expect(configOf(trigger("shop-worker-queue_inherited"))).toMatchObject({
      eventSourceConfig: {
        eventSourceParameters: { sourceMNSParameters: { RegionId: "cn-beijing", QueueName: "inherited" } },
      },
    });
  });

  it("deliver a topic's messages as JSON", () => {
    expect(trigger("shop-listener-topic_news")).toMatchObject({
      triggerName: "topic_news",
      triggerType: "mns_topic",
      sourceArn: `acs:mns:${place}:/topics/shop-dev-news`,
    });
    expect(configOf(trigger("shop-listener-topic_news"))).toEqual({
      notifyContentFormat: "JSON",
      notifyStrategy: "EXPONENTIAL_DECAY_RETRY",
    });
  });

  it("report only completed objects of a bucket", () => {
    const { bucket } = one(planned, "oss/bucket:Bucket", "shop-uploads");
    expect(trigger("shop-files-created")).toMatchObject({
      triggerName: "created",
      triggerType: "oss",
      sourceArn: `acs:oss:${place}:${String(bucket)}`,
    });
    expect(configOf(trigger("shop-files-created"))).toEqual({
      events: [
        "oss:ObjectCreated:AppendObject",
        "oss:ObjectCreated:CompleteMultipartUpload",
        "oss:ObjectCreated:CopyObject",
        "oss:ObjectCreated:PostObject",
        "oss:ObjectCreated:PutObject",
      ],
      filter: { key: { prefix: "in/", suffix: ".csv" } },
    });
    expect(configOf(trigger("shop-files-removed"))).toEqual({
      events: ["oss:ObjectRemoved:DeleteObject", "oss:ObjectRemoved:DeleteObjects"],
      filter: { key: { prefix: "", suffix: "" } },
    });
    expect(trigger("shop-files-theirs").sourceArn).toBe(`acs:oss:${place}:partner-files`);
  });

  it("create a log trigger for a stream, with its start position and its owner", () => {
    const { projectName: project } = one(planned, "log/project:Project", "shop-logs");
    expect(trigger("shop-reader-stream_clicks")).toMatchObject({
      triggerName: "stream_clicks",
      triggerType: "log",
      sourceArn: `acs:log:${place}:project/${String(project)}`,
    });
    expect(configOf(trigger("shop-reader-stream_clicks"))).toEqual({
      sourceConfig: { logstore: "clicks", startTime: 1_769_817_600 },
      jobConfig: { maxRetryTime: 3, triggerInterval: 10 },
      functionParameter: { polyfn: "stream", trigger: "clicks" },
      logConfig: { project, logstore: "reader" },
      enable: true,
    });
    expect(configOf(trigger("shop-reader-stream_fixed"))).toMatchObject({
      sourceConfig: { logstore: "fixed", startTime: 1 },
      jobConfig: { maxRetryTime: 100, triggerInterval: 3 },
      enable: false,
    });
  });

  it("create a log trigger on another function's logstore, or on one that polyfn does not own", () => {
    const { projectName: project } = one(planned, "log/project:Project", "shop-logs");
    expect(configOf(trigger("shop-listener-errors"))).toEqual({
      sourceConfig: { logstore: "worker" },
      jobConfig: { maxRetryTime: 100, triggerInterval: 3 },
      functionParameter: { polyfn: "log", trigger: "errors" },
      logConfig: { project, logstore: "listener" },
      enable: true,
    });
    expect(trigger("shop-listener-audit").sourceArn).toBe(`acs:log:${place}:project/their-project`);
    expect(configOf(trigger("shop-listener-audit"))).toMatchObject({ sourceConfig: { logstore: "audit" } });
  });

  it("create no trigger for a disabled table trigger", () => {
    const { name } = one(planned, "ots/instance:Instance", "shop-tables");
    expect(trigger("shop-reader-table_orders")).toMatchObject({
      triggerName: "table_orders",
      triggerType: "tablestore",
      triggerConfig: "{}",
      sourceArn: `acs:ots:${place}:instance/${String(name)}/table/orders`,
    });
    expect(ofType(planned, "V3Trigger").map((made) => made.name)).not.toContain("shop-reader-table_legacy");
  });

  it("create a rule for a bus, which retries as configured", () => {
    expect(one(planned, "eventbridge/rule:Rule", "shop-listener-paid")).toEqual({
      eventBusName: "shop-dev-events",
      ruleName: "shop-dev-listener-paid",
      filterPattern: JSON.stringify({
        data: { state: ["open"], total: [{ numeric: [">", 10] }] },
        source: ["shop"],
        type: ["paid"],
      }),
      status: "ENABLE",
      targets: [
        {
          targetId: "function",
          type: "acs.fc.function",
          endpoint: `acs:fc:${place}:functions/shop-dev-listener`,
          pushRetryStrategy: "BACKOFF_RETRY",
          deadLetterQueue: { arn: `acs:mns:${place}:/queues/shop-dev-dead` },
          paramLists: [
            { resourceKey: "Body", form: "ORIGINAL" },
            { resourceKey: "functionName", form: "CONSTANT", value: "shop-dev-listener" },
            { resourceKey: "Qualifier", form: "CONSTANT", value: "LATEST" },
            { resourceKey: "InvocationType", form: "CONSTANT", value: "Sync" },
          ],
        },
      ],
    });
    expect(one(planned, "eventbridge/rule:Rule", "shop-listener-cloud")).toMatchObject({
      eventBusName: "default",
      status: "DISABLE",
      targets: [{ pushRetryStrategy: "EXPONENTIAL_DECAY_RETRY" }],
    });
  });

  it("create EventBridge's own roles once", () => {
    expect(ofType(planned, "ServiceLinkedRole").map(({ inputs }) => inputs.productName)).toEqual([
      "AliyunServiceRoleForEventBridgeSendToFC",
      "AliyunServiceRoleForEventBridgeSendToMNS",
      "AliyunServiceRoleForEventBridgeSourceMNS",
    ]);
  });
});

describe("a renamed trigger", () => {
  const spec = (name: string): object => ({
    name: "shop",
    resources: {
      q: { kind: "queue" },
      s: { kind: "stream" },
      t: { kind: "table", key: { partition: { name: "id" } }, changes: true },
      n: { kind: "topic" },
    },
    functions: {
      f: {
        handler: "f.ts",
        triggers: {
          [`${name}-q`]: { kind: "queue", queue: "q" },
          [`${name}-s`]: { kind: "stream", stream: "s" },
          [`${name}-t`]: { kind: "table", table: "t" },
          [`${name}-n`]: { kind: "topic", topic: "n" },
          [`${name}-own`]: { kind: "http" },
        },
      },
    },
  });
  const triggers = async (name: string): Promise<Planned[]> => {
    const { planned } = await plan(spec(name));
    const ofTriggers = /_(q|s|t|n|url)(-role|-policy|-attachment)?$/;
    return native(planned).filter(({ name: logical }) => ofTriggers.test(logical));
  };
  /** Names of triggers that a function is told travel with its events. */
  const untold = (planned: Planned[]): unknown =>
    JSON.parse(JSON.stringify(planned).replaceAll(/\\"trigger\\":\\"(old|new)-s\\"/g, ""));

  it("keeps the same native resources and roles", async () => {
    const before = await triggers("old");
    expect(before.map(({ name }) => name)).toHaveLength(5 + 3 * 3);
    expect(untold(await triggers("new"))).toEqual(untold(before));
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

it("the order of a spec changes nothing", async () => {
  expect((await plan(reversed(richSpec))).planned).toEqual((await plan(richSpec)).planned);
});

it("a trigger with the name of another one's source is not taken for it", async () => {
  const { planned } = await plan({
    name: "shop",
    resources: { jobs: { kind: "queue" }, url: { kind: "bucket" } },
    functions: {
      f: {
        handler: "f.ts",
        triggers: {
          jobs: { kind: "schedule", rate: "5m" },
          other: { kind: "queue", queue: "jobs" },
          url: { kind: "bucket", bucket: "url" },
          own: { kind: "http" },
        },
      },
    },
  });
  const triggers = ofType(planned, "V3Trigger");
  const names = ["shop-f-http_url", "shop-f-jobs", "shop-f-queue_jobs", "shop-f-url"];
  expect(triggers.map(({ name }) => name)).toEqual(names);
  expect(new Set(triggers.map(({ inputs }) => inputs.triggerName)).size).toBe(4);
});
