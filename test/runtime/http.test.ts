import { PassThrough } from "node:stream";
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createHandler } from "../../adapters/aws/runtime/entry.ts";
import type { HttpResult } from "../../adapters/aws/runtime/response.ts";
import type { HttpContext } from "../../runtime/index.ts";
import { invoke, lambdaContext, sample, triggers } from "./harness.ts";

interface Given {
  method?: string;
  path?: string;
  query?: string;
  headers?: Record<string, string>;
  cookies?: string[];
  body?: string;
  base64?: boolean;
}

/** An event as HTTP APIs and function URLs make it. */
const eventV2 = ({ method = "GET", path = "/", query = "", headers = {}, cookies, body, base64 = false }: Given) => ({
  version: "2.0",
  rawPath: path,
  rawQueryString: query,
  headers: { host: "x.example", ...headers },
  cookies,
  requestContext: { http: { method, path, sourceIp: "203.0.113.7" } },
  body,
  isBase64Encoded: base64,
});

type Http = (request: Request, ctx: HttpContext) => Response | Promise<Response>;
const call = (http: Http, given: Given = {}) => invoke({ http }, eventV2(given)) as Promise<HttpResult>;

/** Runs a handler that only looks. */
async function look<T>(given: Given, see: (request: Request, ctx: HttpContext) => T | Promise<T>): Promise<T> {
  const seen: T[] = [];
  await call(async (request, ctx) => {
    seen.push(await see(request, ctx));
    return new Response();
  }, given);
  return seen[0] as T;
}

/** What a client gets: the result's bytes. */
const bytesOf = ({ body, isBase64Encoded }: HttpResult) => Buffer.from(body, isBase64Encoded ? "base64" : "utf8");

const text = fc.string({ unit: "binary" }).filter((value) => !/\p{Surrogate}/u.test(value));
const token = fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/);
const headerValue = fc.stringMatching(/^[!-~]([ -~]{0,20}[!-~])?$/);
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");

describe("requests", () => {
  it.each([
    ["/a b/ü", "/a%20b/%C3%BC"],
    ["/a%20b", "/a%20b"],
    ["/100%", "/100%25"],
    ["/what?#", "/what%3F%23"],
    ["//x", "//x"],
  ])("have the path %s as %s", async (path, expected) => {
    expect(await look({ path, query: "q=1" }, ({ url }) => url)).toBe(`https://x.example${expected}?q=1`);
  });

  it("keep queries, repeated names included", async () => {
    const pairs = fc.array(fc.tuple(text, text), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(pairs, async (given) => {
        const query = new URLSearchParams(given).toString();
        expect(await look({ query }, ({ url }) => [...new URL(url).searchParams])).toEqual(given);
      }),
    );
  });

  it("keep headers and cookies", async () => {
    const cookies = fc.array(fc.stringMatching(/^[a-z]{1,5}=[a-z0-9]{0,5}$/), { maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(fc.dictionary(token, headerValue), cookies, async (given, cookies) => {
        const { host: _host, cookie: _cookie, ...headers } = given;
        const seen = await look({ headers, cookies }, (request) => Object.fromEntries(request.headers));
        expect(seen).toEqual({
          host: "x.example",
          ...headers,
          ...(cookies.length > 0 && { cookie: cookies.join("; ") }),
        });
      }),
    );
  });

  it("have every body that was sent, as text and as bytes", async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(text, fc.uint8Array({ minLength: 1 })), async (body) => {
        const sent = typeof body === "string" ? { body } : { body: base64(body), base64: true };
        const got = await look({ method: "POST", ...sent }, (request) => request.arrayBuffer());
        expect(Buffer.from(got)).toEqual(Buffer.from(body as string));
        const copy = await look({ method: "PUT", ...sent }, async (request) =>
          (await request.clone().blob()).arrayBuffer(),
        );
        expect(Buffer.from(copy)).toEqual(Buffer.from(body as string));
      }),
    );
  });

  it("survive headers that Node refuses", async () => {
    const headers = { "x-name": "日本", "bad name": "x", ok: "yes" };
    const seen = await look({ headers }, (request) => Object.fromEntries(request.headers));
    expect(seen).toEqual({ host: "x.example", "x-name": Buffer.from("日本").toString("latin1"), ok: "yes" });
  });

  it("have no body with GET, and don't exist with methods that Fetch refuses", async () => {
    expect(await look({ body: "ignored" }, (request) => request.body)).toBeNull();
    expect(await call(() => new Response("no"), { method: "TRACE" })).toMatchObject({ statusCode: 501, body: "" });
  });

  it("carry what the front door knows", async () => {
    const seen: unknown[] = [];
    const http: Http = (_request, { params, http }) => {
      seen.push([params, http]);
      return new Response();
    };
    for (const name of ["http-api", "http-function-url", "http-rest"]) await invoke({ http }, sample(name));
    const claims = { claim1: "value1", claim2: "value2" };
    expect(seen).toEqual([
      [
        { parameter1: "value1" },
        { sourceIp: "192.0.2.1", auth: { kind: "jwt", claims, scopes: ["scope1", "scope2"] } },
      ],
      [
        {},
        {
          sourceIp: "123.123.123.123",
          auth: { kind: "iam", caller: "arn:aws:iam::111122223333:user/example-user", account: "111122223333" },
        },
      ],
      [{}, { sourceIp: "IP" }],
    ]);
  });
});

