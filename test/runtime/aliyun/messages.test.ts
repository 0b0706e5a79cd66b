import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { open, seal } from "../../../adapters/aliyun/runtime/envelope.ts";
import { elements, textOf } from "../../../runtime/core/xml.ts";
import type { CloudEvent, QueueBatch } from "../../../runtime/index.ts";
import { triggers } from "../harness.ts";
import { invoke, sample } from "./harness.ts";
import { intercept, type Made, stopIntercepting } from "./intercept.ts";

const settings = {
  queue: {
    onJob: { queue: "jobs", visibilityTimeout: 180, retention: 3600, deadLetter: { queue: "failed", maxReceives: 3 } },
  },
} as const;

let made: Made[];
let refuse = false;
beforeEach(() => {
  refuse = false;
  made = intercept(() =>
    refuse
      ? new Response("<Error><Code>AccessDenied</Code><Message>no</Message></Error>", { status: 403 })
      : new Response("<Message><MessageId>1</MessageId></Message>", { status: 201 }),
  );
  vi.stubEnv("POLYFN_RESOURCES", JSON.stringify({ jobs: { queue: "media-jobs" }, failed: { queue: "media-failed" } }));
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
});
afterEach(() => {
  stopIntercepting();
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const message = (id: string, messageBody = JSON.stringify({ id })) => ({
  ...sample<object[]>("queue")[0],
  time: new Date().toISOString(),
  data: { requestId: "r", messageId: id, messageBody },
});
/** The messages that were sent to queues. */
const sent = () =>
  made.map(({ url, body }) => {
    const xml = body.toString();
    const delay = textOf(xml, "DelaySeconds");
    return [url.pathname.split("/")[2], textOf(xml, "MessageBody") ?? "", ...(delay ? [Number(delay)] : [])];
  });

describe("queue batches", () => {
  const events = [message("a"), message("b"), message("c")];

  it("put back only the failed messages, hidden for the queue's visibility timeout", async () => {
    await invoke({ queue() {} }, events, triggers(settings));
    expect(sent()).toEqual([]);
    const seen: unknown[] = [];
    const queue = (batch: QueueBatch) =>
      batch.each(({ id, data, receives }) => {
        seen.push([data, receives]);
        if (id === "b") throw new Error("no");
      });
    expect(await invoke({ queue }, events, triggers(settings))).toBeNull();
    expect(seen).toEqual(["a", "b", "c"].map((id) => [{ id }, 1]));
    const [[queueName, text, delay] = []] = sent();
    expect([queueName, delay]).toEqual(["media-jobs", 180]);
    expect(JSON.parse(String(text))).toEqual({
      polyfn: { attempt: 1, id: "b", time: (events[1] as { time: string }).time },
      body: '{"id":"b"}',
    });
  });

  it("count deliveries, and send the original message to the dead-letter queue", async () => {
    const again = seal({ attempt: 2, id: "first", time: new Date().toISOString(), body: '{"id":"x"}' });
    const seen: unknown[] = [];
    await invoke(
      {
        queue: ({ messages }) => {
          seen.push(messages.map(({ id, data, receives }) => [id, data, receives]));
          throw new Error("no");
        },
      },
      [message("later", again)],
      triggers(settings),
    );
    expect(seen).toEqual([[["first", { id: "x" }, 3]]]);
    expect(sent()).toEqual([["media-failed", '{"id":"x"}']]);
  });

  it("fail as a whole when the handler throws, or without partialFailures", async () => {
    await invoke({ queue: () => Promise.reject(new RangeError("all of it")) }, events, triggers(settings));
    expect(sent().map(([, text]) => JSON.parse(String(text)).polyfn.id)).toEqual(["a", "b", "c"]);
    made.length = 0;
    const setup = triggers({ queue: { onJob: { ...settings.queue.onJob, partialFailures: false } } });
    await invoke({ queue: ({ messages }) => messages[1]?.retry() }, events, setup);
    expect(sent()).toHaveLength(3);
  });

  it("discard messages that are older than the queue's retention", async () => {
    const old = seal({ attempt: 9, id: "o", time: new Date(Date.now() - 3_700_000).toISOString(), body: "1" });
    const { deadLetter: _none, ...onJob } = settings.queue.onJob;
    await invoke({ queue: ({ messages }) => messages[0]?.retry() }, message("x", old), triggers({ queue: { onJob } }));
    expect(sent()).toEqual([]);
    expect(vi.mocked(process.stdout.write).mock.calls.join("")).toContain("message given up");
  });

  it("fail the call when a message cannot be put back", async () => {
    refuse = true;
    const failing = invoke({ queue: ({ messages }) => messages[0]?.retry() }, events, triggers(settings));
    await expect(failing).rejects.toThrow("AccessDenied");
  });

  it("drop messages that do not match the filter", async () => {
    const seen: unknown[] = [];
    const own = { queue: { onJob: { ...settings.queue.onJob, filter: { id: ["a", { prefix: "c" }] } } } };
    const queue = ({ messages }: QueueBatch) => void seen.push(...messages.map(({ id }) => id));
    await invoke({ queue }, events, triggers(own));
    expect(seen).toEqual(["a", "c"]);
  });

  it("are signed with the function's role of this call", async () => {
    await invoke({ queue: ({ messages }) => messages[0]?.retry() }, events, triggers(settings));
    expect(made[0]?.url.host).toBe("1234567890123456.mns.cn-hangzhou-internal.aliyuncs.com");
    expect(made[0]?.headers).toMatchObject({
      authorization: expect.stringMatching(/^MNS STS\.id:/),
      "security-token": "token",
    });
  });
});

describe("envelopes", () => {
  it("open to the sealed message, and leave other messages unchanged", () => {
    const attributes = fc.option(fc.dictionary(fc.string(), fc.string(), { minKeys: 1 }), { nil: undefined });
    fc.assert(
      fc.property(fc.jsonValue(), attributes, (value, given) => {
        const body = JSON.stringify(value);
        const opened = open(seal({ body, attributes: given }));
        expect(JSON.parse(opened.body)).toEqual(JSON.parse(body));
        expect(opened.attributes).toEqual(given);
      }),
    );
    for (const body of ['{"polyfn":{"attempt":9},"body":"x"}', '{"polyfn":null,"body":"x"}', '{"polyfn":1}'])
      expect(open(seal({ body })).body).toBe(body);
    expect(open('{"polyfn":{},"body":"x","more":1}')).toEqual({ body: '{"polyfn":{},"body":"x","more":1}' });
    expect(open('{"polyfn":')).toEqual({ body: '{"polyfn":' });
  });

  it.each([
    { attempt: "9" },
    { attempt: 0.5 },
    { attempt: -1 },
    { id: { a: 1 } },
    { time: 5 },
    { attributes: ["a"] },
    { attributes: "a" },
    { attributes: { a: 1 } },
    { attributes: null },
    { deduplicationId: null },
    { group: "g" },
    [1],
    "text",
    null,
  ])("are not recognized with a field of another form: %j", (polyfn) => {
    const body = JSON.stringify({ polyfn, body: "x" });
    expect(open(body)).toEqual({ body });
  });
});

describe("topics", () => {
  const filtered = (filter: object, filterOn: "attributes" | "body" = "attributes") =>
    triggers({ topic: { onAlert: { filter, filterOn } } });
  const deliver = async (event: object, setup: ReturnType<typeof triggers>) => {
    const seen: CloudEvent[] = [];
    await invoke({ topic: (given) => void seen.push(given) }, event, setup);
    return seen.length;
  };

  it("filter on attributes and on the body", async () => {
    const event = { ...sample<object>("topic"), Message: '{"size":5}', severity: "high" };
    expect(await deliver(event, filtered({ severity: ["high"] }))).toBe(1);
    expect(await deliver(event, filtered({ severity: ["low"] }))).toBe(0);
    expect(await deliver(event, filtered({ size: [{ numeric: [">", 4, "<=", 5] }] }, "body"))).toBe(1);
    expect(await deliver(event, filtered({ size: [{ numeric: [">", 5] }] }, "body"))).toBe(0);
  });

  it("have the subject and attributes, also with reserved names", async () => {
    const seen: CloudEvent[] = [];
    const event = { ...sample<object>("topic"), "polyfn:subject": "hi", "polyfn:Message": "mine" };
    await invoke({ topic: (given) => void seen.push(given) }, event);
    expect(seen[0]).toMatchObject({ subject: "hi", attributes: { Message: "mine" }, data: "hello topic" });
  });
});

describe("xml", () => {
  it("is parsed as it was written", () => {
    expect(textOf("<a><b>&lt;x&gt; &#228; &#x4e2d; &amp;lt;</b></a>", "b")).toBe("<x> ä 中 &lt;");
    expect(textOf("<b><![CDATA[<&>]]></b>", "b")).toBe("<&>");
    expect(elements('<m xmlns="x">1</m><mm>2</mm><m>3</m>', "m")).toEqual(["1", "3"]);
  });
});
