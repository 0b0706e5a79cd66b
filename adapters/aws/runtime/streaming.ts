/** Lambda's response streaming, as far as entry and codec share it. */
import type { Writable } from "node:stream";
import type { HttpResult } from "./response.ts";
import type { LambdaContext, LambdaHandler } from "./trigger.ts";

type StreamingHandler = (event: unknown, output: Writable, context: LambdaContext) => Promise<void>;

/** The global that the managed runtime provides (https://docs.aws.amazon.com/lambda/latest/dg/config-rs-write-functions.html). */
interface StreamingRuntime {
  streamifyResponse(handler: StreamingHandler): LambdaHandler;
  readonly HttpResponseStream: {
    from(output: Writable, head: Pick<HttpResult, "statusCode" | "headers" | "cookies">): Writable;
  };
}

export const runtime = (): StreamingRuntime | undefined =>
  (globalThis as unknown as { awslambda?: StreamingRuntime }).awslambda;

/** The streams of running invocations, by the context object that the runtime gives to both. */
export const outputs = new WeakMap<object, Writable>();

/** The handler's result when the response was streamed already. */
export const SENT = Symbol("sent");