describe("a request is a Request", () => {
  const given = { method: "POST", path: "/x", body: '{"a":1}', headers: { "content-type": "application/json" } };

  it("in every member", async () => {
    const members = await look(given, (request) => {
      const { method, url, cache, redirect, signal, bodyUsed, body } = request;
      return {
        is: request instanceof Request,
        method,
        url,
        cache,
        redirect,
        aborted: signal.aborted,
        bodyUsed,
        body,
        tag: `${request}`,
      };
    });
    expect(members).toEqual({
      is: true,
      method: "POST",
      url: "https://x.example/x",
      cache: "default",
      redirect: "follow",
      aborted: false,
      bodyUsed: false,
      body: expect.any(ReadableStream),
      tag: "[object Request]",
    });
  });

  it("whose body is read once", async () => {
    await look(given, async (request) => {
      const copy = request.clone();
      expect(await request.json()).toEqual({ a: 1 });
      expect(request.bodyUsed).toBe(true);
      await expect(request.text()).rejects.toThrow(TypeError);
      expect(() => request.clone()).toThrow(TypeError);
      expect(copy.bodyUsed).toBe(false);
      expect(await copy.text()).toBe('{"a":1}');
      expect(request.body?.locked || request.bodyUsed).toBe(true);
    });
    await look(given, async (request) => {
      expect(await new Response(request.body).text()).toBe('{"a":1}');
      expect(request.bodyUsed).toBe(true);
    });
    const form = { ...given, body: "a=1&b=2", headers: { "content-type": "application/x-www-form-urlencoded" } };
    expect(await look(form, async (request) => [...(await request.formData())])).toEqual([
      ["a", "1"],
      ["b", "2"],
    ]);
  });

  it("for the global Request and fetch, which take its body with it", async () => {
    await look(given, async (request) => {
      const copy = new Request(request, { headers: { "x-new": "1" } });
      expect([copy.method, copy.headers.get("x-new"), await copy.text()]).toEqual(["POST", "1", '{"a":1}']);
      expect(request.bodyUsed).toBe(true);
    });
    const moved = await look(given, (request) =>
      new Request("https://other.example/", request).headers.get("content-type"),
    );
    expect(moved).toBe("application/json");
    await look(given, async (request) => {
      await expect(fetch(request, { signal: AbortSignal.abort() })).rejects.toThrow("aborted");
    });
    class Own extends Request {}
    expect(await look(given, (request) => new Own(request).text())).toBe('{"a":1}');
    expect(await look(given, (request) => request instanceof Own)).toBe(false);
  });
});

describe("responses", () => {
  it("arrive unchanged, whatever their bytes", async () => {
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

  it("to HEAD have no body, and those without a type are no JSON", async () => {
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

  it("must be responses", async () => {
    vi.spyOn(process.stdout, "write").mockReturnValue(true);
    await expect(call((() => ({ statusCode: 200 })) as never)).rejects.toThrow("http() must return a Response");
  });

  it("are made by anything with a fetch method", async () => {
    const app = {
      fetch: async (request: Request, env: { requestId: string }) => Response.json([request.url, env.requestId]),
    };
    const handler = createHandler({ default: app }, { function: "f", triggers: { http: triggers.http } });
    expect(await handler(eventV2({ path: "/hono" }), lambdaContext())).toMatchObject({
      body: JSON.stringify(["https://x.example/hono", "8f507cfc-xmpl-4697-b07a-ac58fc914c95"]),
    });
  });
});

describe("a response is a Response", () => {
  it("made as Node makes it", async () => {
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

  it("and refused as Node refuses it", () => {
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

  it("whose bytes are those at the time it was made", async () => {
    const bytes = Uint8Array.of(1, 2);
    const result = await call(() => {
      const response = new Response(bytes);
      bytes[0] = 9;
      return response;
    });
    expect([...bytesOf(result)]).toEqual([1, 2]);
  });
});

describe("streaming", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  /** The runtime's half of response streaming: the head, then what is written. */
  function stubRuntime() {
    const sent: { head?: unknown; chunks: Buffer[] } = { chunks: [] };
    const output = new PassThrough();
    output.on("data", (chunk: Buffer) => sent.chunks.push(chunk));
    vi.stubGlobal("awslambda", {
      streamifyResponse:
        (handler: (event: unknown, output: unknown, context: unknown) => unknown) =>
        (event: unknown, context: unknown) =>
          handler(event, output, context),
      HttpResponseStream: {
        from: (stream: unknown, head: unknown) => {
          sent.head = head;
          return stream;
        },
      },
    });
    return sent;
  }
  const load = async () => (await import("../../adapters/aws/runtime/triggers/http-streaming.ts")).http;

  it("sends the head first, then what the handler produces", async () => {
    const sent = stubRuntime();
    const body = new ReadableStream({
      start(controller) {
        for (const part of ["a", "b", "c"]) controller.enqueue(Buffer.from(part));
        controller.close();
      },
    });
    const handler = createHandler(
      {
        default: {
          http: () => new Response(body, { status: 202, headers: { "content-type": "text/plain" } }),
          raw: () => "done",
        },
      },
      { function: "f", triggers: { http: await load() } },
    );
    await handler(eventV2({}), lambdaContext());
    expect(sent.head).toEqual({ statusCode: 202, headers: { "content-type": "text/plain" } });
    expect(Buffer.concat(sent.chunks).toString()).toBe("abc");
  });

  it("answers other events in one piece", async () => {
    const sent = stubRuntime();
    const handler = createHandler(
      { default: { http: () => new Response(), raw: () => ({ ok: true }) } },
      { function: "f", triggers: { http: await load() } },
    );
    await handler({ other: 1 }, lambdaContext());
    expect(Buffer.concat(sent.chunks).toString()).toBe('{"ok":true}');
  });

  it("falls back to an answer in one piece where the runtime can't stream", async () => {
    const { http } = { http: await load() };
    const handler = createHandler(
      { default: { http: () => new Response("x") } },
      { function: "f", triggers: { http } },
    );
    expect(await handler(eventV2({}), lambdaContext())).toMatchObject({ statusCode: 200, body: "x" });
  });
});
