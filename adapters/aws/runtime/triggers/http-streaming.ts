import { Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { answerCall } from "../../../../runtime/shim/answer.ts";
import { ENOUGH, isEncoded } from "../../../../runtime/shim/content-coding.ts";
import { isCopy } from "../../../../runtime/shim/fetch.ts";
import type { HttpEvent } from "../request.ts";
import { methodOf } from "../request.ts";
import { type HttpResult, headOf } from "../response.ts";
import type { LambdaContext, LambdaHandler, Trigger } from "../trigger.ts";
import { encode, isHttp, respond } from "./http.ts";

type StreamingHandler = (event: unknown, output: Writable, context: LambdaContext) => Promise<void>;

/** What the managed runtime offers as a global (https://docs.aws.amazon.com/lambda/latest/dg/config-rs-write-functions.html). */
interface StreamingRuntime {
  streamifyResponse(handler: StreamingHandler): LambdaHandler;
  readonly HttpResponseStream: {
    from(output: Writable, head: Pick<HttpResult, "statusCode" | "headers" | "cookies">): Writable;
  };
}

const runtime = (): StreamingRuntime | undefined =>
  (globalThis as unknown as { awslambda?: StreamingRuntime }).awslambda;

/** The streams of running invocations, by the context object that the runtime gives to both. */
const outputs = new WeakMap<object, Writable>();

/** What the handler gives when the answer is already on its way. */
const SENT = Symbol("sent");

type Reader = ReadableStreamDefaultReader<Uint8Array>;
type Piece = Awaited<ReturnType<Reader["read"]>>;

interface Prepared {
  readonly head: ReturnType<typeof headOf>;
  readonly body?: AsyncIterable<Uint8Array>;
}

/**
 * A body whose head says that it is encoded is begun, to see whether it is. Of any other, what is there already is looked
 * at, so that a body that cannot be sent at all is answered as one that is sent whole.
 */
async function prepare(response: Response, method: string): Promise<Prepared> {
  if (response.bodyUsed) throw new TypeError("The body of the response was read already.");
  const head = headOf(response);
  const reader = method === "HEAD" ? undefined : response.body?.getReader();
  if (!reader) return { head };
  head.headers["content-type"] ??= "application/octet-stream";
  const coding = head.headers["content-encoding"];
  if (coding === undefined || response.status === 206) {
    const first = read(reader);
    await Promise.race([first, new Promise(setImmediate)]);
    return { head, body: chunksOf(reader, first) };
  }
  const { first, isWhole } = await begin(reader);
  if (!(await isEncoded(first, coding, { isWhole, isCopied: isCopy(response) })))
    delete head.headers["content-encoding"];
  return { head, body: chunksOf(reader, { done: false, value: first }) };
}

/** The Fetch standard has bytes in a body's stream and nothing else: Node.js refuses the rest in a body that is sent whole. */
async function read(body: Reader): Promise<Piece> {
  const piece = await body.read();
  if (piece.done || (piece.value as unknown) instanceof Uint8Array) return piece;
  throw new TypeError("The stream of a response must give Uint8Array: pipe text through a TextEncoderStream.");
}

/** Reads as much as tells a coding. */
async function begin(body: Reader): Promise<{ readonly first: Uint8Array; readonly isWhole: boolean }> {
  let first = Buffer.alloc(0);
  while (first.length < ENOUGH) {
    const { done, value } = await read(body);
    if (done) return { first, isWhole: true };
    first = Buffer.concat([first, value]);
  }
  return { first, isWhole: false };
}

/** @throws What the body fails with: the stream then ends early, which is all that a caller can still be told. */
async function send({ head, body }: Prepared, output: Writable, { HttpResponseStream }: StreamingRuntime) {
  const stream = HttpResponseStream.from(output, head);
  // Without a first write, the head of an empty answer would never leave.
  stream.write("");
  if (body) await pipeline(Readable.from(body), stream);
  else stream.end();
}

async function* chunksOf(body: Reader, first: Piece | Promise<Piece>): AsyncGenerator<Uint8Array> {
  for (let piece = await first; !piece.done; piece = await read(body)) yield piece.value;
}

/**
 * HTTP with the response sent while it is produced, for function URLs in response streaming mode. Other events of the
 * same function are answered in one piece, as is everything where the runtime can't stream.
 */
export const http: Trigger<HttpEvent, Request> = {
  accepts: isHttp,
  async handle(event, method, ctx) {
    const output = outputs.get(ctx.raw.context as object);
    const streaming = runtime();
    const result = await answerCall(
      ctx,
      () => respond(event, method, ctx),
      async (response) => (output && streaming ? prepare(response, methodOf(event)) : encode(event, response)),
    );
    if (!("head" in result) || !output || !streaming) return result;
    await send(result, output, streaming);
    return SENT;
  },
  wrap(handler) {
    return (
      runtime()?.streamifyResponse(async (event, output, context) => {
        outputs.set(context, output);
        const result = await handler(event, context);
        if (result === SENT) return;
        output.write(JSON.stringify(result ?? null));
        output.end();
      }) ?? handler
    );
  },
};
