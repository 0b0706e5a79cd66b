import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { bytesToTell, isEncoded } from "../../../../runtime/shim/content-coding.ts";
import { isCopy } from "../../../../runtime/shim/fetch.ts";
import { type HttpCodec, httpCodec } from "../../../../runtime/shim/http-codec.ts";
import { UNKNOWN_TYPE } from "../../../../runtime/shim/http-event.ts";
import { type HttpEvent, isFunctionUrl, methodOf } from "../request.ts";
import { headOf } from "../response.ts";
import { outputs, runtime, SENT } from "../streaming.ts";
import type { Triggers } from "../trigger.ts";
import { buffered } from "./http.ts";

type Reader = ReadableStreamDefaultReader<Uint8Array>;
type Piece = Awaited<ReturnType<Reader["read"]>>;

/** A response about to be sent. */
class Prepared {
  constructor(
    readonly head: ReturnType<typeof headOf>,
    readonly body?: AsyncIterable<Uint8Array>,
  ) {}
}

/**
 * A body whose head says that it is encoded is begun, to see whether it is. Of any other, what is there already is looked
 * at, so that a body that cannot be sent at all is answered as one that is sent whole.
 */
async function prepare(response: Response, method: string): Promise<Prepared> {
  if (response.bodyUsed) throw new TypeError("The body of the response was read already.");
  const head = headOf(response);
  if (response.body === null) return new Prepared(head);
  head.headers["content-type"] ??= UNKNOWN_TYPE;
  if (method === "HEAD") return new Prepared(head);
  const reader = response.body.getReader();
  const coding = head.headers["content-encoding"];
  if (coding === undefined || response.status === 206) {
    const first = read(reader);
    await Promise.race([first, new Promise(setImmediate)]);
    return new Prepared(head, chunksOf(reader, first));
  }
  const { first, isWhole } = await begin(reader, bytesToTell(coding));
  if (!(await isEncoded(first, coding, { isWhole, isCopied: isCopy(response) })))
    delete head.headers["content-encoding"];
  return new Prepared(head, chunksOf(reader, { done: false, value: first }));
}

/** The Fetch standard has bytes in a body's stream and nothing else: Node.js refuses the rest in a body that is sent whole. */
async function read(body: Reader): Promise<Piece> {
  const piece = await body.read();
  if (piece.done || (piece.value as unknown) instanceof Uint8Array) return piece;
  throw new TypeError("The stream of a response must give Uint8Array: pipe text through a TextEncoderStream.");
}

/** Reads so many bytes, or all there are. */
async function begin(body: Reader, count: number): Promise<{ readonly first: Uint8Array; readonly isWhole: boolean }> {
  let first = Buffer.alloc(0);
  while (first.length < count) {
    const { done, value } = await read(body);
    if (done) return { first, isWhole: true };
    first = Buffer.concat([first, value]);
  }
  return { first, isWhole: false };
}

/** @throws The body's error. The stream then ends early, because the caller has the status already. */
async function send({ head, body }: Prepared, context: object): Promise<void> {
  const [output, streaming] = [outputs.get(context), runtime()];
  // A response is prepared only where both are there.
  if (!output || !streaming) return;
  const stream = streaming.HttpResponseStream.from(output, head);
  // Without a first write, the head of an empty answer would never leave.
  stream.write("");
  if (body) await pipeline(Readable.from(body), stream);
  else stream.end();
}

async function* chunksOf(body: Reader, first: Piece | Promise<Piece>): AsyncGenerator<Uint8Array> {
  for (let piece = await first; !piece.done; piece = await read(body)) yield piece.value;
}

/** Calls whose response is streamed to the function's own address; others are answered in one piece. */
export const streaming: HttpCodec<HttpEvent, Triggers["http"]> = {
  ...buffered,
  acknowledge: async (response, event, delivery, early) =>
    isFunctionUrl(event) && runtime() && outputs.has(delivery.ctx.raw.context as object)
      ? prepare(response, methodOf(event))
      : buffered.acknowledge(response, event, delivery, early),
};

/**
 * HTTP with a streamed response, for function URLs in response streaming mode. Other events of the
 * same function are answered in one piece, as is everything where the runtime can't stream.
 */
export function streamingCodec(codec: HttpCodec<HttpEvent, Triggers["http"]>) {
  const inOnePiece = httpCodec(codec);
  return {
    ...inOnePiece,
    async handle(...[event, method, delivery]: Parameters<typeof inOnePiece.handle>): Promise<unknown> {
      const result = await inOnePiece.handle(event, method, delivery);
      if (!(result instanceof Prepared)) return result;
      await send(result, delivery.ctx.raw.context as object);
      return SENT;
    },
  };
}

export const http = streamingCodec(streaming);
