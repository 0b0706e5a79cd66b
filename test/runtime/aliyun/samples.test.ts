import { encode } from "cborg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AnyHandler, CloudEvent, LogBatch, QueueBatch, StreamBatch, TableBatch } from "../../../runtime/index.ts";
import * as aws from "../harness.ts";
import { codecs, invoke, sample, samples } from "./harness.ts";
import { intercept, stopIntercepting } from "./intercept.ts";
import { pulled } from "./logstore.ts";

const entries = [
  [
    { time: 1511429883123, fields: { key: "1", data: "Hello, this is a test." } },
    { time: 1511429884000, fields: { key: "1", data: "This is only a test." } },
  ],
];
const lines = [
  [{ time: 1511429883123, fields: { message: '{"level":"error"}', instanceID: "c-1", functionName: "f" } }],
];

beforeEach(() => {
  intercept(({ url }) => pulled(url.pathname.includes("demo") ? current : [], "MTUwNTM5MDI3NTY1ODcwNzU2OA=="));
});
afterEach(() => stopIntercepting());
let current: typeof entries | typeof lines = entries;

/** The event as FC sends it. */
const payload = (name: string): unknown => (name === "table" ? Buffer.from(encode(sample(name))) : sample(name));

/** Runs the sample through the function and gives what the method of its kind got. */
async function received<T>(name: string): Promise<T> {
  const kind = name.split("-", 1)[0] ?? "";
  current = kind === "log" ? lines : entries;
  const got: unknown[] = [];
  const method = (input: unknown) => {
    got.push(input);
    return new Response();
  };
  await invoke({ [kind]: method } as AnyHandler, payload(name));
  expect(got).toHaveLength(1);
  return got[0] as T;
}

/** The event of the counterpart on AWS. */
async function receivedOnAws<T>(name: string): Promise<T> {
  const got: unknown[] = [];
  const method = (input: unknown) => {
    got.push(input);
    return new Response();
  };
  await aws.invoke({ [name.split("-", 1)[0] ?? ""]: method } as AnyHandler, aws.sample(name));
  return got[0] as T;
}

describe("events of Aliyun's documentation", () => {
  it.each([...samples.keys()])("match only the codec of their kind: %s", (name) => {
    const kind = name.split("-", 1)[0];
    const accepting = Object.entries(codecs).filter(([, codec]) => codec.matches(sample(name)));
    const expected = kind === "http" ? [] : [kind];
    // Calls of a function's address can be for either: its triggers say which.
    expect(accepting.map(([accepted]) => accepted)).toEqual(kind === "http" ? ["http", "webhook"] : expected);
  });

  it.each([undefined, null, 0, "", "text", true, [], [null], {}, { events: [] }, { Records: [] }, { source: null }])(
    "%j matches no codec, and none throws",
    (event) => {
      expect(Object.values(codecs).filter((codec) => codec.matches(event))).toEqual([]);
    },
  );

  it("events of AWS match no decoder", () => {
    for (const event of aws.samples.values())
      expect(Object.entries(codecs).filter(([, codec]) => codec.matches(event))).toEqual([]);
  });
});

/** Fields that say the same on both clouds must have the same form; values differ, as the samples do. */
function shapeOf(event: object, hidden: readonly string[] = []): Record<string, string> {
  const shape: Record<string, string> = {};
  for (const [name, value] of Object.entries(event)) {
    if (value === undefined || hidden.includes(name)) continue;
    const isObject = typeof value === "object" && value !== null && !(value instanceof Uint8Array);
    shape[name] =
      name === "type" || name === "specversion" || name === "datacontenttype"
        ? String(value)
        : isObject
          ? "object"
          : typeof value;
  }
  return shape;
}

