import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { makeHeaders } from "../../runtime/shim/headers.ts";
import { addressOf } from "../../runtime/shim/http-event.ts";
import { lambdaContext } from "./harness.ts";
import { eventV2 } from "./http-calls.ts";

const name = fc.oneof(
  fc.constantFrom("a", "A", "x-b", "Set-Cookie", "content-type"),
  fc.constantFrom("", "bad name", "é"),
);
const value = fc.oneof(fc.constantFrom("", "1", "a b", " padded ", "é", "日", "a\nb"), fc.string());
const operation = fc.oneof(
  fc.tuple(fc.constantFrom("set", "append"), name, value),
  fc.tuple(fc.constantFrom("get", "has", "delete"), name),
  fc.constantFrom(["getSetCookie"], ["entries"], ["keys"], ["values"]),
);

/** What an operation returns or throws. */
function outcome(headers: Headers, [method = "", ...args]: readonly string[]): unknown {
  try {
    const result: unknown = Reflect.apply(Reflect.get(headers, method), headers, args);
    return typeof result === "object" && result !== null ? [...(result as Iterable<unknown>)] : result;
  } catch (error) {
    return (error as Error).name;
  }
}

test("headers answer all calls as Node.js's headers do", () => {
  const init = fc.option(fc.dictionary(fc.constantFrom("a", "A", "x-b"), value, { maxKeys: 3 }), { nil: undefined });
  const made = (make: () => Headers) => {
    try {
      return make();
    } catch (error) {
      return error as Error;
    }
  };
  return fc.assert(
    fc.property(init, fc.array(operation, { maxLength: 8 }), (given, operations) => {
      const [own, native] = [made(() => makeHeaders(given)), made(() => new Headers(given))];
      if (native instanceof Error || own instanceof Error) {
        expect((own as Error).name).toBe((native as Error).name);
        return;
      }
      expect(own).toBeInstanceOf(Headers);
      for (const one of operations) expect(outcome(own, one), one.join(" ")).toEqual(outcome(native, one));
      // Node.js trims the values once more.
      const copy = [...new Headers([...native])];
      expect([...new Headers(own)]).toEqual(copy);
      expect([...makeHeaders(own)]).toEqual(copy);
      expect([...own]).toEqual([...native]);
    }),
  );
});

test("an address is what URL makes of it", () => {
  const label = fc.constantFrom("a", "A", "x-1", "xn--a", "1", "0x1", "com", "%41", "");
  const host = fc.array(label, { minLength: 1, maxLength: 3 }).map((labels) => labels.join("."));
  const piece = fc.constantFrom("/", ".", "..", "a", "~", "%2e", "%41", "?", "&b=c", "+", "'", "ü", "//", "\\", "#");
  const target = fc.array(piece, { maxLength: 8 }).map((pieces) => `/${pieces.join("")}`);
  return fc.assert(
    fc.property(host, target, (given, path) => {
      const expected = URL.canParse(`https://${given}${path}`) && /^[\w.-]+$/.test(given) ? given : "localhost";
      expect(addressOf("https", given, path)).toBe(new URL(`https://${expected}${path}`).href);
    }),
  );
});

const NAMES = ["Request", "Response", "Headers"] as const;
let loaded: string[];

beforeEach(() => {
  loaded = [];
  for (const one of NAMES) {
    const { [one]: native } = globalThis;
    vi.stubGlobal(one, native);
    const get = () => {
      loaded.push(one);
      return native;
    };
    Object.defineProperty(globalThis, one, { get, configurable: true });
  }
  vi.stubGlobal("fetch", globalThis.fetch);
  vi.resetModules();
});
afterEach(() => {
  vi.unstubAllGlobals();
});

test("calls that need nothing of Node.js's classes do not load them", async () => {
  const { createHandler } = await import("../../adapters/aws/runtime/entry.ts");
  const { http } = await import("../../adapters/aws/runtime/triggers/http.ts");
  const seen: Request[] = [];
  const user = {
    async http(request: Request) {
      seen.push(request.clone());
      if (request.method === "GET") return new Response(null, { status: 204, headers: { "x-a": "b" } });
      return Response.json({ agent: request.headers.get("user-agent"), sent: await request.json() });
    },
  };
  const handler = createHandler(user, { function: "f", codecs: { http } });
  const headers = { "user-agent": "test" };
  expect(await handler(eventV2({ headers }), lambdaContext())).toMatchObject({
    statusCode: 204,
    headers: { "x-a": "b" },
  });
  const post = eventV2({ method: "POST", body: '{"a":1}', headers });
  expect(await handler(post, lambdaContext())).toMatchObject({ body: '{"agent":"test","sent":{"a":1}}' });
  expect(loaded).toEqual([]);

  const [request] = seen;
  expect(request?.signal.aborted).toBe(false);
  expect(loaded).toEqual([...NAMES]);
  expect(request).toBeInstanceOf(Request);
  expect(Response.json(1)).toBeInstanceOf(Response);
  expect(request?.headers).toBeInstanceOf(Headers);
});

test("requests have every member of Node.js's requests before its class is loaded", async () => {
  const members = Object.getOwnPropertyNames(Object.getOwnPropertyDescriptor(globalThis, "Request")?.get?.().prototype);
  loaded = [];
  const { createRequest } = await import("../../runtime/shim/fetch.ts");
  const request = createRequest("https://x.example/", "GET", () => new Headers(), undefined);
  for (const member of members) expect(member in request, member).toBe(true);
  expect(loaded).toEqual([]);
});
