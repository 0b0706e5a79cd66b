import { brotliCompressSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { createHandler } from "../../adapters/aws/runtime/entry.ts";
import { call as callFc } from "./aliyun/http-harness.ts";
import { captureLog } from "./captured-log.ts";
import { invoke, lambdaContext, sample, codecs } from "./harness.ts";
import { bytesOf, call, eventV2, text } from "./http-calls.ts";

describe("responses", () => {
  it("arrive unchanged with any bytes", async () => {
    const kinds = fc.oneof(text, fc.string({ unit: "binary" }), fc.uint8Array());
    await fc.assert(
      fc.asyncProperty(kinds, fc.constantFrom("own", "stream", "blob"), async (body, kind) => {
        const bytes = Buffer.from(body as string);
        const given = kind === "own" ? body : kind === "blob" ? new Blob([bytes]) : new Blob([bytes]).stream();
        const result = await call(() => new Response(given as string));
        expect(bytesOf(result)).toEqual(bytes);
      }),
    );
  });

  it("keep status, headers and each cookie", async () => {
    const headers = new Headers({ "x-one": "1", "content-type": "text/html" });
    headers.append("x-many", "a");
    headers.append("x-many", "b");
    headers.append("set-cookie", "a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT");
    headers.append("set-cookie", "b=2");
    const http = () => new Response("<p>", { status: 201, headers });
    expect(await call(http)).toEqual({
      statusCode: 201,
      headers: { "x-one": "1", "x-many": "a, b", "content-type": "text/html" },
      cookies: ["a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT", "b=2"],
      body: "<p>",
      isBase64Encoded: false,
    });
    expect(await invoke({ http }, sample("http-rest"))).toMatchObject({
      multiValueHeaders: { "set-cookie": ["a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT", "b=2"] },
    });
  });

  it("to HEAD have no body, and those without a type are not JSON", async () => {
    expect(await call(() => new Response("12345", { headers: { etag: "x" } }), { method: "HEAD" })).toMatchObject({
      headers: { etag: "x" },
      body: "",
    });
    const bytes = await call(() => new Response(Uint8Array.of(0xff)));
    expect(bytes).toMatchObject({
      headers: { "content-type": "application/octet-stream" },
      body: "/w==",
      isBase64Encoded: true,
    });
    expect(await call(() => new Response(null, { status: 204 }))).toEqual({
      statusCode: 204,
      headers: {},
      body: "",
      isBase64Encoded: false,
    });
  });

  it("must be of type Response", async () => {
    const lines = captureLog();
    expect(await call((() => ({ statusCode: 200 })) as never)).toMatchObject({ statusCode: 500 });
    expect(lines).toMatchObject([{ error: { message: "http() must return a Response; it returned object" } }]);
    vi.restoreAllMocks();
  });

  it("can come from any object with a fetch method", async () => {
    const app = {
      fetch: async (request: Request, env: { requestId: string }) => Response.json([request.url, env.requestId]),
    };
    const handler = createHandler({ default: app }, { function: "f", codecs: { http: codecs.http } });
    expect(await handler(eventV2({ path: "/hono" }), lambdaContext())).toMatchObject({
      body: JSON.stringify(["https://x.example/hono", "8f507cfc-xmpl-4697-b07a-ac58fc914c95"]),
    });
  });
});

describe("the content-encoding of a response", () => {
  const br = { "content-encoding": "br" };
  const large = brotliCompressSync(Buffer.alloc(3_000_000, "a"));

  it.each([
    ["[]", 200, undefined],
    ["ok", 200, undefined],
    ["hello br", 200, undefined],
    [brotliCompressSync("[]"), 200, "br"],
    [large, 200, "br"],
    [large.subarray(2), 206, "br"],
  ])("for %s with status %i is %s", async (body, status, expected) => {
    const http = () => new Response(new Blob([body]).stream(), { status, headers: br });
    for (const { headers } of [await call(http), await callFc(http)])
      expect(headers["content-encoding"]).toBe(expected);
  });
});

describe("a response is a Response", () => {
  it("created as Node.js does", async () => {
    for (const response of [
      new Response("é"),
      new Response(Buffer.from("é")),
      Response.json({ a: 1 }, { status: 201 }),
    ]) {
      expect(response).toBeInstanceOf(Response);
      const copy = response.clone();
      expect(await copy.text()).toBe(await response.text());
      expect([response.bodyUsed, copy.bodyUsed]).toEqual([true, true]);
    }
    expect(new Response("x").headers.get("content-type")).toBe("text/plain;charset=UTF-8");
    expect(new Response(Uint8Array.of(1)).headers.get("content-type")).toBeNull();
    expect(Response.json({}).headers.get("content-type")).toBe("application/json");
    expect(
      Response.json({}, { headers: { "content-type": "application/problem+json" } }).headers.get("content-type"),
    ).toBe("application/problem+json");
    expect(await new Response("\uFEFFx").text()).toBe("x");
    expect((await new Response("ab").blob()).type).toBe("text/plain;charset=utf-8");
  });

  it("refused as Node.js does", () => {
    expect(() => new Response("x", { status: 204 })).toThrow(TypeError);
    expect(() => new Response("x", { status: 99 })).toThrow(RangeError);
    expect(() => new Response("x", { headers: { "bad name": "x" } })).toThrow(TypeError);
    expect(() => Response.json(undefined)).toThrow(TypeError);
    expect(Response.redirect("https://x.example/", 302).status).toBe(302);
    const { ok, status, statusText, type, redirected, url } = new Response("x", { status: 404 });
    expect({ ok, status, statusText, type, redirected, url }).toEqual({
      ok: false,
      status: 404,
      statusText: "",
      type: "default",
      redirected: false,
      url: "",
    });
    expect(new Response("x", { statusText: "Fine" }).statusText).toBe("Fine");
    class Own extends Response {}
    expect(new Own("x")).toBeInstanceOf(Own);
    expect(new Response("x")).not.toBeInstanceOf(Own);
  });

  it("with the bytes at the time of its creation", async () => {
    const bytes = Uint8Array.of(1, 2);
    const result = await call(() => {
      const response = new Response(bytes);
      bytes[0] = 9;
      return response;
    });
    expect([...bytesOf(result)]).toEqual([1, 2]);
  });
});