describe("the same neutral event as on AWS", () => {
  it("bucket", async () => {
    const [here, there] = [await received<CloudEvent>("bucket"), await receivedOnAws<CloudEvent>("bucket")];
    expect(shapeOf(here)).toEqual(shapeOf(there));
    expect(shapeOf(here.data as object)).toEqual(shapeOf(there.data as object));
    expect(here).toMatchObject({
      id: "source/a.png#58F9FF2D3DF792092E12044C",
      source: "bucket/test-bucket",
      type: "polyfn.bucket.created",
      subject: "source/a.png",
      time: "2022-08-13T06:45:43.000Z",
      data: { bucket: "test-bucket", key: "source/a.png", size: 122539, etag: "688a7bf4f233dc9c88a80bf985ab****" },
    });
  });

  it("queue", async () => {
    const there = (await receivedOnAws<QueueBatch>("queue")).messages[0] ?? {};
    for (const name of ["queue", "queue-event"]) {
      const [here] = (await received<QueueBatch>(name)).messages;
      expect(shapeOf(here ?? {})).toEqual(shapeOf(there));
      expect(here).toMatchObject({
        id: "C6DB60D1574661357FA227277445****",
        source: "queue/zeus",
        type: "polyfn.queue.message",
        time: "2021-04-08T06:28:17.093Z",
        datacontenttype: "text/plain",
        data: "TEST",
        attributes: {},
        receives: 1,
      });
    }
  });

  it("topic", async () => {
    const there = await receivedOnAws<CloudEvent>("topic");
    const here = await received<CloudEvent>("topic-attributes");
    // Messages of MNS have no subject, unless polyfn's client gave them one.
    expect(shapeOf(here)).toEqual(shapeOf(there, ["subject"]));
    expect(here).toMatchObject({
      id: "2F5B3C281B283D4EAC694B742528****",
      source: "topic/test-topic",
      type: "polyfn.topic.message",
      time: "2019-02-15T07:38:22.888Z",
      data: "hello topic",
      attributes: { key: "value" },
    });
    expect(await received<CloudEvent>("topic")).toMatchObject({ attributes: {} });
  });

  it("stream", async () => {
    const there = await receivedOnAws<StreamBatch>("stream");
    const here = await received<StreamBatch>("stream");
    expect(here.records.map((record) => shapeOf(record))).toEqual(there.records.map((record) => shapeOf(record)));
    const contents = ({ records }: StreamBatch) => records.map(({ data, key, bytes }) => [data, key, [...bytes]]);
    expect(contents(here)).toEqual(contents(there));
    expect(here.records[0]).toMatchObject({
      id: "0:1505390275658707566000001",
      source: "stream/demo",
      time: "2017-11-23T09:38:03.123Z",
      key: "1",
      sequence: "1505390275658707566000001",
    });
  });

  it("table", async () => {
    const [there] = (await receivedOnAws<TableBatch>("table")).records;
    const [here] = (await received<TableBatch>("table")).records;
    expect(shapeOf(here ?? {})).toEqual({ ...shapeOf(there ?? {}), time: "string" });
    expect(shapeOf(here?.data ?? {})).toEqual(shapeOf(there?.data ?? {}));
    expect(here).toMatchObject({
      type: "polyfn.table.inserted",
      time: "2017-09-26T09:03:05.740Z",
      sequence: "1506416585740836000",
      data: {
        key: { pk_1: "2017-09-26 17:03:05.8815909 +0800 CST", pk_2: 1506416585741000 },
        after: { attr_0: "hello_table_store", pk_2: 1506416585741000 },
      },
    });
  });

  it("table, as a console sends it for a test", async () => {
    const got: TableBatch[] = [];
    await invoke({ table: (batch) => void got.push(batch) }, sample("table"));
    expect(got[0]?.records[0]?.data.after).toMatchObject({ attr_0: "hello_table_store" });
  });

  it("bus", async () => {
    const [here, there] = [await received<CloudEvent>("bus"), await receivedOnAws<CloudEvent>("bus")];
    expect(shapeOf(here, ["type"])).toEqual(shapeOf(there, ["type"]));
    expect(here).toMatchObject({
      id: "45ef4dewdwe1-7c35-447a-bd93-fab****",
      source: "acs.oss",
      type: "oss:ObjectCreated:PutObject",
      subject: "acs.oss:cn-hangzhou:123456789098****:215672",
      time: "2020-11-19T21:04:41+08:00",
      data: { name: "Eventbridge", scope: 100 },
    });
  });

  it("schedule", async () => {
    const [here, there] = [await received<CloudEvent>("schedule"), await receivedOnAws<CloudEvent>("schedule")];
    expect(shapeOf(here)).toEqual(shapeOf(there));
    expect(here).toMatchObject({
      id: "timer-trigger@2018-02-09T05:49:00Z",
      source: "schedule/timer-trigger",
      time: "2018-02-09T05:49:00Z",
      data: { scheduledTime: "2018-02-09T05:49:00Z", input: "awesome-fc" },
    });
    const payload = JSON.stringify({ polyfn: "schedule", trigger: "daily", input: { album: "summer" } });
    const got: CloudEvent[] = [];
    await invoke({ schedule: (event) => void got.push(event) }, { ...sample<object>("schedule"), payload });
    expect(got[0]).toMatchObject({ source: "schedule/daily", data: { input: { album: "summer" } } });
    expect((there.data as { input: unknown }).input).toEqual({ album: "summer" });
  });

  it("log", async () => {
    const [here, there] = [await received<LogBatch>("log"), await receivedOnAws<LogBatch>("log")];
    expect(shapeOf(here)).toEqual(shapeOf(there));
    expect(here).toMatchObject({ log: "demo", stream: "c-1" });
    expect(shapeOf(here.lines[0] ?? {})).toEqual(shapeOf(there.lines[0] ?? {}));
    expect(here.lines[0]).toMatchObject({
      id: "0:1505390275658707566:0",
      source: "log/demo",
      time: "2017-11-23T09:38:03.123Z",
      data: { message: '{"level":"error"}', fields: { level: "error" } },
    });
  });

  it("http", async () => {
    const [here, there] = [
      await received<Request>("http-function-url"),
      await receivedOnAws<Request>("http-function-url"),
    ];
    expect(here).toBeInstanceOf(Request);
    expect([here.method, here.url]).toEqual([
      "GET",
      "https://localhost/example?parameter1=value1&parameter2=value1%2Cvalue2",
    ]);
    for (const name of ["header1", "header2"]) expect(here.headers.get(name)).toBe(there.headers.get(name));
  });
});
