import fc from "fast-check";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { toNumber, toRow } from "../../adapters/aws/runtime/attributes.ts";
import type { BucketEvent, StreamBatch, TableBatch } from "../../runtime/index.ts";
import { invoke, sample, triggers } from "./harness.ts";

const message = (id: string, queue = "jobs", group?: string) => ({
  messageId: id,
  body: JSON.stringify({ id }),
  attributes: { ApproximateReceiveCount: "2", SentTimestamp: "1545082649183", ...(group && { MessageGroupId: group }) },
  messageAttributes: {
    kind: { dataType: "String", stringValue: "x" },
    bin: { dataType: "Binary", binaryValue: "AAE=" },
  },
  eventSource: "aws:sqs",
  eventSourceARN: `arn:aws:sqs:eu-west-1:123456789012:${queue}`,
});
const failures = (ids: string[]) => ({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) });

// Failures are logged; here only what comes of them counts.
beforeEach(() => {
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  return () => vi.restoreAllMocks();
});

describe("queue batches", () => {
  const event = { Records: [message("a"), message("b"), message("c")] };

  it("return exactly the retried messages", async () => {
    expect(await invoke({ queue() {} }, event)).toEqual(failures([]));
    const result = await invoke({ queue: ({ messages }) => messages[1]?.retry() }, event);
    expect(result).toEqual(failures(["b"]));
  });

  it("retry messages that throw in each(), and continue", async () => {
    const seen: unknown[] = [];
    const result = await invoke(
      {
        queue: (batch) =>
          batch.each(async ({ id, data, attributes }) => {
            seen.push([data, attributes]);
            if (id !== "b") throw new Error("no");
          }),
      },
      event,
    );
    expect(result).toEqual(failures(["a", "c"]));
    expect(seen).toEqual(["a", "b", "c"].map((id) => [{ id }, { kind: "x", bin: "AAE=" }]));
  });

  it("fail as a whole when the handler throws", async () => {
    const failing = invoke({ queue: () => Promise.reject(new RangeError("all of it")) }, event);
    await expect(failing).rejects.toThrow(new RangeError("all of it"));
  });

  it("fail as a whole for one message without partialFailures", async () => {
    const setup = triggers({ queue: { onJob: { partialFailures: false } } });
    await expect(invoke({ queue: ({ messages }) => messages[1]?.retry() }, event, setup)).rejects.toThrow(
      "because of b",
    );
    expect(await invoke({ queue() {} }, event, setup)).toEqual(failures([]));
  });

  it("of a FIFO queue hold back the rest of a failed group, and no other group", async () => {
    const fifo = ["1x", "2y", "3x", "4y", "5x"].map((id) => message(id, "jobs.fifo", id.slice(1)));
    const done: string[] = [];
    const result = await invoke(
      {
        queue: (batch) =>
          batch.each(({ id }) => {
            if (id === "3x") throw new Error("no");
            done.push(id);
          }),
      },
      { Records: fifo },
    );
    expect(result).toEqual(failures(["3x", "5x"]));
    expect(done).toEqual(["1x", "2y", "4y"]);
  });

  it("of standard queues do not keep order within groups", async () => {
    const fair = ["1x", "2x"].map((id) => message(id, "jobs", "x"));
    const result = await invoke({ queue: ({ messages }) => messages[0]?.retry() }, { Records: fair });
    expect(result).toEqual(failures(["1x"]));
  });
});

describe("ordered batches", () => {
  const kinesis = (sequence: string, bytes: Uint8Array) => ({
    eventID: `shardId-000000000000:${sequence}`,
    eventSource: "aws:kinesis",
    eventSourceARN: "arn:aws:kinesis:eu-west-1:123456789012:stream/clicks",
    kinesis: {
      partitionKey: "k",
      sequenceNumber: sequence,
      data: Buffer.from(bytes).toString("base64"),
      approximateArrivalTimestamp: 1545084650.987,
    },
  });

  it("return the first retried record as checkpoint", async () => {
    const stream = ({ records }: StreamBatch) => [records[1], records[0]].map((record) => record?.retry());
    expect(await invoke({ stream }, sample("stream"))).toEqual(
      failures(["49590338271490256608559692538361571095921575989136588898"]),
    );
    expect(await invoke({ table: ({ records }) => records[2]?.retry() }, sample("table"))).toEqual(failures(["333"]));
    expect(await invoke({ table() {} }, sample("table"))).toEqual(failures([]));
  });

  it("stop at the first failure in each()", async () => {
    const seen: string[] = [];
    const table = (batch: TableBatch) =>
      batch.each(({ sequence }) => {
        seen.push(sequence);
        if (sequence === "222") throw new Error("no");
      });
    expect(await invoke({ table }, sample("table"))).toEqual(failures(["222"]));
    expect(seen).toEqual(["111", "222"]);
  });

  it("read JSON, strings and bytes", async () => {
    const bytes = [Buffer.from('{"a":[1]}'), Buffer.from("grüß dich"), Uint8Array.of(0xff, 0x00, 0x80)];
    const got: unknown[] = [];
    const stream = ({ records }: StreamBatch) => {
      for (const { data, bytes, datacontenttype } of records) got.push([data, [...bytes], datacontenttype]);
    };
    await invoke({ stream }, { Records: bytes.map((data, index) => kinesis(`${index}`, data)) });
    expect(got).toEqual([
      [{ a: [1] }, [...(bytes[0] ?? [])], "application/json"],
      ["grüß dich", [...(bytes[1] ?? [])], "text/plain"],
      [Uint8Array.of(0xff, 0x00, 0x80), [0xff, 0x00, 0x80], "application/octet-stream"],
    ]);
  });
});

