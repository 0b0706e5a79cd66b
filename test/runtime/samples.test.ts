import { describe, expect, it } from "vitest";
import { isFunctionUrl } from "../../adapters/aws/runtime/request.ts";
import type {
  AnyHandler,
  BucketEvent,
  CloudEvent,
  LogBatch,
  QueueBatch,
  StreamBatch,
  TableBatch,
} from "../../runtime/index.ts";
import { codecs, invoke, sample, samples } from "./harness.ts";

/** Runs the sample through the function and gives what the method of its kind got. */
async function received<T>(name: string): Promise<T> {
  const kind = name.split("-", 1)[0] ?? "";
  const got: unknown[] = [];
  const method = (input: unknown) => {
    got.push(input);
    return new Response();
  };
  await invoke({ [kind]: method } as AnyHandler, sample(name));
  expect(got).toHaveLength(1);
  return got[0] as T;
}

describe("events of AWS's documentation", () => {
  const names = [...samples.keys()];

  it.each(names)("match only the codec of their kind: %s", (name) => {
    const kind = name.split("-", 1)[0];
    const accepting = Object.entries(codecs).filter(([, codec]) => codec.matches(sample(name)));
    // A webhook is a call of a function URL: which of the two it is, only the function's own triggers can say.
    const expected = name === "http-function-url" ? ["http", "webhook"] : kind === "none" ? [] : [kind];
    expect(accepting.map(([accepted]) => accepted)).toEqual(expected);
  });

  it.each([undefined, null, 0, "", "text", true, [], {}, { Records: [] }, { Records: "no" }, { Records: [null] }])(
    "%j matches no codec, and none throws",
    (event) => {
      expect(Object.values(codecs).filter((codec) => codec.matches(event))).toEqual([]);
    },
  );

  it("queue", async () => {
    const { messages } = await received<QueueBatch>("queue");
    expect(messages).toHaveLength(2);
    expect(messages[0]).toMatchObject({
      specversion: "1.0",
      id: "059f36b4-87a3-44ab-83d2-661975830a7d",
      source: "queue/my-queue",
      type: "polyfn.queue.message",
      time: "2018-12-17T21:37:29.183Z",
      datacontenttype: "text/plain",
      data: "test",
      attributes: {},
      receives: 1,
      group: undefined,
    });
    const fifo = await received<QueueBatch>("queue-fifo");
    expect(fifo.messages[0]).toMatchObject({ source: "queue/fifo.fifo", group: "1", data: "Test message." });
  });

  it("topic", async () => {
    expect(await received<CloudEvent>("topic")).toMatchObject({
      id: "95df01b4-ee98-5cb9-9903-4c221d41eb5e",
      source: "topic/sns-lambda",
      type: "polyfn.topic.message",
      subject: "TestInvoke",
      time: "2019-01-02T12:45:07.000Z",
      data: "Hello from SNS!",
      attributes: { Test: "TestString", TestBinary: "TestBinary" },
    });
  });

  it("bucket", async () => {
    expect(await received<BucketEvent>("bucket")).toMatchObject({
      source: "bucket/DOC-EXAMPLE-BUCKET",
      type: "polyfn.bucket.created",
      subject: "b21b84d653bb07b05b1e6b33684dc11b",
      time: "2019-09-03T19:37:27.192Z",
      data: {
        bucket: "DOC-EXAMPLE-BUCKET",
        key: "b21b84d653bb07b05b1e6b33684dc11b",
        size: 1305107,
        etag: "b21b84d653bb07b05b1e6b33684dc11b",
      },
    });
  });

  it("stream", async () => {
    const { records } = await received<StreamBatch>("stream");
    expect(records.map((record) => record.data)).toEqual(["Hello, this is a test.", "This is only a test."]);
    expect(records[0]).toMatchObject({
      id: "shardId-000000000006:49590338271490256608559692538361571095921575989136588898",
      source: "stream/lambda-stream",
      type: "polyfn.stream.record",
      time: "2018-12-17T22:10:50.987Z",
      key: "1",
      sequence: "49590338271490256608559692538361571095921575989136588898",
    });
  });

  it("table", async () => {
    const { records } = await received<TableBatch>("table");
    expect(records.map(({ id, type, source, sequence, data }) => ({ id, type, source, sequence, data }))).toEqual([
      {
        id: "1",
        type: "polyfn.table.inserted",
        source: "table/my-table",
        sequence: "111",
        data: { key: { Id: 101 }, before: undefined, after: { Message: "New item!", Id: 101 } },
      },
      {
        id: "2",
        type: "polyfn.table.updated",
        source: "table/my-table",
        sequence: "222",
        data: {
          key: { Id: 101 },
          before: { Message: "New item!", Id: 101 },
          after: { Message: "This item has changed", Id: 101 },
        },
      },
      {
        id: "3",
        type: "polyfn.table.deleted",
        source: "table/my-table",
        sequence: "333",
        data: { key: { Id: 101 }, before: { Message: "This item has changed", Id: 101 }, after: undefined },
      },
    ]);
  });

  it("bus", async () => {
    expect(await received<CloudEvent>("bus")).toMatchObject({
      id: "fe8d3c65-xmpl-c5c3-2c87-81584709a377",
      source: "aws.rds",
      type: "RDS DB Instance Event",
      subject: "arn:aws:rds:us-east-2:123456789012:db:rdz6xmpliljlb1",
      time: "2020-04-28T07:20:20Z",
      data: { Message: "Finished DB Instance backup" },
    });
  });

  it("schedule", async () => {
    expect(await received<CloudEvent>("schedule")).toMatchObject({
      id: "d32c5kddcf5bb8c3",
      source: "schedule/daily",
      type: "polyfn.schedule.due",
      time: "2022-03-22T18:59:43Z",
      data: { scheduledTime: "2022-03-22T18:59:43Z", input: { album: "summer" } },
    });
    expect(await received<CloudEvent>("schedule-rule")).toMatchObject({
      source: "schedule/my-schedule",
      data: { scheduledTime: "2019-03-01T01:23:45Z", input: undefined },
    });
  });

  it("log", async () => {
    const batch = await received<LogBatch>("log");
    expect(batch).toMatchObject({
      log: "/aws/lambda/echo-nodejs",
      stream: "2019/03/13/[$LATEST]94fa867e5374431291a7fc14e2f56ae7",
    });
    expect(batch.lines[0]).toMatchObject({
      id: "34622316099697884706540976068822859012661220141643892546",
      source: "log//aws/lambda/echo-nodejs",
      type: "polyfn.log.line",
      time: "2019-03-13T23:05:48.220Z",
      data: { message: expect.stringContaining("Billed Duration: 47 ms") },
    });
    const console = await received<LogBatch>("log-console");
    expect(console.lines.map((line) => line.data.message)).toEqual([
      "[ERROR] First test message",
      "[ERROR] Second test message",
    ]);
  });

  it("http: HTTP API", async () => {
    const request = await received<Request>("http-api");
    expect([request.method, request.url]).toEqual([
      "POST",
      "https://id.execute-api.us-east-1.amazonaws.com/my/path?parameter1=value1&parameter1=value2&parameter2=value",
    ]);
    expect(Object.fromEntries(request.headers)).toMatchObject({
      header1: "value1",
      header2: "value1,value2",
      cookie: "cookie1; cookie2",
    });
    expect(new URL(request.url).searchParams.getAll("parameter1")).toEqual(["value1", "value2"]);
    expect(await request.text()).toBe("Hello from Lambda");
  });

  it("http: function URL", async () => {
    const request = await received<Request>("http-function-url");
    // The page's host is a placeholder that no URL can have.
    expect(request.url).toBe("https://localhost/my/path?parameter1=value1&parameter1=value2&parameter2=value");
    expect(request.headers.get("cookie")).toBe("cookie1; cookie2");
    expect(await request.text()).toBe("Hello from client!");
  });

  it("http: REST API", async () => {
    const request = await received<Request>("http-rest");
    expect(request.url).toBe(
      "https://id.execute-api.us-east-1.amazonaws.com/my/path?parameter1=value1&parameter1=value2&parameter2=value",
    );
    expect(request.headers.get("header2")).toBe("value1, value2");
  });

  it("a function URL is distinguished from an API with the same format", () => {
    expect(isFunctionUrl(sample("http-function-url"))).toBe(true);
    expect(isFunctionUrl(sample("http-api"))).toBe(false);
  });
});
