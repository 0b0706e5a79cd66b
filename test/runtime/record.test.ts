import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { readEvent } from "../../infra/operate/events/json.ts";
import type { TriggerKind } from "../../model/triggers/index.ts";
import { packJson } from "../../runtime/core/pack-json.ts";
import { plainEvents } from "../../runtime/shim/event-json.ts";
import { type RecordedPart, recorder } from "../../runtime/shim/record.ts";
import { redacting, secretVariables } from "../../runtime/shim/redact.ts";
import { captureLog } from "./captured-log.ts";
import { codecs, invoke, sample, samples } from "./harness.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

const kindOf = (name: string) => name.split("-")[0] as TriggerKind;
const ofKinds = [...samples.keys()].filter((name) => kindOf(name) in codecs && kindOf(name) !== "webhook");

const partsIn = (lines: readonly Record<string, unknown>[]): RecordedPart[] =>
  lines.flatMap(({ message, recorded }) => (message === "polyfn.recorded" ? [recorded as RecordedPart] : []));

describe("a function that records its events", () => {
  it.each(ofKinds)("writes what the handler gets as an event in a file: %s", async (name) => {
    const lines = captureLog();
    const kind = kindOf(name);
    const got: unknown[] = [];
    const method = async (event: never) => {
      got.push(await plainEvents[kind](event));
      return new Response();
    };
    await invoke({ [kind]: method }, sample(name), { record: recorder([]) });
    expect(got.length).toBeGreaterThan(0);
    const parts = partsIn(lines);
    expect(parts).toMatchObject([{ kind, part: 0, parts: 1 }]);
    const read = readEvent(kind, parts[0]?.json ?? "");
    expect(packJson(await plainEvents[kind](read as never))).toBe(packJson(redacting([])(got[0])));
  });

  const message = (body: string) => {
    const event = sample<{ Records: { body: string }[] }>("queue");
    return { ...event, Records: event.Records.slice(0, 1).map((record) => ({ ...record, body })) };
  };
  const record = async (body: string, secrets: Readonly<Record<string, () => Promise<string>>> = {}) => {
    const lines = captureLog();
    const handled = vi.fn();
    const clients = Object.fromEntries(Object.entries(secrets).map(([name, value]) => [name, () => ({ value })]));
    const setup = { record: recorder(Object.keys(secrets)), clients: clients as never };
    vi.stubEnv("POLYFN_RESOURCES", JSON.stringify(Object.fromEntries(Object.keys(secrets).map((name) => [name, {}]))));
    await invoke({ queue: handled }, message(body), setup);
    vi.unstubAllEnvs();
    expect(handled).toHaveBeenCalledOnce();
    return { parts: partsIn(lines), lines };
  };

  it("writes a large event in several lines", async () => {
    const body = JSON.stringify({ text: "ä\ud83c\udf89".repeat(40_000) });
    const { parts } = await record(body);
    expect(parts.map(({ part }) => part)).toEqual([...parts.keys()]);
    expect(parts.length).toBe(parts[0]?.parts);
    for (const part of parts) expect(Buffer.byteLength(JSON.stringify(part))).toBeLessThan(256_000);
    const read = readEvent("queue", parts.map(({ json }) => json).join(""));
    expect(read.messages[0]?.text).toBe(body);
  });

  it("says that an event is too large, and handles it", async () => {
    const { parts } = await record("x".repeat(1_000_001));
    expect(parts).toMatchObject([{ parts: 0, size: expect.any(Number) }]);
    expect(parts[0]?.json).toBeUndefined();
  });

  it("takes out the values of the function's secrets, and records nothing where it cannot read one", async () => {
    const { parts } = await record('{"note":"it is planted-value"}', { key: async () => "planted-value" });
    expect(parts[0]?.json).toContain("it is [redacted]");
    const denied = async () => {
      throw new Error("denied");
    };
    const { parts: none, lines } = await record('{"note":"it is planted-value"}', { key: denied });
    expect(none).toEqual([]);
    expect(JSON.stringify(lines)).not.toContain("planted-value");
    expect(lines).toMatchObject([{ level: "warn", message: "The event could not be recorded." }]);
  });
});

