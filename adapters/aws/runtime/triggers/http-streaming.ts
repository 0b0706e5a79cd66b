import { Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
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

async function send(response: Response, withBody: boolean, output: Writable, { HttpResponseStream }: StreamingRuntime) {
  const stream = HttpResponseStream.from(output, headOf(response));
  // Without a first write, the head of an empty answer would never leave.
  stream.write("");
  if (withBody && response.body) await pipeline(Readable.fromWeb(response.body as never), stream);
  else stream.end();
}

/**
 * HTTP with the response sent while it is produced, for function URLs in response streaming mode. Other events of the
 * same function are answered in one piece, as is everything where the runtime can't stream.
 */
export const http: Trigger<HttpEvent, Request> = {
  accepts: isHttp,
  async handle(event, method, ctx) {
    const response = await respond(event, method, ctx);
    const output = outputs.get(ctx.raw.context as object);
    const streaming = runtime();
    if (!output || !streaming) return encode(event, response);
    await send(response, methodOf(event) !== "HEAD", output, streaming);
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
