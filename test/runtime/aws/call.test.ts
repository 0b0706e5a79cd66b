import { createServer, type Socket } from "node:net";
import { once } from "node:events";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { BucketReader, BucketWriter, FunctionClient, SecretClient } from "../../../runtime/index.ts";
import { stubAws } from "./environment.ts";
import { type Answer, type Recorded, type Recorder, startRecorder } from "./recorder.ts";

let recorder: Recorder;
let answers: ((request: Recorded) => Answer | Promise<Answer>)[];
let bucket: BucketReader & BucketWriter;
let secret: SecretClient;
let worker: FunctionClient;

const ok = (): Answer => ({ body: '{"SecretString":"s"}' });
const refused =
  (status: number, code: string, headers = {}) =>
  (): Answer => ({
    status,
    headers,
    body: JSON.stringify({ __type: code, message: "no" }),
  });
const value = () => secret.value({ fresh: true });
const requests = () => recorder.take().length;

beforeAll(async () => {
  recorder = await startRecorder((request) => (answers.shift() ?? ok)(request));
});
beforeEach(async () => {
  stubAws({ AWS_ENDPOINT_URL: recorder.url });
  // The clock's correction is kept as long as the instance lives.
  vi.resetModules();
  const { bucketClient } = await import("../../../adapters/aws/runtime/clients/bucket.ts");
  const { functionClient } = await import("../../../adapters/aws/runtime/clients/function.ts");
  const { secretClient } = await import("../../../adapters/aws/runtime/clients/secret.ts");
  bucket = bucketClient({ bucket: "files" }, "files", "f") as typeof bucket;
  worker = functionClient({ function: "w" }, "worker", "f") as FunctionClient;
  secret = secretClient({ secret: "s" }, "token", "f") as SecretClient;
});
afterEach(() => {
  recorder.take();
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});
afterAll(() => recorder[Symbol.asyncDispose]());

describe("retries", () => {
  it.each([
    [500, "InternalFailure"],
    [503, "ServiceUnavailable"],
    [429, "Whatever"],
    [400, "ThrottlingException"],
    [400, "ProvisionedThroughputExceededException"],
    [400, "RequestTimeout"],
  ])("happen after %s %s", async (status, code) => {
    answers = [refused(status, code)];
    expect(await value()).toBe("s");
    expect(requests()).toBe(2);
  });

  it("do not happen after a client error", async () => {
    answers = [refused(400, "ValidationException")];
    await expect(value()).rejects.toMatchObject({ name: "ValidationException", message: "no" });
    expect(requests()).toBe(1);
  });

  it("end with the service's error after three further attempts", async () => {
    answers = Array.from({ length: 4 }, () => refused(500, "InternalFailure", { "x-amzn-requestid": "r4" }));
    await expect(value()).rejects.toMatchObject({ $metadata: { httpStatusCode: 500, requestId: "r4" } });
    expect(requests()).toBe(4);
  });

  it("happen for an invocation only when it was not started", async () => {
    answers = [refused(429, "TooManyRequestsException"), () => ({ body: "7" })];
    expect(await worker.invoke({})).toBe(7);
    answers = [refused(502, "ServiceException")];
    await expect(worker.invoke({})).rejects.toMatchObject({ name: "ServiceException" });
    answers = [refused(502, "ServiceException")];
    await worker.invokeAsync({});
    expect(requests()).toBe(5);
  });

  it("send Lambda's trace header, by which Lambda stops recursive calls", async () => {
    answers = [];
    vi.stubEnv("_X_AMZN_TRACE_ID", "Root=1-2-3");
    await value();
    vi.stubEnv("AWS_LAMBDA_FUNCTION_NAME", "f");
    await value();
    expect(recorder.take().map(({ headers }) => headers["x-amzn-trace-id"])).toEqual([undefined, "Root=1-2-3"]);
  });
});

describe("a wrong clock on the machine", () => {
  const dates = () => recorder.take().map(({ headers }) => String(headers["x-amz-date"]).slice(0, 11));
  const date = { date: "Sun, 01 Mar 2026 10:00:00 GMT" };

  it("is corrected by the service's response, also for later calls", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-03-04T05:00:00Z") });
    try {
      answers = [refused(403, "InvalidSignatureException", date)];
      await value();
      await value();
      expect(dates()).toEqual(["20260304T05", "20260301T10", "20260301T10"]);
      expect(await bucket.signedUrl("k")).toContain("X-Amz-Date=20260301T10");
    } finally {
      vi.useRealTimers();
    }
  });

  it("is not assumed for an error at the same time", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-03-01T10:01:00Z") });
    try {
      answers = [refused(403, "InvalidSignatureException", date)];
      await expect(value()).rejects.toMatchObject({ name: "InvalidSignatureException" });
      expect(dates()).toEqual(["20260301T10"]);
    } finally {
      vi.useRealTimers();
    }
  });
});

