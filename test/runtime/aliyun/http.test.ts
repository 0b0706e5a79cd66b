import { createHmac } from "node:crypto";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { SecretClient, WebhookEvent } from "../../../runtime/index.ts";
import { text } from "../http-calls.ts";
import { triggers } from "../harness.ts";
import { invoke } from "./harness.ts";
import { call, event, type Http, look } from "./http-harness.ts";

beforeEach(() => {
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

describe("requests", () => {
  it("have path, query, headers and caller, with header names in any case", async () => {
    const given = { path: "/a%20b/é", query: { q: "1 & 2" }, headers: { "X-ONE": "1", "X-Forwarded-Proto": "http" } };
    const seen = await look(given, ({ url, headers }, { http }) => [url, headers.get("x-one"), http]);
    expect(seen).toEqual(["http://x.example/a%20b/%C3%A9?q=1%20%26%202", "1", { sourceIp: "203.0.113.7" }]);
  });

  it("have the query as it was sent, if the event contains it", async () => {
    const raw = { ...event({ query: { a: "1,2" } }), rawQueryString: "a=1&a=2" };
    const seen: string[] = [];
    const http: Http = ({ url }) => {
      seen.push(url);
      return new Response();
    };
    await invoke({ http }, raw);
    expect(seen).toEqual(["https://x.example/?a=1&a=2"]);
  });

  it("have the body as it was sent", async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(text, fc.uint8Array({ minLength: 1 })), async (body) => {
        const bytes = Buffer.from(body as string);
        const sent = typeof body === "string" ? { body } : { body: bytes.toString("base64"), base64: true };
        const got = await look({ method: "POST", ...sent }, async (r) => Buffer.from(await r.arrayBuffer()));
        expect(got).toEqual(bytes);
      }),
    );
  });

  it("are refused with methods that Fetch does not allow", async () => {
    expect(await call(() => new Response("no"), { method: "TRACE" })).toMatchObject({ statusCode: 501, body: "" });
  });
});

describe("responses", () => {
  it("arrive unchanged with any bytes", async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(text, fc.uint8Array()), async (body) => {
        const { body: sent, isBase64Encoded } = await call(() => new Response(body as string));
        expect(Buffer.from(sent, isBase64Encoded ? "base64" : "utf8")).toEqual(Buffer.from(body as string));
      }),
    );
  });

  it("have the first of several cookies, and log the others as lost", async () => {
    const headers = new Headers([
      ["set-cookie", "a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT"],
      ["set-cookie", "b=2"],
      ["x-many", "1"],
      ["x-many", "2"],
    ]);
    expect(await call(() => new Response("x", { status: 201, headers }))).toEqual({
      statusCode: 201,
      headers: {
        "content-type": "text/plain;charset=UTF-8",
        "set-cookie": "a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT",
        "x-many": "1, 2",
      },
      body: "x",
      isBase64Encoded: false,
    });
    const logged = vi.mocked(process.stdout.write).mock.calls.join("");
    expect(logged).toContain('"lost":["b"]');
  });

  it("to HEAD have no body, and those without a type are not JSON", async () => {
    expect(await call(() => new Response("12345"), { method: "HEAD" })).toMatchObject({ body: "" });
    expect(await call(() => new Response(Uint8Array.of(0xff)))).toMatchObject({
      headers: { "content-type": "application/octet-stream" },
      body: "/w==",
      isBase64Encoded: true,
    });
  });
});

describe("CORS rules of the own URL", () => {
  const cors = {
    origins: ["https://a.example", "https://*.b.example"],
    methods: ["POST"] as const,
    headers: ["content-type"],
    exposeHeaders: ["etag"],
    credentials: true,
    maxAge: 60,
  };
  const setup = triggers({ http: { url: { cors: { ...cors, methods: [...cors.methods] } } } });
  const asked = { origin: "https://a.example", "access-control-request-method": "POST" };

  it("answer preflight requests without the handler", async () => {
    const http = vi.fn(() => new Response());
    expect(await call(http, { method: "OPTIONS", headers: asked }, setup)).toEqual({
      statusCode: 204,
      headers: {
        "access-control-allow-credentials": "true",
        "access-control-allow-headers": "content-type",
        "access-control-allow-methods": "POST",
        "access-control-allow-origin": "https://a.example",
        "access-control-max-age": "60",
        vary: "Origin",
      },
      body: "",
      isBase64Encoded: false,
    });
    const stranger = await call(http, { method: "OPTIONS", headers: { ...asked, origin: "https://c.example" } }, setup);
    // FC allows every origin where an answer names none, so the answer names an address that is not the stranger's.
    expect(stranger.headers).toEqual({ "access-control-allow-origin": "https://x.example", vary: "Origin" });
    expect(http).not.toHaveBeenCalled();
  });

  it("replace the handler's own CORS headers", async () => {
    const http = () => new Response("x", { headers: { "access-control-allow-origin": "*", "x-a": "1" } });
    const { headers } = await call(http, { headers: { Origin: "https://x.b.example" } }, setup);
    expect(headers).toMatchObject({
      "access-control-allow-origin": "https://x.b.example",
      "access-control-expose-headers": "etag",
      "x-a": "1",
    });
    const none = await call(http, {}, setup);
    expect(none.headers).not.toHaveProperty("access-control-allow-origin");
  });
});

describe("webhook", () => {
  const value = vi.fn<SecretClient["value"]>(async () => "s3cret");
  const setup = {
    ...triggers({ webhook: { onCall: { sender: "github", secret: "signing", tolerance: 300 } } }),
    clients: { signing: () => ({ value }) },
  } as const;
  const signed = (body: string, key: string) =>
    event({
      method: "POST",
      body: Buffer.from(body).toString("base64"),
      base64: true,
      headers: {
        "Content-Type": "application/json",
        "X-Hub-Signature-256": `sha256=${createHmac("sha256", key).update(body).digest("hex")}`,
      },
    });
  beforeEach(() => vi.stubEnv("POLYFN_RESOURCES", '{"signing":{"secret":"s","store":"oos"}}'));

  it("passes on the signed body, and answers 401 to invalid signatures", async () => {
    const calls: WebhookEvent[] = [];
    const webhook = (given: WebhookEvent) => void calls.push(given);
    const body = '{"a": "ü"}';
    expect(await invoke({ webhook }, signed(body, "s3cret"), setup)).toMatchObject({ statusCode: 204 });
    expect(await invoke({ webhook }, signed(body, "guess"), setup)).toMatchObject({ statusCode: 401, body: "" });
    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatchObject({ source: "webhook/onCall", data: { body: { a: "ü" } } });
    expect(Buffer.from(calls[0]?.data.raw ?? []).toString()).toBe(body);
  });
});
