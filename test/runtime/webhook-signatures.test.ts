import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { refusal, type WebhookSettings } from "../../runtime/shim/webhook.ts";

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
  it.each(vectors)("$name: accepts the published one", (vector) => {
    expect(check(vector)).toBeUndefined();
  });

  it.each(vectors)("$name: refuses another body, secret or signature", (vector) => {
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

  it.each(vectors.filter(({ at }) => at > 0))(
    "$name: refuses a timestamp outside of the tolerance, on either side",
    (vector) => {
      for (const off of [-301, 301]) expect(check({ ...vector, at: vector.at + off })).toContain("300 s");
      for (const off of [-300, 300]) expect(check({ ...vector, at: vector.at + off })).toBeUndefined();
    },
  );

  it.each(vectors)("$name: accepts any of several secrets, one per line", (vector) => {
    expect(check({ ...vector, secret: `c29tZXRoaW5nIGVsc2U=\n${vector.secret}\n` })).toBeUndefined();
  });

  it("accepts any of several signatures in one header", () => {
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

  it("refuses every signature with an empty secret", () => {
    const body = "x";
    const signature = createHmac("sha256", "").update(body).digest("hex");
    const headers = { "x-hub-signature-256": `sha256=${signature}` };
    expect(check({ name: "", settings: settings("github"), secret: "", headers, body, at: 0 })).toEqual(
      expect.any(String),
    );
  });

  it("signs a generic sender's timestamp before the body", () => {
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
