import { createDispatcher, type EntrySetup } from "../../../runtime/shim/dispatch.ts";
import { enterCall } from "./call.ts";
import type { AnyTrigger, FcContext, FcHandler, FunctionSetup } from "./trigger.ts";

/** What the generated entry module of a function passes. */
export type Setup = FunctionSetup & EntrySetup<AnyTrigger>;

/**
 * Makes the FC handler of a function from the user's module.
 * @throws SetupError at once, with the function's name, when the module lacks a method that one of the triggers needs.
 */
export function createHandler(user: object, setup: Setup): FcHandler {
  const { decoders, dispatch } = createDispatcher<FunctionSetup, AnyTrigger>(user, setup);
  return async (payload, context) => {
    enterCall(context);
    const { requestId } = context;
    const event = decode(payload, decoders);
    try {
      return await dispatch(event, { requestId, context, remaining: countdown(context) }, encode);
    } catch (error) {
      const [result] = decoders.flatMap(({ failure }) => failure?.(event, requestId) ?? []);
      if (result) return encode(result);
      throw error;
    }
  };
}

/** Milliseconds left. FC tells how long a call may take, but not how much of it is over. */
function countdown({ function: { timeout } }: FcContext): () => number {
  const end = performance.now() + timeout * 1000;
  return () => end - performance.now();
}

/** Events are bytes: JSON, or what one of the triggers knows how to read, or whatever a caller sent. */
function decode(payload: Buffer, decoders: readonly AnyTrigger[]): unknown {
  for (const trigger of decoders) {
    const event = trigger.decode?.(payload);
    if (event !== undefined) return event;
  }
  try {
    return JSON.parse(payload.toString());
  } catch {
    return payload;
  }
}

/** FC sends bytes and text as they are. All else is JSON, also a text, so that a caller can tell a text from a number. */
function encode(result: unknown): string | Buffer {
  if (result instanceof Uint8Array) return Buffer.from(result.buffer, result.byteOffset, result.byteLength);
  return JSON.stringify(result) ?? "null";
}
