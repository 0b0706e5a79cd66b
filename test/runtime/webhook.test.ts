import { createHmac } from "node:crypto";
import github from "@octokit/webhooks-examples" with { type: "json" };
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { HttpResult } from "../../adapters/aws/runtime/response.ts";
import { refusal, type WebhookSettings } from "../../runtime/core/webhook.ts";
import type { SecretClient, WebhookEvent } from "../../runtime/index.ts";
import { invoke, sample } from "./harness.ts";

type Sender = WebhookSettings["sender"];
const settings = (sender: Sender, more: Partial<WebhookSettings> = {}): WebhookSettings => ({
  sender,
  secret: "signing",
  tolerance: 300,
  ...more,
});
const generic = (hmac: Partial<NonNullable<WebhookSettings["hmac"]>>) =>
  settings("hmac", { hmac: { header: "x-signature", algorithm: "sha256", encoding: "hex", prefix: "", ...hmac } });

interface Vector {
  name: string;
  settings: WebhookSettings;
  secret: string;
  headers: Record<string, string>;
  body: string;
  /** Seconds. */
  at: number;
}

/** Published by the vendors themselves, except where it says otherwise. */
const vectors: Vector[] = [
  {
    // https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries
    name: "GitHub",
    settings: settings("github"),
    secret: "It's a Secret to Everybody",
    headers: { "x-hub-signature-256": "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17" },
    body: "Hello, World!",
    at: 0,
  },
  {
    // https://docs.slack.dev/authentication/verifying-requests-from-slack
    name: "Slack",
    settings: settings("slack"),
    secret: "8f742231b10e8888abcd99yyyzzz85a5",
    headers: {
      "x-slack-request-timestamp": "1531420618",
      "x-slack-signature": "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
    },
    body:
      "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&" +
      "channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&" +
      "response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&" +
      "trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c",
    at: 1531420618,
  },
  {
    // https://docs.svix.com/receiving/verifying-payloads/how-manual, the scheme that became Standard Webhooks
    name: "Standard Webhooks",
    settings: settings("standard"),
    secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    headers: {
      "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
      "webhook-timestamp": "1614265330",
      "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    },
    body: '{"test": 2432232314}',
    at: 1614265330,
  },
  {
    // Stripe publishes no secret with a signature; made as https://docs.stripe.com/webhooks#verify-manually says.
    name: "Stripe",
    settings: settings("stripe"),
    secret: "whsec_test",
    headers: {
      "stripe-signature": `t=1492774577,v1=${createHmac("sha256", "whsec_test").update('1492774577.{"id":"evt_1"}').digest("hex")},v0=6ffbb59b2300aae63f272406069a9788598b792a944a07aba816edb039989a39`,
    },
    body: '{"id":"evt_1"}',
    at: 1492774577,
  },
  {
    // RFC 4231, test case 2
    name: "HMAC-SHA512",
    settings: generic({ algorithm: "sha512" }),
    secret: "Jefe",
    headers: {
      "x-signature":
        "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737",
    },
    body: "what do ya want for nothing?",
    at: 0,
  },
  {
    // RFC 2202, test case 2, in base64 and with a prefix
    name: "HMAC-SHA1",
    settings: generic({ algorithm: "sha1", encoding: "base64", prefix: "sha1=" }),
    secret: "Jefe",
    headers: {
      "x-signature": `sha1=${Buffer.from("effcdf6ae5eb2fa2d27416d5f184df9c259a7c79", "hex").toString("base64")}`,
    },
    body: "what do ya want for nothing?",
    at: 0,
  },
];

const check = ({ settings, headers, body, secret, at }: Vector) =>
  refusal(settings, { headers: new Headers(headers), raw: Buffer.from(body), now: at }, secret);

describe("signatures", () => {
  it.each(vectors)("$name: the published one is genuine", (vector) => {
    expect(check(vector)).toBeUndefined();
  });

  it.each(vectors)("$name: another body, secret or signature is not", (vector) => {
    const first = /(sha256=|sha1=|v0=|v1=|v1,|^)([0-9a-zA-Z+/])(?=[0-9a-zA-Z+/=]{15})/g;
    const spoilt = Object.entries(vector.headers).map(([name, value]): [string, string] => [
      name,
      value.replace(first, (_match, before: string, char: string) => before + (char === "0" ? "1" : "0")),
    ]);
    const changes = [
      { body: `${vector.body} ` },
      { secret: `${vector.secret.slice(0, -4)}AAAA` },
      { headers: {} },
      { headers: Object.fromEntries(spoilt) },
    ];
    for (const change of changes) expect(check({ ...vector, ...change })).toEqual(expect.any(String));
    expect(spoilt).not.toEqual(Object.entries(vector.headers));
  });

  it.each(vectors.filter(({ at }) => at > 0))("$name: outside of the tolerance it is not, on either side", (vector) => {
    for (const off of [-301, 301]) expect(check({ ...vector, at: vector.at + off })).toContain("300 s");
    for (const off of [-300, 300]) expect(check({ ...vector, at: vector.at + off })).toBeUndefined();
  });

  it.each(vectors)("$name: any of several secrets, one per line, will do", (vector) => {
    expect(check({ ...vector, secret: `c29tZXRoaW5nIGVsc2U=\n${vector.secret}\n` })).toBeUndefined();
  });

  it("any of several signatures in one header will do", () => {
    const rotated: [string, string, string][] = [
      ["Standard Webhooks", "webhook-signature", "v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc= v1a,abc "],
      ["Stripe", "stripe-signature", ""],
    ];
    for (const [name, header, before] of rotated) {
      const vector = vectors.find((v) => v.name === name);
      if (!vector) throw new Error(name);
      const own = vector.headers[header] ?? "";
      const value = name === "Stripe" ? own.replace(",v1=", `,v1=${"0".repeat(64)},v1=`) : before + own;
      expect(check({ ...vector, headers: { ...vector.headers, [header]: value } })).toBeUndefined();
    }
  });

  it("an empty secret verifies nothing", () => {
    const body = "x";
    const signature = createHmac("sha256", "").update(body).digest("hex");
    const headers = { "x-hub-signature-256": `sha256=${signature}` };
    expect(check({ name: "", settings: settings("github"), secret: "", headers, body, at: 0 })).toEqual(
      expect.any(String),
    );
  });

  it("a generic sender's timestamp is signed before the body", () => {
    const headers = {
      "x-time": "1000",
      "x-signature": createHmac("sha256", "s").update("1000.{}").digest("hex"),
    };
    const vector = {
      name: "",
      settings: generic({ timestampHeader: "x-time" }),
      secret: "s",
      headers,
      body: "{}",
      at: 1000,
    };
    expect(check(vector)).toBeUndefined();
    expect(check({ ...vector, headers: { ...headers, "x-time": "1001" } })).toContain("does not match");
    expect(check({ ...vector, headers: { ...headers, "x-time": "" } })).toContain("timestamp");
  });
});

describe("webhook trigger", () => {
  let secret = "";
  const value = vi.fn<SecretClient["value"]>();
  const setup = (sender: Sender) => ({
    webhooks: { onCall: settings(sender) },
    clients: { signing: () => ({ value }) },
  });
  beforeEach(() => {
    secret = "s3cret";
    value.mockReset().mockImplementation(async () => secret);
    vi.stubEnv("POLYFN_RESOURCES", '{"signing":{"secret":"arn"}}');
    vi.spyOn(process.stdout, "write").mockReturnValue(true);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    vi.useRealTimers();
  });

  const urlCall = (headers: Record<string, string>, body: string, base64 = false) => ({
    ...sample<Record<string, unknown>>("http-function-url"),
    headers,
    cookies: undefined,
    body: base64 ? Buffer.from(body).toString("base64") : body,
    isBase64Encoded: base64,
  });
  const fromGitHub = (body: string, type = "application/json", key = secret) =>
    urlCall(
      {
        "content-type": type,
        "x-github-delivery": "72d3162e-cc78-11e3-81ab-4c9367dc0958",
        "x-hub-signature-256": `sha256=${createHmac("sha256", key).update(body).digest("hex")}`,
      },
      body,
    );

  it("takes every payload that GitHub publishes", async () => {
    const payloads = (github as unknown as { name: string; examples: unknown[] }[]).flatMap(({ examples }) => examples);
    expect(payloads.length).toBeGreaterThan(100);
    for (const payload of payloads) {
      const calls: WebhookEvent[] = [];
      const result = await invoke(
        { webhook: (event) => void calls.push(event) },
        fromGitHub(JSON.stringify(payload)),
        setup("github"),
      );
      expect(result).toEqual({ statusCode: 204, headers: {}, body: "", isBase64Encoded: false });
      expect(calls[0]?.data.body).toEqual(payload);
    }
  });

  it("hands over the body as it was signed, its id and headers", async () => {
    const calls: WebhookEvent[] = [];
    await invoke({ webhook: (event) => void calls.push(event) }, fromGitHub('{"a": "ü"}'), setup("github"));
    expect(calls[0]).toMatchObject({
      id: "72d3162e-cc78-11e3-81ab-4c9367dc0958",
      source: "webhook/onCall",
      type: "polyfn.webhook.received",
      data: { id: "72d3162e-cc78-11e3-81ab-4c9367dc0958", body: { a: "ü" } },
    });
    expect(Buffer.from(calls[0]?.data.raw ?? []).toString()).toBe('{"a": "ü"}');
    expect(calls[0]?.data.headers.get("X-GitHub-Delivery")).toBe("72d3162e-cc78-11e3-81ab-4c9367dc0958");
  });

  it("reads JSON in a form's field from GitHub, and forms of others as fields", async () => {
    const got: unknown[] = [];
    const webhook = (event: WebhookEvent) => void got.push(event.data.body);
    const form = "application/x-www-form-urlencoded";
    await invoke({ webhook }, fromGitHub(`payload=${encodeURIComponent('{"zen":1}')}`, form), setup("github"));
    const body = "token=x&a=1&a=2";
    const timestamp = `${Math.floor(Date.now() / 1000)}`;
    const signature = createHmac("sha256", secret).update(`v0:${timestamp}:${body}`).digest("hex");
    const headers = {
      "content-type": form,
      "x-slack-request-timestamp": timestamp,
      "x-slack-signature": `v0=${signature}`,
    };
    await invoke({ webhook }, urlCall(headers, body, true), setup("slack"));
    expect(got).toEqual([{ zen: 1 }, { token: "x", a: ["1", "2"] }]);
  });

  it("answers 401 without a word to what isn't genuine, and doesn't run the handler", async () => {
    const webhook = vi.fn();
    const forged = fromGitHub("{}", "application/json", "guess");
    expect(await invoke({ webhook }, forged, setup("github"))).toEqual({
      statusCode: 401,
      headers: {},
      body: "",
      isBase64Encoded: false,
    });
    expect(await invoke({ webhook }, urlCall({}, "{}"), setup("github"))).toMatchObject({ statusCode: 401 });
    expect(webhook).not.toHaveBeenCalled();
    const logged = vi.mocked(process.stdout.write).mock.calls.join("");
    expect(logged).toContain("does not match the secret");
    expect(logged).not.toContain(secret);
  });

  it("reads the secret anew when it was exchanged, but not for every stranger", async () => {
    vi.useFakeTimers({ now: Date.now() + 3_600_000, toFake: ["Date"] });
    const webhook = vi.fn();
    value.mockImplementation(async ({ fresh = false } = {}) => (fresh ? "new" : "old"));
    expect(await invoke({ webhook }, fromGitHub("{}", "application/json", "new"), setup("github"))).toMatchObject({
      statusCode: 204,
    });
    for (let i = 0; i < 5; i++)
      await invoke({ webhook }, fromGitHub("{}", "application/json", "guess"), setup("github"));
    expect(value.mock.calls.filter(([options]) => options?.fresh)).toHaveLength(1);
  });

  it("answers what the handler answers", async () => {
    const webhook = () => Response.json({ ok: true }, { status: 202 });
    const result = (await invoke({ webhook }, fromGitHub("{}"), setup("github"))) as HttpResult;
    expect(result).toMatchObject({ statusCode: 202, body: '{"ok":true}' });
  });

  it("answers Slack's question for a new address itself, if it is signed", async () => {
    const webhook = vi.fn();
    const body = JSON.stringify({ type: "url_verification", challenge: "3eZbrw1aB" });
    const timestamp = `${Math.floor(Date.now() / 1000)}`;
    const signed = createHmac("sha256", secret).update(`v0:${timestamp}:${body}`).digest("hex");
    const ask = (signature: string) =>
      invoke(
        { webhook },
        urlCall(
          {
            "content-type": "application/json",
            "x-slack-request-timestamp": timestamp,
            "x-slack-signature": `v0=${signature}`,
          },
          body,
        ),
        setup("slack"),
      );
    expect(await ask(signed)).toMatchObject({ statusCode: 200, body: "3eZbrw1aB" });
    expect(await ask("00")).toMatchObject({ statusCode: 401 });
    expect(webhook).not.toHaveBeenCalled();
  });
});