it("fetches new container credentials when the service says that they have expired", async () => {
  stubAws({
    AWS_ENDPOINT_URL: recorder.url,
    AWS_ACCESS_KEY_ID: undefined,
    AWS_CONTAINER_CREDENTIALS_FULL_URI: `${recorder.url}/role`,
  });
  const role = (AccessKeyId: string) => () => ({ body: JSON.stringify({ AccessKeyId, SecretAccessKey: "s" }) });
  answers = [role("first"), refused(400, "ExpiredTokenException"), role("second")];
  expect(await value()).toBe("s");
  const ids = recorder.take().flatMap(({ headers }) => /Credential=(\w+)/.exec(headers.authorization ?? "")?.[1] ?? []);
  expect(ids).toEqual(["first", "second"]);
});

describe("objects", () => {
  it("are read as they are stored, also compressed ones", async () => {
    const stored = gzipSync("hello");
    answers = [() => ({ headers: { "content-encoding": "gzip", "content-length": `${stored.length}` }, body: stored })];
    const object = await bucket.get("a.gz");
    expect(object?.size).toBe(stored.length);
    expect(Buffer.from((await object?.bytes()) ?? [])).toEqual(stored);
  });

  it("can be read as a stream once", async () => {
    answers = [() => ({ body: "hello" }), () => ({ body: "hello" })];
    const object = await bucket.get("a");
    expect(await new Response(object?.body).text()).toBe("hello");
    await expect(object?.text()).rejects.toThrow("already been read");
    const other = await bucket.get("a");
    expect(await other?.text()).toBe("hello");
    await expect(other?.bytes()).rejects.toThrow("already been read");
  });

  it("do not follow redirects", async () => {
    answers = [
      () => ({
        status: 301,
        headers: { location: `${recorder.url}/other` },
        body: "<Error><Code>PermanentRedirect</Code></Error>",
      }),
    ];
    await expect(bucket.get("a")).rejects.toMatchObject({ name: "PermanentRedirect" });
    expect(requests()).toBe(1);
  });

  it("are aborted with the reason of the signal and not retried", async () => {
    const controller = new AbortController();
    answers = [
      () => {
        controller.abort(new Error("enough"));
        return new Promise<Answer>(() => {});
      },
    ];
    await expect(bucket.get("a", { signal: controller.signal })).rejects.toThrow("enough");
    expect(requests()).toBe(1);
    await expect(bucket.put("a", "b", { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: "AbortError" });
    expect(requests()).toBe(0);
  });
});

/** A server that speaks HTTP for so many requests of each connection, and then closes it. */
async function startBrief(perConnection: number) {
  const sockets: Socket[] = [];
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    sockets.push(socket);
    let left = perConnection;
    socket.on("error", () => {});
    socket.on("data", () => {
      if (left-- > 0) socket.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}");
      // Without a word: the client learns of it when it sends.
      else socket.resetAndDestroy();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    connections: () => connections,
    stop: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

describe("connections", () => {
  it("are kept between calls", async () => {
    const server = await startBrief(10);
    vi.stubEnv("AWS_ENDPOINT_URL", server.url);
    for (let call = 0; call < 5; call++) await worker.invoke({});
    expect(server.connections()).toBe(1);
    server.stop();
  });

  it("are replaced when they were closed, also for a call that is not retried", async () => {
    const server = await startBrief(1);
    vi.stubEnv("AWS_ENDPOINT_URL", server.url);
    for (let call = 0; call < 3; call++) expect(await worker.invoke({})).toEqual({});
    expect(server.connections()).toBe(3);
    server.stop();
  });

  it("that cannot be opened are retried, except for a call that is not retried", async () => {
    const server = await startBrief(0);
    vi.stubEnv("AWS_ENDPOINT_URL", server.url);
    await expect(worker.invoke({})).rejects.toMatchObject({ code: "ECONNRESET" });
    expect(server.connections()).toBe(1);
    await expect(value()).rejects.toMatchObject({ code: "ECONNRESET" });
    expect(server.connections()).toBe(5);
    server.stop();
  });
});

describe("a request", () => {
  it("fails when the response is too late or does not end", async () => {
    const { request } = await import("../../../runtime/core/http-request.ts");
    const asked = { url: new URL(recorder.url), method: "GET", headers: {}, timeout: 30 };
    answers = [() => new Promise<Answer>(() => {})];
    await expect(request(asked)).rejects.toMatchObject({ code: "ETIMEDOUT" });
    const server = createServer((socket) => {
      socket.on("error", () => {});
      socket.on("data", () => socket.write("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{"));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as { port: number };
    await expect(request({ ...asked, url: new URL(`http://127.0.0.1:${port}`) })).rejects.toMatchObject({
      code: "ETIMEDOUT",
    });
    server.close();
  });
});
