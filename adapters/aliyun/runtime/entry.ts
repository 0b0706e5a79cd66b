import { createShim, type ShimSetup } from "../../../runtime/shim/create-shim.ts";
import { checkText } from "../../../runtime/shim/size.ts";
import { enterCall } from "./call.ts";
import { SYNC_LIMIT } from "./limits.ts";
import type { FcCodec, FcContext, FcHandler } from "./trigger.ts";

/** Setup that the generated entry module of a function passes. */
export type Setup = ShimSetup<FcCodec>;

/**
 * Makes the FC handler of a function from the user's module.
 * @throws SetupError at once, with the function's name, when the module lacks a method that one of the triggers needs.
 */
export function createHandler(user: object, setup: Setup): FcHandler {
  const shim = createShim(user, setup);
  const codecs = Object.values(setup.codecs ?? {});
  return async (payload, context) => {
    enterCall(context);
    const { requestId } = context;
    const event = read(payload, codecs);
    try {
      return await shim(event, { requestId, context, remaining: countdown(context) }, encode);
    } catch (error) {
      const [result] = codecs.flatMap(({ failure }) => failure?.(event, requestId) ?? []);
      if (result) return encode(result);
      throw error;
    }
  };
}

/** Milliseconds left. FC passes the timeout of a call, but not the time that has passed. */
function countdown({ function: { timeout } }: FcContext): () => number {
  const end = performance.now() + timeout * 1000;
  return () => end - performance.now();
}

/** Reads an event's bytes: JSON, the format of a codec, or anything else that a caller sent. */
function read(payload: Buffer, codecs: readonly FcCodec[]): unknown {
  for (const codec of codecs) {
    const event = codec.read?.(payload);
    if (event !== undefined) return event;
  }
  try {
    return JSON.parse(payload.toString());
  } catch {
    return payload;
  }
}

/**
 * FC sends text as it is. It gets JSON, also of a text, so that a caller can tell a text from a number.
 * @throws TooLargeError if FC does not take that much.
 */
function encode(result: unknown): string {
  const text = JSON.stringify(result) ?? "null";
  checkText(text, SYNC_LIMIT);
  return text;
}
