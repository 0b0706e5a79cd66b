import { describe, expect, it } from "vitest";
import { EVENTS } from "../../../adapters/aliyun/triggers/bucket.ts";
import { configText } from "../../../adapters/aliyun/triggers/config-text.ts";
import { retryStrategy } from "../../../adapters/aliyun/triggers/retry.ts";
import { InternalError } from "../../../model/errors.ts";
import { type TriggerType, triggerConfigs } from "../../../offline/aliyun/trigger-config/index.ts";

const eventbridge = (more: object = {}): object => ({
  eventSourceConfig: {
    eventSourceType: "MNS",
    eventSourceParameters: { sourceMNSParameters: { RegionId: "cn-hangzhou", QueueName: "q", IsBase64Decode: true } },
  },
  ...more,
});
const log = (more: object = {}): object => ({
  sourceConfig: { logstore: "source" },
  jobConfig: { maxRetryTime: 3, triggerInterval: 60 },
  functionParameter: { key: "value" },
  logConfig: { project: "my-project", logstore: "jobs" },
  enable: true,
  ...more,
});
const oss = (prefix: string): object => ({ events: ["oss:ObjectCreated:*"], filter: { key: { prefix, suffix: "" } } });

describe("trigger configurations", () => {
  it.each<[TriggerType, object]>([
    ["http", { methods: ["GET"] }],
    ["http", { methods: ["GET", "OPTIONS"], authType: "jwt", authConfig: "{}", disableURLInternet: true }],
    ["timer", { cronExpression: "0 0 4 * * *" }],
    ["timer", { cronExpression: "CRON_TZ=America/Argentina/Buenos_Aires 0 0,30 4-6 ? JAN MON-FRI", payload: "x" }],
    ["timer", { cronExpression: "@every 1h30m", enable: false }],
    ["oss", oss("ä".repeat(511))],
    ["log", log()],
    ["log", log({ sourceConfig: { logstore: "source", startTime: null } })],
    ["mns_topic", { filterTag: "sixteen--letters", notifyContentFormat: "STREAM" }],
    ["tablestore", {}],
    ["eventbridge", eventbridge()],
    [
      "eventbridge",
      eventbridge({
        runOptions: { mode: "event-streaming", batchWindow: { CountBasedWindow: 1, TimeBasedWindow: 0 } },
      }),
    ],
    ["eventbridge", { eventSourceConfig: { eventSourceType: "Default" }, eventRuleFilterPattern: '{"source":["a"]}' }],
  ])("%s takes %j", (type, config) => {
    expect(triggerConfigs[type].safeParse(config).error).toBeUndefined();
  });

  it.each<[TriggerType, object, string]>([
    ["http", { methods: [] }, "methods"],
    ["http", { methods: ["get"] }, "methods.0"],
    ["http", { methods: ["GET"], authType: "basic" }, "authType"],
    ["http", { methods: ["GET"], cors: {} }, ""],
    ["timer", { cronExpression: "0 4 * * *" }, "cronExpression"],
    ["timer", { cronExpression: "@every " }, "cronExpression"],
    ["timer", { cronExpression: "@every 5 minutes" }, "cronExpression"],
    ["timer", { cronExpression: "0 0 4 L * *; rm" }, "cronExpression"],
    ["timer", { cronExpression: "@every 5m", payload: "ä".repeat(65_537) }, "payload"],
    ["oss", { ...oss(""), events: ["ObjectCreated:PutObject"] }, "events.0"],
    ["oss", oss("ä".repeat(512)), "filter.key.prefix"],
    ["oss", { events: ["oss:ObjectCreated:*"], filter: { Key: { Prefix: "" } } }, "filter.key"],
    ["log", log({ jobConfig: { maxRetryTime: 101, triggerInterval: 60 } }), "jobConfig.maxRetryTime"],
    ["log", log({ jobConfig: { maxRetryTime: 3, triggerInterval: 2 } }), "jobConfig.triggerInterval"],
    ["log", log({ sourceConfig: { logstore: "Source" } }), "sourceConfig.logstore"],
    ["mns_topic", { filterTag: "seventeen-letters" }, "filterTag"],
    ["tablestore", { batchSize: 1 }, ""],
    ["eventbridge", eventbridge({ eventRuleFilterPattern: "{" }), "eventRuleFilterPattern"],
    [
      "eventbridge",
      eventbridge({ runOptions: { batchWindow: { CountBasedWindow: 1, TimeBasedWindow: 16 } } }),
      "runOptions.batchWindow.TimeBasedWindow",
    ],
    [
      "eventbridge",
      eventbridge({ runOptions: { retryStrategy: { pushRetryStrategy: "BACKOFF_RETRY" } } }),
      "runOptions.retryStrategy.PushRetryStrategy",
    ],
  ])("%s refuses %j", (type, config, at) => {
    const issues = triggerConfigs[type].safeParse(config).error?.issues ?? [];
    expect(issues.map(({ path }) => path.join("."))).toContain(at);
  });

  it("have the defaults filled in and are never created when invalid", () => {
    expect(configText("timer", { cronExpression: "@every 5m" })).toBe('{"cronExpression":"@every 5m","enable":true}');
    expect(() => configText("timer", { cronExpression: "now" })).toThrow(InternalError);
    expect(() => configText("timer", { cronExpression: "now" })).toThrow("timer trigger is refused at cronExpression");
  });
});

it("every bucket event is an event of OSS, and none is for parts of an upload", () => {
  const named = [...EVENTS.created, ...EVENTS.removed];
  expect(triggerConfigs.oss.safeParse({ ...oss(""), events: named }).success).toBe(true);
  expect(named.filter((event) => event.endsWith("*") || event.includes("UploadPart"))).toEqual([]);
});

describe("retries of a delivery", () => {
  it.each([
    [{}, "EXPONENTIAL_DECAY_RETRY"],
    [{ retries: 185 }, "EXPONENTIAL_DECAY_RETRY"],
    [{ retries: 176, maxAge: 86_400 }, "EXPONENTIAL_DECAY_RETRY"],
    [{ retries: 175 }, "BACKOFF_RETRY"],
    [{ maxAge: 86_399 }, "BACKOFF_RETRY"],
    [{ retries: 3, maxAge: 60 }, "BACKOFF_RETRY"],
    [{ retries: 2 }, undefined],
    [{ retries: 0, maxAge: 86_400 }, undefined],
  ])("%j becomes %s", (wish, expected) => {
    expect(retryStrategy(wish)).toBe(expected);
  });
});
