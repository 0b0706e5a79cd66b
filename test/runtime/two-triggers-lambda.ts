import { gzipSync } from "node:zlib";
import { sample } from "./harness.ts";
import { NONE, type Two } from "./two-triggers.ts";

/** A change of an event's one record. */
function recordOf(name: string, change: (record: Record<string, unknown>) => void): unknown {
  const event = sample<{ Records: Record<string, unknown>[] }>(name);
  for (const record of event.Records) change(record);
  return event;
}
export const from = (name: string, eventSourceARN: string) =>
  recordOf(name, (record) => Object.assign(record, { eventSourceARN }));
export const arn = (service: string, name: string) => `arn:aws:${service}:eu-central-1:123456789012:${name}`;

const s3 = (bucket: string, key: string, eventName = "ObjectCreated:Put") => ({
  Records: [
    {
      eventSource: "aws:s3",
      eventName,
      eventTime: "2026-01-01T00:00:00Z",
      s3: { bucket: { name: bucket }, object: { key } },
    },
  ],
});
const logs = (filter: string) => {
  const data = {
    messageType: "DATA_MESSAGE",
    logGroup: "g",
    logStream: "s",
    subscriptionFilters: [filter],
    logEvents: [],
  };
  return { awslogs: { data: gzipSync(JSON.stringify(data)).toString("base64") } };
};
const api = (apiId: string, routeKey: string) => ({
  ...sample<object>("http-api"),
  routeKey,
  requestContext: { ...sample<{ requestContext: object }>("http-api").requestContext, apiId },
});

/** On Lambda, by title. */
export const ON_LAMBDA: Readonly<Record<string, Two>> = {
  queue: {
    kind: "queue",
    triggers: NONE,
    sources: { one: arn("sqs", "jobs"), two: arn("sqs", "more-jobs") },
    events: { one: from("queue", arn("sqs", "jobs")), two: from("queue", arn("sqs", "more-jobs")) },
  },
  stream: {
    kind: "stream",
    triggers: NONE,
    sources: { one: arn("kinesis", "stream/clicks"), two: arn("kinesis", "stream/views") },
    events: {
      one: from("stream", arn("kinesis", "stream/clicks")),
      two: from("stream", arn("kinesis", "stream/views")),
    },
  },
  table: {
    kind: "table",
    triggers: NONE,
    sources: { one: arn("dynamodb", "table/a"), two: arn("dynamodb", "table/b") },
    events: {
      one: from("table", arn("dynamodb", "table/a/stream/2026-01-01T00:00:00.000")),
      two: from("table", arn("dynamodb", "table/b/stream/2026-01-01T00:00:00.000")),
    },
  },
  topic: {
    kind: "topic",
    triggers: NONE,
    sources: { one: arn("sns", "alerts"), two: arn("sns", "news") },
    events: {
      one: recordOf("topic", ({ Sns }) => Object.assign(Sns as object, { TopicArn: arn("sns", "alerts") })),
      two: recordOf("topic", ({ Sns }) => Object.assign(Sns as object, { TopicArn: arn("sns", "news") })),
    },
  },
  "two buckets": {
    kind: "bucket",
    triggers: { one: { bucket: "a", events: ["created"] }, two: { bucket: "b", events: ["created"] } },
    sources: { one: "shop-a-1", two: "shop-b-1" },
    events: { one: s3("shop-a-1", "k"), two: s3("shop-b-1", "k") },
  },
  "one bucket by key": {
    kind: "bucket",
    triggers: {
      one: { bucket: "a", events: ["created", "removed"], prefix: "in here/" },
      two: { bucket: "a", events: ["created"], prefix: "", suffix: ".png" },
    },
    events: { one: s3("shop-a-1", "in+here/x", "ObjectRemoved:Delete"), two: s3("shop-a-1", "x.png") },
  },
  "one bucket by change": {
    kind: "bucket",
    triggers: { one: { bucket: "a", events: ["created"] }, two: { bucket: "a", events: ["removed"] } },
    events: { one: s3("shop-a-1", "k"), two: s3("shop-a-1", "k", "ObjectRemoved:DeleteMarkerCreated") },
  },
  schedule: {
    kind: "schedule",
    triggers: NONE,
    events: {
      one: { ...sample<object>("schedule"), trigger: "one" },
      two: { ...sample<object>("schedule"), trigger: "two" },
    },
  },
  bus: {
    kind: "bus",
    triggers: NONE,
    events: {
      one: { polyfn: "bus", trigger: "one", event: sample("bus") },
      two: { polyfn: "bus", trigger: "two", event: sample("bus") },
    },
  },
  log: {
    kind: "log",
    triggers: NONE,
    sources: { one: "shop-dev-f-one", two: "shop-dev-f-two" },
    events: { one: logs("shop-dev-f-one"), two: logs("shop-dev-f-two") },
  },
  "routes of one api": {
    kind: "http",
    triggers: { one: { api: "site", routes: ["GET /a", "ANY /b/{id}"] }, two: { api: "site" } },
    events: { one: api("x1", "ANY /b/{id}"), two: api("x1", "$default") },
  },
  "two apis with the same route": {
    kind: "http",
    triggers: { one: { api: "site", routes: ["GET /a"] }, two: { api: "admin", routes: ["GET /a"] } },
    sources: { one: "x1", two: "x2" },
    events: { one: api("x1", "GET /a"), two: api("x2", "GET /a") },
  },
  "a route of a REST API": {
    kind: "http",
    triggers: { one: { api: "site", routes: ["ANY /my/path"] }, two: { api: "site" } },
    events: { one: sample("http-rest"), two: { ...sample<object>("http-rest"), resource: "/{proxy+}" } },
  },
  "the function's own address beside an api": {
    kind: "http",
    triggers: { one: {}, two: { api: "site" } },
    events: {
      one: {
        ...sample<object>("http-function-url"),
        requestContext: { domainName: "x.lambda-url.eu-central-1.on.aws", http: { method: "GET", sourceIp: "::1" } },
      },
      two: api("x1", "$default"),
    },
  },
};
