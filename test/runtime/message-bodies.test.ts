import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { queueClient } from "../../adapters/aliyun/runtime/clients/queue.ts";
import { readBody, readResult } from "../../runtime/core/body.ts";
import type { BusEvent, QueueBatch, StreamBatch, TopicEvent } from "../../runtime/index.ts";
import { sample as fcSample, invoke as invokeFc } from "./aliyun/harness.ts";
import { intercept, stopIntercepting } from "./aliyun/intercept.ts";
import { invoke as invokeLambda, sample } from "./harness.ts";

const base64 = (content: string | Uint8Array) => Buffer.from(content).toString("base64");
const utf8 = (text: string) => new TextEncoder().encode(text);

describe("a function's result", () => {
  it.each([
    ["", undefined],
    ["null", null],
    ['{"a":1}', { a: 1 }],
    ['"text"', "text"],
    ["text of a function without a shim", "text of a function without a shim"],
    ["{", "{"],
  ])("%j is parsed as JSON if possible, otherwise as text", (text, result) => {
    expect(readResult(text)).toEqual(result);
  });
});

describe("a message body", () => {
  it("in JSON is parsed as JSON, whatever else it could be", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        const { data, text: read, bytes, datacontenttype } = readBody(text);
        expect([data, read, bytes]).toEqual([JSON.parse(text), text, utf8(text)]);
        expect(datacontenttype).toBe("application/json");
      }),
    );
  });

  it("in Base64 of JSON is parsed as that JSON", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        const sent = base64(text);
        // Base64 of digits can be a number itself.
        fc.pre(!/^\d+$/.test(sent));
        expect(readBody(sent)).toMatchObject({ data: JSON.parse(text), text, bytes: utf8(text) });
      }),
    );
  });

  it.each([
    "",
    "abcd",
    "Kiss",
    "deadbeef",
    "no Base64",
    base64("plain text"),
    base64(Uint8Array.of(0xff)),
    base64(Uint8Array.of(0x22, 0xff, 0x22)),
    "eyJvcmRlciI6N30",
    "eyJvcmRlciI6N30=\n",
    "eyJ_cmRlciI6N30=",
    "é",
  ])("%j is text", (text) => {
    expect(readBody(text)).toEqual({ data: text, datacontenttype: "text/plain", text, bytes: utf8(text) });
  });

  it("keeps the digits that a number would lose", () => {
    const text = '{"id":9007199254740993}';
    expect(readBody(text)).toMatchObject({ data: { id: 9007199254740992 }, text });
    expect(readBody(base64(text))).toMatchObject({ data: { id: 9007199254740992 }, text });
  });
});

const BODY = base64('{"order":7}');
const READ = { data: { order: 7 }, text: '{"order":7}', bytes: utf8('{"order":7}') };

describe("the same body", () => {
  const seen: unknown[] = [];
  const keep = ({ data, text, bytes }: { data: unknown; text?: string; bytes: Uint8Array }) =>
    void seen.push({ data, text, bytes });
  const queue = (batch: QueueBatch) => batch.each(keep);
  const topic = (event: TopicEvent) => keep(event);

  it("is read identically by triggers of both clouds and by receive()", async () => {
    const sqs = sample<{ Records: { body: string }[] }>("queue");
    await invokeLambda({ queue }, { Records: [{ ...sqs.Records[0], body: BODY }] });
    const sns = sample<{ Records: { Sns: object }[] }>("topic");
    await invokeLambda({ topic }, { Records: [{ ...sns.Records[0], Sns: { ...sns.Records[0]?.Sns, Message: BODY } }] });
    const mns = fcSample<{ data: object }[]>("queue")[0];
    await invokeFc({ queue }, [{ ...mns, data: { ...mns?.data, messageBody: BODY } }]);
    await invokeFc({ topic }, { ...fcSample<object>("topic"), Message: BODY });
    intercept(() => new Response(`<Messages><Message><MessageBody>${BODY}</MessageBody></Message></Messages>`));
    await invokeFc(
      {
        async raw() {
          const client = queueClient({ queue: "jobs" }, "jobs", "f") as ReturnType<typeof queueClient> & {
            receive(): Promise<(typeof READ)[]>;
          };
          for (const message of await client.receive()) keep(message);
        },
      },
      {},
    );
    stopIntercepting();
    expect(seen).toEqual([READ, READ, READ, READ, READ]);
  });
});

describe("text and bytes", () => {
  it("are available besides a record's data, unless it is not UTF-8", async () => {
    const kinesis = sample<{ Records: { kinesis: object }[] }>("stream");
    const one = kinesis.Records[0];
    const seen: unknown[] = [];
    const stream = (batch: StreamBatch) =>
      batch.each(({ data, text, bytes }) => void seen.push([data, text, [...bytes]]));
    const record = (content: Uint8Array) => ({ ...one, kinesis: { ...one?.kinesis, data: base64(content) } });
    await invokeLambda({ stream }, { Records: [record(utf8("1 ")), record(Uint8Array.of(0xff))] });
    expect(seen).toEqual([
      [1, "1 ", [49, 32]],
      [Uint8Array.of(0xff), undefined, [0xff]],
    ]);
  });

  it("of a bus's events are created from their data", async () => {
    const seen: unknown[] = [];
    const bus = ({ data, text, bytes }: BusEvent) => void seen.push([JSON.stringify(data) === text, [...bytes]]);
    await invokeLambda({ bus }, sample("bus"));
    await invokeFc({ bus }, fcSample("bus"));
    for (const [isSame, bytes] of seen as [boolean, number[]][])
      expect([isSame, bytes.length > 2]).toEqual([true, true]);
    expect(seen).toHaveLength(2);
  });
});
