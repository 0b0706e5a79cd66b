import { createHash } from "node:crypto";
import { PassThrough } from "node:stream";
import { brotliCompressSync, deflateRawSync, gzipSync } from "node:zlib";
import { afterEach, describe, expect, it, vi } from "vitest";
import { captureLog } from "./captured-log.ts";
import { lambdaContext } from "./harness.ts";
import type { AnyHandler } from "../../runtime/index.ts";
import { eventV2 } from "./http-calls.ts";

/** A stream of whatever is given; an Error ends it. */
const streamOf = (...pieces: unknown[]): ReadableStream =>
  new ReadableStream({
    pull(controller) {
      const piece = pieces.shift();
      if (piece instanceof Error) controller.error(piece);
      else if (piece === undefined) controller.close();
      else controller.enqueue(piece);
    },
  });

describe("streaming", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
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
  /** The Lambda handler of a function with these methods, loaded as its runtime loads it. */
  async function handlerOf(user: AnyHandler) {
    const { createHandler } = await import("../../adapters/aws/runtime/entry-streaming.ts");
    const { http } = await import("../../adapters/aws/runtime/triggers/http-streaming.ts");
    return createHandler({ default: user }, { function: "f", codecs: { http } });
  }

  it("sends the head first, then what the handler produces", async () => {
    const sent = stubRuntime();
    const body = new ReadableStream({
      start(controller) {
        for (const part of ["a", "b", "c"]) controller.enqueue(Buffer.from(part));
        controller.close();
      },
    });
    const handler = await handlerOf({
      http: () => new Response(body, { status: 202, headers: { "content-type": "text/plain" } }),
      raw: () => "done",
    });
    await handler(eventV2({}), lambdaContext());
    expect(sent.head).toEqual({ statusCode: 202, headers: { "content-type": "text/plain" } });
    expect(Buffer.concat(sent.chunks).toString()).toBe("abc");
  });

  it("answers an exception with the request ID only", async () => {
    const sent = stubRuntime();
    const lines = captureLog();
    const http = () => {
      throw new Error("hunter2");
    };
    const handler = await handlerOf({ http });
    await handler(eventV2({}), lambdaContext());
    expect(sent.head).toEqual({ statusCode: 500, headers: { "content-type": "application/json" } });
    expect(JSON.parse(Buffer.concat(sent.chunks).toString())).toEqual({ requestId: lambdaContext().awsRequestId });
    expect(lines).toMatchObject([{ message: "failed", error: { message: "hunter2" } }]);
  });

  it("ends early when a body fails halfway, and reports it to the platform", async () => {
    const sent = stubRuntime();
    captureLog();
    const pieces = ["begun"];
    const body = new ReadableStream({
      pull(controller) {
        const piece = pieces.shift();
        if (piece === undefined) controller.error(new Error("broken"));
        else controller.enqueue(Buffer.from(piece));
      },
    });
    const http = () => new Response(body);
    const handler = await handlerOf({ http });
    await expect(handler(eventV2({}), lambdaContext())).rejects.toThrow("broken");
    expect(sent.head).toMatchObject({ statusCode: 200 });
    expect(Buffer.concat(sent.chunks).toString()).toBe("begun");
  });

  it("answers 500 to a stream with a first chunk that is not bytes, as without streaming", async () => {
    captureLog();
    const answering = (body: () => ReadableStream) => handlerOf({ http: () => new Response(body()) });
    for (const first of ["data: 1", Uint16Array.of(65), new ArrayBuffer(1), new Error("hunter2")]) {
      const sent = stubRuntime();
      const handler = await answering(() => streamOf(first));
      await handler(eventV2({}), lambdaContext());
      expect(sent.head).toEqual({ statusCode: 500, headers: { "content-type": "application/json" } });
      expect(JSON.parse(Buffer.concat(sent.chunks).toString())).toEqual({ requestId: lambdaContext().awsRequestId });
      await expect(new Response(streamOf(first)).arrayBuffer()).rejects.toThrow();
    }
    const sent = stubRuntime();
    const handler = await answering(() => streamOf(Buffer.from("begun"), "text"));
    await expect(handler(eventV2({}), lambdaContext())).rejects.toThrow("Uint8Array");
    expect(Buffer.concat(sent.chunks).toString()).toBe("begun");
  });

  it("removes a content-encoding that the body does not have", async () => {
    for (const [content, expected] of [
      [Buffer.from("plain"), {}],
      [gzipSync("packed"), { "content-encoding": "gzip" }],
    ] as const) {
      const sent = stubRuntime();
      const http = () =>
        new Response(new Blob([content]).stream(), { headers: { "content-encoding": "gzip", "keep-alive": "x" } });
      const handler = await handlerOf({ http });
      await handler(eventV2({}), lambdaContext());
      expect(sent.head).toEqual({
        statusCode: 200,
        headers: { "content-type": "application/octet-stream", ...expected },
      });
      expect(Buffer.concat(sent.chunks)).toEqual(Buffer.from(content));
    }
  });

  it("detects an encoded stream by its first bytes, in any chunks", async () => {
    const packed = brotliCompressSync("packed ".repeat(50));
    const digests = [0, 1, 2, 3, 4, 5].map((n) => createHash("sha256").update(`31583:${n}`).digest("hex"));
    const likeText = deflateRawSync(digests.join(""));
    expect(likeText.subarray(0, 5).toString()).toMatch(/^[^\p{Cc}\ufffd]+$/u);
    for (const [pieces, coding, expected] of [
      [["d", "ata: 1\n\n"], "br", undefined],
      [["{}"], "deflate", undefined],
      [[packed.subarray(0, 1), packed.subarray(1)], "br", "br"],
      // Its first bytes are text.
      [[likeText.subarray(0, 5), likeText.subarray(5, 9), likeText.subarray(9)], "deflate", "deflate"],
      [["data", ": 1\n\n"], "deflate", undefined],
      [[deflateRawSync("packed")], "deflate", "deflate"],
      [[], "gzip", undefined],
    ] as const) {
      const sent = stubRuntime();
      const body = new ReadableStream({
        start(controller) {
          for (const piece of pieces) controller.enqueue(Buffer.from(piece as string));
          controller.close();
        },
      });
      const http = () => new Response(body, { headers: { "content-encoding": coding } });
      const handler = await handlerOf({ http });
      await handler(eventV2({}), lambdaContext());
      expect((sent.head as { headers: Record<string, string> }).headers["content-encoding"]).toBe(expected);
      expect(Buffer.concat(sent.chunks)).toEqual(Buffer.concat(pieces.map((piece) => Buffer.from(piece as string))));
    }
  });

  it("sends bytes and each cookie unchanged", async () => {
    const sent = stubRuntime();
    const headers = new Headers({ "content-type": "image/png" });
    headers.append("set-cookie", "a=1; Path=/");
    headers.append("set-cookie", "b=2");
    const http = () => new Response(Uint8Array.of(0, 255, 10), { headers });
    const handler = await handlerOf({ http });
    await handler(eventV2({}), lambdaContext());
    expect(sent.head).toEqual({
      statusCode: 200,
      headers: { "content-type": "image/png" },
      cookies: ["a=1; Path=/", "b=2"],
    });
    expect([...Buffer.concat(sent.chunks)]).toEqual([0, 255, 10]);
  });

  it("answers an already read body with the request ID only", async () => {
    const sent = stubRuntime();
    captureLog();
    const http = async () => {
      const response = new Response("x");
      await response.text();
      return response;
    };
    const handler = await handlerOf({ http });
    await handler(eventV2({}), lambdaContext());
    expect(sent.head).toMatchObject({ statusCode: 500 });
  });

  it("answers other events in one piece", async () => {
    const sent = stubRuntime();
    const handler = await handlerOf({ http: () => new Response(), raw: () => ({ ok: true }) });
    await handler({ other: 1 }, lambdaContext());
    expect(Buffer.concat(sent.chunks).toString()).toBe('{"ok":true}');
  });

  it("falls back to one piece when the runtime cannot stream", async () => {
    const handler = await handlerOf({ http: () => new Response("x") });
    expect(await handler(eventV2({}), lambdaContext())).toMatchObject({ statusCode: 200, body: "x" });
  });
});