describe("bucket events", () => {
  const object = (eventName: string, object: object) => ({
    Records: [
      {
        eventName,
        eventSource: "aws:s3",
        eventTime: "2026-01-31T00:00:00.000Z",
        s3: { bucket: { name: "b" }, object },
      },
    ],
  });
  const received = async (event: unknown): Promise<BucketEvent | undefined> => {
    const calls: BucketEvent[] = [];
    await invoke({ bucket: (event) => void calls.push(event) }, event);
    return calls[0];
  };

  it.each([
    ["in/a+b.png", "in/a b.png"],
    ["in/a%2Bb.png", "in/a+b.png"],
    ["%E6%97%A5%E6%9C%AC/%F0%9F%98%80.png", "日本/😀.png"],
    ["100%25.txt", "100%.txt"],
  ])("decode the key %s", async (key, expected) => {
    const event = await received(
      object("ObjectCreated:Put", { key, size: 1, eTag: "e", versionId: "v1", sequencer: "0A" }),
    );
    expect(event).toMatchObject({ subject: expected, data: { key: expected, versionId: "v1", size: 1, etag: "e" } });
    expect(event?.id).toBe(`${expected}#0A#v1`);
  });

  it("recognize removals, also in versioned buckets", async () => {
    for (const name of ["ObjectRemoved:Delete", "ObjectRemoved:DeleteMarkerCreated"]) {
      const event = await received(object(name, { key: "gone", sequencer: "0B" }));
      expect(event).toMatchObject({ type: "polyfn.bucket.removed", data: { bucket: "b", key: "gone" } });
      expect(event?.data).not.toHaveProperty("size");
    }
  });
});

describe("rows of a table", () => {
  it("reads values of every type", () => {
    const row = toRow({
      S: { S: "text" },
      N: { N: "-1.5" },
      B: { B: "AAEC" },
      BOOL: { BOOL: false },
      NULL: { NULL: true },
      M: { M: { deep: { L: [{ N: "1" }, { S: "" }] } } },
      L: { L: [] },
      SS: { SS: ["a", "b"] },
      NS: { NS: ["1", "9007199254740993"] },
      BS: { BS: ["AA=="] },
      __proto__x: { S: "" },
    });
    expect(row).toEqual({
      S: "text",
      N: -1.5,
      B: Uint8Array.of(0, 1, 2),
      BOOL: false,
      NULL: null,
      M: { deep: [1, ""] },
      L: [],
      SS: new Set(["a", "b"]),
      NS: new Set([1, 9007199254740993n]),
      BS: new Set([Uint8Array.of(0)]),
      __proto__x: "",
    });
    const hostile = toRow(JSON.parse('{"__proto__":{"S":"x"}}'));
    expect(Object.getPrototypeOf(hostile)).toBe(Object.prototype);
    expect(Object.keys(hostile)).toEqual(["__proto__"]);
  });

  it.each([
    ["0", 0],
    ["9007199254740991", 9007199254740991],
    ["9007199254740992", 9007199254740992n],
    ["-99999999999999999999999999999999999999", -99999999999999999999999999999999999999n],
    ["1E+20", 100000000000000000000n],
    ["1.5E+20", 150000000000000000000n],
    ["1E-5", 0.00001],
    ["0.1234567890123456789", 0.12345678901234568],
    ["9007199254740993.0", 9007199254740993n],
  ])("read the number %s exactly or as the nearest double", (text, expected) => {
    expect(toNumber(text)).toBe(expected);
  });

  it("keep every integer of DynamoDB's 38 digits exactly", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 38n) + 1n, max: 10n ** 38n - 1n }), (value) => {
        expect(BigInt(toNumber(`${value}`))).toBe(value);
      }),
    );
  });
});
