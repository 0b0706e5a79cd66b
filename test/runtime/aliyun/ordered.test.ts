import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { matchesLine } from "../../../adapters/aliyun/runtime/log-pattern.ts";
import { unpackBlock } from "../../../adapters/aliyun/runtime/lz4.ts";
import { textOf } from "../../../runtime/core/xml.ts";
import type { LogBatch, StreamBatch, StreamRecord } from "../../../runtime/index.ts";
import { triggers } from "../harness.ts";
import { fcContext, invoke, sample } from "./harness.ts";
import { intercept, stopIntercepting } from "./intercept.ts";
import { compress, cursor, pulled, type StoredEntry } from "./logstore.ts";

const base = { stream: "clicks", batchSize: 100, bisect: false, partialFailures: true } as const;
let groups: StoredEntry[][] = [];
let told: string[] = [];

beforeEach(() => {
  groups = [];
  told = [];
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"], shouldAdvanceTime: true, advanceTimeDelta: 100 });
  intercept(({ url, body }) => {
    if (url.host.includes(".mns.")) {
      told.push(textOf(body.toString(), "MessageBody") ?? "");
      return new Response("<Message><MessageId>1</MessageId></Message>", { status: 201 });
    }
    const from = Number(Buffer.from(url.searchParams.get("cursor") ?? "", "base64").toString());
    // Two groups per answer, so that several are asked for.
    const page = groups.slice(from, from + 2);
    return pulled(page, cursor(from + page.length), from % 4 === 0);
  });
  vi.stubEnv("POLYFN_RESOURCES", JSON.stringify({ failed: { queue: "media-failed" } }));
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
});
afterEach(() => {
  vi.useRealTimers();
  stopIntercepting();
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

let shard = 0;
const put = (...texts: string[][]) => {
  shard += 1;
  groups = texts.map((group) => group.map((data) => ({ time: Date.now(), fields: { key: "k", data } })));
};
const event = (kind: "stream" | "log" = "stream", trigger = "onClick") => ({
  ...sample<object>("stream"),
  parameter: { polyfn: kind, trigger },
  source: {
    endpoint: "http://cn-hangzhou-intranet.log.aliyuncs.com",
    projectName: "media-logs",
    logstoreName: "clicks",
    shardId: shard,
    beginCursor: cursor(0),
    endCursor: cursor(groups.length),
  },
});

/** Delivers what was put; gives the batches that the handler saw. */
async function deliver(
  own: object = {},
  fails: (record: StreamRecord) => boolean = () => false,
  context = fcContext(),
) {
  const seen: unknown[][] = [];
  const stream = async (batch: StreamBatch) => {
    seen.push(batch.records.map(({ data }) => data));
    await batch.each((record) => {
      if (fails(record)) throw new Error(`bad ${record.data}`);
    });
  };
  const error = await invoke({ stream }, event(), triggers({ stream: { onClick: { ...base, ...own } } }), context).then(
    () => undefined,
    (reason: Error) => reason.message,
  );
  return { seen, error };
}

describe("streams", () => {
  it("arrive in batches that span several responses of the service", async () => {
    put(["a", "b"], ["c"], ["d"], ["e", "f"], ["g"]);
    expect(await deliver({ batchSize: 3 })).toEqual({
      seen: [["a", "b", "c"], ["d", "e", "f"], ["g"]],
      error: undefined,
    });
  });

  it("have sequences that increase within a shard", async () => {
    put(["a", "b"], ["c"]);
    const seen: string[] = [];
    await invoke({ stream: ({ records }) => void seen.push(...records.map(({ sequence }) => sequence)) }, event());
    expect(seen).toEqual(["1", "2", "1000001"]);
  });

  it("do not call the handler without records", async () => {
    put();
    expect(await deliver()).toEqual({ seen: [], error: undefined });
  });

  it("continue from the first failed record", async () => {
    put(["a", "b", "c"]);
    let failures = 0;
    const { seen, error } = await deliver({ retries: 3 }, ({ data }) => data === "b" && failures++ < 2);
    expect(seen).toEqual([
      ["a", "b", "c"],
      ["b", "c"],
      ["b", "c"],
    ]);
    expect(error).toBeUndefined();
  });

  it("start over without partialFailures", async () => {
    put(["a", "b"]);
    let failures = 0;
    const { seen } = await deliver(
      { retries: 3, partialFailures: false },
      ({ data }) => data === "b" && failures++ < 1,
    );
    expect(seen).toEqual([
      ["a", "b"],
      ["a", "b"],
    ]);
  });

  it("split a failing batch until the bad record is alone, then skip it", async () => {
    put(["a", "b", "bad", "c", "d"]);
    const stream = vi.fn((batch: StreamBatch) => {
      if (batch.records.some(({ data }) => data === "bad")) throw new Error("bad");
    });
    const settings = { stream: { onClick: { ...base, bisect: true, retries: 1, onFailure: "failed" } } };
    await invoke({ stream }, event(), triggers(settings));
    const seen = stream.mock.calls.map(([batch]) => batch.records.map(({ data }) => data).join(""));
    expect(seen).toEqual(["abbadcd", "abbad", "ab", "badcd", "badc", "bad", "bad", "cd"]);
    expect(told.map((text) => JSON.parse(text))).toMatchObject([
      {
        requestContext: { condition: "RetryAttemptsExhausted", approximateInvokeCount: 2 },
        batchInfo: { source: "stream/clicks", batchSize: 1, startSequenceNumber: "3" },
      },
    ]);
  });

  it("leave the rest to the service when the time runs out, and then continue there", async () => {
    put(["a", "b"]);
    const first = await deliver({}, ({ data }) => data === "b");
    expect(first.error).toContain("record");
    expect(first.seen).toHaveLength(6);
    expect(await deliver()).toEqual({ seen: [["b"]], error: undefined });
    // That was all: the same again is a delivery of its own.
    expect((await deliver()).seen).toEqual([["a", "b"]]);
  });

  it("stop retrying while there is time to report", async () => {
    put(["a"]);
    const { seen, error } = await deliver({ retries: 100 }, () => true, fcContext(2));
    expect(seen).toHaveLength(1);
    expect(error).toBeDefined();
  });

  it("skip records that are too old or do not match", async () => {
    put(['{"n":1}', '{"n":2}']);
    groups[0] = (groups[0] ?? []).map((entry, index) =>
      index === 0 ? { ...entry, time: Date.now() - 120_000 } : entry,
    );
    expect((await deliver({ maxAge: 60, onFailure: "failed" })).seen).toEqual([[{ n: 2 }]]);
    expect(told[0]).toContain("RecordAgeExceeded");
    put(['{"n":1}', '{"n":2}', "text"]);
    expect((await deliver({ filter: { n: [2] } })).seen).toEqual([[{ n: 2 }]]);
  });

  it("parse entries of other programs as JSON", async () => {
    put([]);
    groups = [
      [
        { time: 0, fields: { level: "x", text: "y" } },
        { time: 0, fields: { key: "k", data: "/wA=", encoding: "base64" } },
      ],
    ];
    expect((await deliver()).seen).toEqual([[{ level: "x", text: "y" }, Uint8Array.of(0xff, 0)]]);
  });
});

describe("logs", () => {
  it("arrive by instance, with matching lines only", async () => {
    put([]);
    const line = (instanceID: string, message: string) => ({ time: 1000, fields: { instanceID, message } });
    groups = [
      [line("i1", '{"level":"error","n":1}'), line("i2", "an error"), line("i1", "fine")],
      [line("i1", "error 2")],
    ];
    const seen: unknown[] = [];
    const log = ({ stream, lines }: LogBatch) => void seen.push([stream, lines.map(({ data }) => data)]);
    await invoke({ log }, event("log", "onError"), triggers({ log: { onError: { pattern: "error" } } }));
    expect(seen).toEqual([
      ["i1", [{ message: '{"level":"error","n":1}', fields: { level: "error", n: 1 } }, { message: "error 2" }]],
      ["i2", [{ message: "an error" }]],
    ]);
  });

  it.each([
    ["", "anything", true],
    ["error", "an error", true],
    ["Error", "an error", false],
    ["a b", "b then a", true],
    ['"a b"', "b then a", false],
    ["error -fatal", "a fatal error", false],
    ["?x ?y", "only y", true],
    ["?x ?y", "neither", false],
    ['"say \\"hi\\""', 'I say "hi"', true],
  ])("match pattern %j on %j: %s", (pattern, text, expected) => {
    expect(matchesLine(pattern, text)).toBe(expected);
  });
});

describe("lz4", () => {
  it("unpacks data that lz4js packed", () => {
    const repetitive = fc
      .array(fc.constantFrom("abc", "the same again ", "\0"), { maxLength: 200 })
      .map((all) => Buffer.from(all.join("")));
    fc.assert(
      fc.property(fc.oneof(repetitive, fc.uint8Array({ maxLength: 600 })), (bytes) => {
        expect(Buffer.from(unpackBlock(compress(bytes), bytes.length))).toEqual(Buffer.from(bytes));
      }),
    );
    expect(() => unpackBlock(Uint8Array.of(0x1f, 65, 9, 0), 10)).toThrow(RangeError);
  });
});
