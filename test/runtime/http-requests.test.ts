import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { invoke, sample } from "./harness.ts";
import { base64, call, type Http, headerValue, look, text, token } from "./http-calls.ts";

describe("requests", () => {
  it.each([
    ["/a b/ü", "/a%20b/%C3%BC"],
    ["/a%20b", "/a%20b"],
    ["/100%", "/100%25"],
    ["/what?#", "/what%3F%23"],
    ["//x", "//x"],
  ])("have for the path %s the path %s", async (path, expected) => {
    expect(await look({ path, query: "q=1" }, ({ url }) => url)).toBe(`https://x.example${expected}?q=1`);
  });

  it("keep queries, also repeated names", async () => {
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

  it("have the body as it was sent, as text and as bytes", async () => {
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

  it("accept headers that Node.js refuses", async () => {
    const headers = { "x-name": "日本", "bad name": "x", ok: "yes" };
    const seen = await look({ headers }, (request) => Object.fromEntries(request.headers));
    expect(seen).toEqual({ host: "x.example", "x-name": Buffer.from("日本").toString("latin1"), ok: "yes" });
  });

  it("have no body with GET, and are refused with methods that Fetch does not allow", async () => {
    expect(await look({ body: "ignored" }, (request) => request.body)).toBeNull();
    expect(await call(() => new Response("no"), { method: "TRACE" })).toMatchObject({ statusCode: 501, body: "" });
  });

  it("have the caller that the gateway verified", async () => {
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

describe("an incoming request is a Request", () => {
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

  it("whose body can be read once", async () => {
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

  it("for the global Request and fetch, which take over its body", async () => {
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
