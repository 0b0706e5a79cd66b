import { createHmac } from "node:crypto";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createHandler as createDirect } from "../../adapters/aws/runtime/entry-direct.ts";
import type { AnyHandler } from "../../runtime/index.ts";
import { invoke as invokeFc } from "./aliyun/harness.ts";
import { event as fcEvent } from "./aliyun/http-harness.ts";
import { captureLog } from "./captured-log.ts";
import { invoke as invokeLambda, lambdaContext, sample, triggers } from "./harness.ts";
import { eventV2 } from "./http-calls.ts";
import { failures, SECRET, thrown } from "./throws.ts";

interface Answer {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

const signature = `sha256=${createHmac("sha256", "s3cret").update("{}").digest("hex")}`;
const posted = { method: "POST", body: "{}", headers: { "x-hub-signature-256": signature } };
const webhook = {
  ...triggers({ webhook: { w: { sender: "github", secret: "signing", tolerance: 300 } } }),
  clients: { signing: () => ({ value: async () => "s3cret" }) },
} as const;
const cors = { origins: ["*"], methods: ["GET"], headers: [], exposeHeaders: [], credentials: false, maxAge: 0 };
const domain = { domain: "media.example.com", path: "/" };

type Http = NonNullable<AnyHandler["http"]>;

/** Every kind of address, on both clouds. */
const ADDRESSES: Readonly<Record<string, (http: Http) => unknown>> = {
  "a function URL": (http) => invokeLambda({ http }, sample("http-function-url")),
  "an HTTP API": (http) => invokeLambda({ http }, eventV2({})),
  "a REST API": (http) => invokeLambda({ http }, sample("http-rest")),
  "a webhook on Lambda": (http) => invokeLambda({ webhook: http as never }, eventV2(posted), webhook),
  "an FC address": (http) => invokeFc({ http }, fcEvent({})),
  "an FC address with cross-origin rules": (http) =>
    invokeFc(
      { http },
      fcEvent({ headers: { origin: "https://a.example" } }),
      triggers({ http: { url: { cors: { ...cors, methods: ["GET"] } } } }),
    ),
  "a custom domain": (http) => invokeFc({ http }, fcEvent(domain), triggers({ http: { w: { api: "site" } } })),
  "a webhook on FC": (http) => invokeFc({ webhook: http as never }, fcEvent(posted), webhook),
};

beforeEach(() => vi.stubEnv("POLYFN_RESOURCES", '{"signing":{"secret":"s","store":"oos"},"site":{"url":"https://x"}}'));
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

describe.each(Object.entries(ADDRESSES))("a caller of %s", (_name, call) => {
  const kinds = fc.constantFrom(...Object.keys(failures));

  it("gets a request ID and no details of the error", async () => {
    await fc.assert(
      fc.asyncProperty(thrown, kinds, async (make, kind) => {
        const lines = captureLog();
        const { statusCode, headers, body } = (await call(() => failures[kind]?.(make()) as Response)) as Answer;
        expect(statusCode).toBe(500);
        expect(JSON.parse(body)).toEqual({ requestId: expect.stringMatching(/^[\w-]+$/) });
        expect(JSON.stringify(headers)).not.toContain(SECRET);
        expect(headers["content-type"]).toBe("application/json");
        expect(lines).toMatchObject([{ level: "error", message: "failed", requestId: JSON.parse(body).requestId }]);
        vi.restoreAllMocks();
      }),
      { numRuns: 100 },
    );
  });

  it("gets 502 when the response is larger than the cloud takes, and the log has the sizes", async () => {
    const lines = captureLog();
    const { statusCode, body } = (await call(() => new Response("x".repeat(33_000_000 + 600_000)))) as Answer;
    expect([statusCode, JSON.parse(body)]).toEqual([502, { requestId: expect.any(String) }]);
    const why = /^The result has 336\d{5} bytes as JSON; the limit is (6291456|33554432)\./;
    expect(lines).toMatchObject([{ message: "failed", error: { message: expect.stringMatching(why) } }]);
  });

  it("gets 502 when the handler returns a network error", async () => {
    const lines = captureLog();
    const { statusCode, body } = (await call(() => Response.error())) as Answer;
    expect([statusCode, JSON.parse(body)]).toEqual([502, { requestId: expect.any(String) }]);
    expect(lines).toMatchObject([{ level: "error", message: expect.stringContaining("Response.error()") }]);
  });
});

describe("a caller of a function on FC", () => {
  const failed = (result: unknown) => {
    const { statusCode, headers, body } = result as Answer;
    expect([statusCode, headers, JSON.parse(body)]).toEqual([
      500,
      { "content-type": "application/json" },
      { requestId: expect.stringMatching(/^[\w-]+$/) },
    ]);
  };

  it("gets only a request ID when no trigger matches the call", async () => {
    const lines = captureLog();
    failed(await invokeFc({ webhook: () => undefined }, fcEvent(domain), webhook));
    expect(lines).toMatchObject([{ message: "failed", error: { name: "SetupError" } }]);
    const raw = () => Promise.reject(new Error(SECRET));
    failed(await invokeFc({ webhook: () => undefined, raw }, fcEvent(domain), webhook));
  });

  it("gets only a request ID when the deployment lacks the api's hostname", async () => {
    captureLog();
    const http = { a: { api: "one" }, b: { api: "two" } };
    failed(await invokeFc({ http: () => new Response() }, fcEvent(domain), triggers({ http })));
  });
});

describe("the result of a direct call", () => {
  const direct = (raw: () => unknown) =>
    createDirect({ default: { raw } }, { function: "f" })({}, lambdaContext() as never);

  it.each<[string, number, (raw: () => unknown) => unknown]>([
    ["Lambda", 6 * 1024 * 1024, direct],
    ["FC", 32 * 1024 * 1024, (raw) => invokeFc({ raw }, {})],
  ])("fails on %s when it is larger than the cloud takes", async (_, limit, call) => {
    const lines = captureLog();
    expect(await call(() => "x".repeat(limit - 2))).toBeTruthy();
    const why = `The result has ${limit + 1} bytes as JSON; the limit is ${limit}.`;
    await expect(call(() => "x".repeat(limit - 1))).rejects.toThrow(why);
    // Characters of three bytes.
    await expect(call(() => "文".repeat(Math.ceil(limit / 3)))).rejects.toThrow(`the limit is ${limit}.`);
    expect(lines[0]).toMatchObject({ message: "failed", error: { message: expect.stringContaining(why) } });
    expect(await call(() => undefined)).not.toBe("");
  });
});

describe("any thrown value", () => {
  it("appears in the log with its stack and its cause", async () => {
    const lines = captureLog();
    const http = () => {
      throw new TypeError("outer", { cause: new Error("inner") });
    };
    await invokeLambda({ http }, eventV2({}));
    expect(lines[0]?.error).toMatchObject({
      message: "outer",
      stack: expect.stringContaining("http-failures.test.ts"),
      cause: { message: "inner" },
    });
  });

  it("is an error for the platform in calls of every other kind", async () => {
    await fc.assert(
      fc.asyncProperty(thrown, async (make) => {
        captureLog();
        const raw = () => Promise.reject(make());
        await expect(invokeLambda({ raw }, {})).rejects.toBeInstanceOf(Error);
        await expect(invokeFc({ raw }, {})).rejects.toBeInstanceOf(Error);
        vi.restoreAllMocks();
      }),
    );
  });
});
