import { encode } from "cborg";
import { sample as fcSample } from "./aliyun/harness.ts";
import { event as fcEvent } from "./aliyun/http-harness.ts";
import { NONE, type Two } from "./two-triggers.ts";

const oss = (bucket: string, key: string, eventName = "ObjectCreated:PutObject") => {
  const event = fcSample<{ events: [{ eventName: string; oss: { bucket: object; object: object } }] }>("bucket");
  Object.assign(event.events[0], { eventName });
  Object.assign(event.events[0].oss.bucket, { name: bucket });
  Object.assign(event.events[0].oss.object, { key });
  return event;
};
export const mns = (queue: string) => ({
  ...fcSample<object>("queue-event"),
  subject: `acs:mns:cn-hangzhou:123:queues/${queue}`,
});
export const ofQueue = (queue: string) => ({ queue, visibilityTimeout: 30, retention: 3600 });
const sls = (name: string, trigger: string) => ({
  ...fcSample<object>(name),
  parameter: { polyfn: name, trigger },
});
const run = { batchSize: 10, bisect: false, retries: 0, partialFailures: true };
const changes = (...columns: string[]) => {
  const event = fcSample<{ Records: [{ PrimaryKey: object[] }] }>("table");
  event.Records[0].PrimaryKey = columns.map((ColumnName) => ({ ColumnName, Value: "x" }));
  return Buffer.from(encode(event));
};
export const busEvent = (bus: string, type: string) => ({ ...fcSample<object>("bus"), aliyuneventbusname: bus, type });

/** On Function Compute, by title. */
export const ON_FC: Readonly<Record<string, Two>> = {
  queue: {
    kind: "queue",
    triggers: { one: ofQueue("jobs"), two: ofQueue("more") },
    sources: { one: "shop-jobs", two: "shop-more" },
    events: { one: mns("shop-jobs"), two: [mns("shop-more")] },
  },
  topic: {
    kind: "topic",
    triggers: NONE,
    sources: { one: "shop-alerts", two: "shop-news" },
    events: {
      one: { ...fcSample<object>("topic"), TopicName: "shop-alerts" },
      two: { ...fcSample<object>("topic"), TopicName: "shop-news" },
    },
  },
  "two buckets": {
    kind: "bucket",
    triggers: { one: { bucket: "a", events: ["created"] }, two: { bucket: "b", events: ["created"] } },
    sources: { one: "shop-a-1", two: "shop-b-1" },
    events: { one: oss("shop-a-1", "k"), two: oss("shop-b-1", "k") },
  },
  "one bucket by key": {
    kind: "bucket",
    triggers: {
      one: { bucket: "a", events: ["created", "removed"], prefix: "in here/" },
      two: { bucket: "a", events: ["created"], suffix: ".png" },
    },
    events: { one: oss("shop-a-1", "in here/x", "ObjectRemoved:DeleteObject"), two: oss("shop-a-1", "x.png") },
  },
  schedule: {
    kind: "schedule",
    triggers: NONE,
    events: {
      one: { ...fcSample<object>("schedule"), payload: JSON.stringify({ polyfn: "schedule", trigger: "one" }) },
      two: { ...fcSample<object>("schedule"), payload: JSON.stringify({ polyfn: "schedule", trigger: "two" }) },
    },
  },
  stream: {
    kind: "stream",
    triggers: { one: run, two: run },
    events: { one: sls("stream", "one"), two: sls("stream", "two") },
  },
  log: {
    kind: "log",
    triggers: { one: { pattern: "" }, two: { pattern: "" } },
    events: { one: sls("log", "one"), two: sls("log", "two") },
  },
  table: {
    kind: "table",
    triggers: { one: { ...run, table: "a" }, two: { ...run, table: "b" } },
    bindings: {
      a: { instance: "i", table: "a", key: { partition: { name: "id" } } },
      b: { instance: "i", table: "b", key: { partition: { name: "id" }, sort: { name: "at" } } },
    },
    events: { one: changes("id"), two: changes("id", "at") },
  },
  "one bus by pattern": {
    kind: "bus",
    triggers: {
      one: { bus: "events", pattern: { type: ["order.paid"] } },
      two: { bus: "events", pattern: { type: ["order.sent"] } },
    },
    events: { one: busEvent("shop-events", "order.paid"), two: busEvent("shop-events", "order.sent") },
  },
  "two buses": {
    kind: "bus",
    triggers: { one: { bus: "a", pattern: { type: ["x"] } }, two: { bus: "b", pattern: { type: ["x"] } } },
    sources: { one: "shop-a", two: "shop-b" },
    events: { one: busEvent("shop-a", "x"), two: busEvent("shop-b", "x") },
  },
  "routes of one api": {
    kind: "http",
    triggers: { one: { api: "site", routes: ["GET /a", "ANY /b/{id}"] }, two: { api: "site" } },
    events: {
      one: fcEvent({ method: "PUT", path: "/b/1", domain: "x.example" }),
      two: fcEvent({ path: "/c", domain: "x.example" }),
    },
  },
  "two apis with the same route": {
    kind: "http",
    triggers: { one: { api: "site", routes: ["GET /a"] }, two: { api: "admin", routes: ["GET /a"] } },
    sources: { one: "x.example", two: "y.example" },
    events: { one: fcEvent({ path: "/a", domain: "x.example" }), two: fcEvent({ path: "/a", domain: "y.example" }) },
  },
};
