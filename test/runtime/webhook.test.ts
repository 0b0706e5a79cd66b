import { createHmac } from "node:crypto";
import github from "@octokit/webhooks-examples" with { type: "json" };
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { HttpResult } from "../../adapters/aws/runtime/response.ts";
import type { SecretClient, WebhookEvent } from "../../runtime/index.ts";
import type { WebhookSettings } from "../../runtime/shim/webhook.ts";
import { invoke, sample, triggers } from "./harness.ts";

type Sender = WebhookSettings["sender"];
const settings = (sender: Sender, more: Partial<WebhookSettings> = {}): WebhookSettings => ({
  sender,
  secret: "signing",
  tolerance: 300,
  ...more,
});

describe("webhook trigger", () => {
  let secret = "";
  const value = vi.fn<SecretClient["value"]>();
  const setup = (sender: Sender) => ({
    ...triggers({ webhook: { onCall: settings(sender) } }),
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

  it("accepts every payload that GitHub publishes", async () => {
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

  it("passes on the signed body, its ID and headers", async () => {
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

  it("parses JSON in a form field from GitHub, and other forms as fields", async () => {
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

  it("answers 401 without details to an invalid signature, and does not run the handler", async () => {
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

  it("reads the secret again after a change, but not for every invalid request", async () => {
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

  it("returns the handler's response", async () => {
    const webhook = () => Response.json({ ok: true }, { status: 202 });
    const result = (await invoke({ webhook }, fromGitHub("{}"), setup("github"))) as HttpResult;
    expect(result).toMatchObject({ statusCode: 202, body: '{"ok":true}' });
  });

  it("answers Slack's URL verification itself, if it is signed", async () => {
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
