import { PassThrough } from "node:stream";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createHandler } from "../../adapters/aws/runtime/entry.ts";
import { lambdaContext } from "./harness.ts";
import { eventV2 } from "./http-calls.ts";

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