describe("redacting", () => {
  const redact = redacting(["s3cr3t/value"]);

  it("leaves text as it is for a secret without a value", () => expect(redacting([""])("text")).toBe("text"));

  it.each([
    ["Bearer abc.def", "Bearer [redacted]"],
    ["https://u:pa55@host/x?access_token=abc&page=2", "https://u:[redacted]@host/x?access_token=[redacted]&page=2"],
    [
      "https://b.s3.amazonaws.com/k?X-Amz-Signature=f00&X-Amz-Credential=AK%2Fx",
      "https://b.s3.amazonaws.com/k?X-Amz-Signature=[redacted]&X-Amz-Credential=[redacted]",
    ],
    [
      "https://b.oss-cn-hangzhou.aliyuncs.com/k?OSSAccessKeyId=x1&Signature=y2",
      "https://b.oss-cn-hangzhou.aliyuncs.com/k?OSSAccessKeyId=[redacted]&Signature=[redacted]",
    ],
    ["user=ann&password=hunter2", "user=ann&password=[redacted]"],
    ["key AKIAIOSFODNN7EXAMPLE used", "key [redacted] used"],
    ["LTAI5tExampleKey0000", "[redacted]"],
    ["eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", "[redacted]"],
    ["-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----", "[redacted]"],
    ['{"db":{"password":"x","port":1},"ok":true}', '{"db":{"password":"[redacted]","port":1},"ok":true}'],
    ['{ "spacing":  "stays" }', '{ "spacing":  "stays" }'],
    [`at ${encodeURIComponent("s3cr3t/value")}`, "at [redacted]"],
    [`at ${Buffer.from("s3cr3t/value").toString("base64")}`, "at [redacted]"],
    ["nothing secret here: 12", "nothing secret here: 12"],
  ])("%s", (given, expected) => {
    expect(redact(given)).toBe(expected);
  });

  it("goes by the names of fields and headers, at any depth and in any type", () => {
    expect(redact({ headers: { Authorization: "x", "x-api-key": "y", accept: "z" } })).toEqual({
      headers: { Authorization: "[redacted]", "x-api-key": "[redacted]", accept: "z" },
    });
    expect(redact({ tokens: ["a", { b: "c" }], maxTokens: 3 })).toEqual({
      tokens: ["[redacted]", { b: "[redacted]" }],
      maxTokens: 3,
    });
    const bytes = new TextEncoder().encode('{"secret":"x"}');
    expect(Buffer.from(redact(bytes)).toString()).toBe('{"secret":"[redacted]"}');
  });

  it("keeps text and data of a message the same", () => {
    const data = { password: "x", id: 1 };
    const text = Buffer.from(JSON.stringify(data)).toString("base64");
    const message = redact({ data, text });
    expect(JSON.parse(message.text)).toEqual(message.data);
    expect(message.data.password).toBe("[redacted]");
  });

  it("never leaves a secret of the function, wherever it is", () => {
    const secret = "planted-value";
    const text = fc.string({ unit: "grapheme" }).map((around) => `${around}${secret}${around}`);
    const value = fc.letrec((tie) => ({
      node: fc.oneof(
        { depthSize: "small" },
        text,
        text.map((one) => JSON.stringify({ one })),
        text.map((one) => new TextEncoder().encode(one)),
        fc.array(tie("node"), { maxLength: 3 }),
        fc.dictionary(fc.string(), tie("node"), { maxKeys: 3 }),
      ),
    })).node;
    fc.assert(
      fc.property(value, (given) => {
        const left = JSON.stringify(redacting([secret])(given), (_, one) =>
          one instanceof Uint8Array ? Buffer.from(one).toString() : one,
        );
        expect(left).not.toContain(secret);
      }),
    );
  });

  it("takes secrets from variables whose names say so", () => {
    expect(
      secretVariables({
        DB_PASSWORD: "long enough",
        PATH: "/usr/bin",
        API_TOKEN: "short",
        AWS_ACCESS_KEY_ID: "000000000000",
      }),
    ).toEqual(["long enough"]);
  });
});
