import { describe, expect, expectTypeOf, it } from "vitest";
import { eventFlags } from "../../infra/operate/events/flags.ts";
import { generateEvent } from "../../infra/operate/events/generate.ts";
import { events, signatureHeaders } from "../../infra/operate/events/index.ts";
import { readEvent, writeEvent } from "../../infra/operate/events/json.ts";
import type { EventOf } from "../../adapters/payloads.ts";
import { type TriggerKind, triggers } from "../../model/triggers/index.ts";
import { refusal, type WebhookSettings } from "../../runtime/shim/webhook.ts";
import { fieldsOf, sampleEvents, STAMP } from "./sample-events.ts";

const KINDS = Object.keys(triggers) as TriggerKind[];

describe("generated events", () => {
  it.each(KINDS)("are what a handler receives: %s", (kind) => {
    expectTypeOf<ReturnType<(typeof events)[typeof kind]>>().toExtend<EventOf<typeof kind>>();
    expect(events[kind]()).toBeTypeOf("object");
  });

  it.each(KINDS)("are the same for the same id and time: %s", async (kind) => {
    const [one, other] = [sampleEvents()[kind], sampleEvents()[kind]];
    expect(await fieldsOf(one)).toEqual(await fieldsOf(other));
  });

  it.each(KINDS)("survive being written as JSON and read again: %s", async (kind) => {
    const event = sampleEvents()[kind];
    const text = await writeEvent(kind, event as never);
    const again = readEvent(kind, text);
    expect(await fieldsOf(again)).toEqual(await fieldsOf(event));
    expect(await writeEvent(kind, again as never)).toBe(text);
  });

  it.each(KINDS)("say what is missing where JSON is no event: %s", (kind) => {
    expect(() => readEvent(kind, "{}")).toThrow(/This is no .* event: it has no "/);
    expect(() => readEvent(kind, "{")).toThrow(`This is no ${kind} event: SyntaxError`);
  });

  it("have types that follow from the body", () => {
    expectTypeOf(events.queue({ body: { id: 1 } }).messages[0]?.data).toEqualTypeOf<{ id: number } | undefined>();
    expectTypeOf(events.queue({ body: "text" }).messages[0]?.data).toBeUnknown();
    expectTypeOf(events.table({ after: { id: "1" } }).records[0]?.data.after).toEqualTypeOf<
      { id: string } | undefined
    >();
  });

  it("keep the rules of values: a message's data is what its JSON says", () => {
    const { messages } = events.queue({ body: { when: new Date(0), gone: undefined } });
    expect(messages[0]).toMatchObject({
      data: { when: "1970-01-01T00:00:00.000Z" },
      datacontenttype: "application/json",
    });
    expect(messages[0]?.data).not.toHaveProperty("gone");
    expect(events.queue({ body: "plain" }).messages[0]).toMatchObject({ data: "plain", datacontenttype: "text/plain" });
  });

  it("tell which messages of a FIFO queue come again: the group's later ones too", async () => {
    const batch = events.queue({ id: "1", group: "a" }, { id: "2", group: "a" }, { id: "3", group: "b" });
    await batch.each((message) => (message.id === "1" ? message.retry() : undefined));
    expect(batch.failed().map(({ id }) => id)).toEqual(["1", "2"]);
  });

  it("tell which records come again: all from the checkpoint on", () => {
    const batch = events.stream({ id: "1" }, { id: "2" }, { id: "3" });
    expect(batch.failed()).toEqual([]);
    batch.records[1]?.retry();
    expect(batch.failed().map(({ id }) => id)).toEqual(["2", "3"]);
  });

  it("refuse a time that is none, and a row without its key", () => {
    expect(() => events.topic({ time: "tomorrow" })).toThrow('time: "tomorrow" is not a time.');
    expect(() => events.table({ after: { name: "x" } })).toThrow('The row has no column "id" of its key; it has name.');
    expect(() => events.http({ method: "GET", body: "x" })).toThrow("There is no such request");
  });
});

describe("signatures", () => {
  const hmac = {
    header: "x-sig",
    algorithm: "sha512",
    encoding: "base64",
    prefix: "v=",
    timestampHeader: "x-time",
  } as const;
  const senders: WebhookSettings[] = [
    ...(["github", "stripe", "slack", "standard"] as const).map((sender) => ({ sender, secret: "s", tolerance: 300 })),
    { sender: "hmac", secret: "s", tolerance: 300, hmac },
  ];

  it.each(senders)("of $sender are accepted for the secret, and for no other", (settings) => {
    const raw = new TextEncoder().encode('{"a":"ü"}');
    const call = { body: raw, id: "msg_1", timestamp: 1_700_000_000 };
    const headers = new Headers(signatureHeaders(settings, call, "c2VjcmV0\nb2xk"));
    const sent = { headers, raw, now: 1_700_000_010 };
    expect(refusal(settings, sent, "c2VjcmV0")).toBeUndefined();
    expect(refusal(settings, sent, "b3RoZXI=")).toBe("its signature does not match the secret");
    expect(refusal(settings, { ...sent, raw: new Uint8Array([1]) }, "c2VjcmV0")).toBeDefined();
  });

  it("are part of a generated webhook", () => {
    const { data } = events.webhook({ ...STAMP, sender: "hmac", hmac: { header: "x-sig" }, secret: "s", body: "ü" });
    const settings: WebhookSettings = {
      sender: "hmac",
      secret: "s",
      tolerance: 300,
      hmac: { header: "x-sig", algorithm: "sha256", encoding: "hex", prefix: "" },
    };
    expect(refusal(settings, { headers: data.headers, raw: data.raw, now: 0 }, "s")).toBeUndefined();
  });

  it("of a sender without settings are refused with what to give", () => {
    expect(() => events.webhook({ sender: "hmac" })).toThrow(/A webhook of sender "hmac" can't be signed: hmac: /);
  });
});

describe("options of the command line", () => {
  it.each(KINDS)("make the event that the generator makes: %s", (kind) => {
    const stamped = kind === "http" ? {} : STAMP;
    const { event } = generateEvent(kind, stamped);
    expect(JSON.stringify(event)).toBe(JSON.stringify(events[kind](stamped as never)));
    expect(Object.keys(eventFlags[kind]).length).toBeGreaterThan(0);
  });

  it("refuse an option of another kind and say which there are", () => {
    expect(() => generateEvent("bucket", { row: "{}" })).toThrow("A bucket event has no --row.");
    expect(() => generateEvent("que", {})).toThrow('There is no kind of trigger "que".');
    expect(() => generateEvent("table", { row: "{" })).toThrow('"{" is not JSON.');
    expect(() => generateEvent("bucket", { size: "big" })).toThrow('"big" is not a whole number.');
  });
});
