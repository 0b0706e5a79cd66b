import type { TriggerKind } from "../../../model/triggers/index.ts";
import { type Clients, createClients } from "../../../runtime/core/clients.ts";
import { Invocation } from "../../../runtime/core/invocation.ts";
import { methodsOf } from "../../../runtime/core/methods.ts";
import { enterCall } from "./call.ts";
import type { AnyTrigger, FcContext, FcHandler, FunctionSetup } from "./trigger.ts";

/** What the generated entry module of a function passes: only what the function uses, so that nothing else is bundled. */
export interface Setup extends FunctionSetup {
  /** Name of the function in the spec. */
  readonly function: string;
  /** The decoders of the function's trigger kinds. */
  readonly triggers?: { readonly [K in TriggerKind]?: AnyTrigger };
  /** The clients of what the function has permission to use. */
  readonly clients?: Clients;
}

/**
 * Makes the FC handler of a function from the user's module. Fails at once, with the function's name, when the module
 * lacks a method that one of the triggers needs.
 */
export function createHandler(user: object, setup: Setup): FcHandler {
  const triggers = Object.entries(setup.triggers ?? {}) as [TriggerKind, AnyTrigger][];
  triggers.sort(([, a], [, b]) => Number(b.first ?? false) - Number(a.first ?? false));
  const methods = methodsOf(
    user,
    setup.function,
    triggers.map(([kind]) => kind),
  );
  const resources = createClients(setup.clients ?? {}, setup.function);

  const run = (event: unknown, ctx: Invocation): unknown => {
    for (const [kind, trigger] of triggers) {
      if (!trigger.accepts(event)) continue;
      ctx.trigger = { kind };
      return trigger.handle(event as never, methods[kind] as never, ctx, setup);
    }
    return methods.raw(event as never, ctx);
  };

  return async (payload, context) => {
    const { requestId } = context;
    enterCall(context);
    const event = decode(payload, triggers);
    const remaining = countdown(context);
    const ctx = new Invocation({ function: setup.function, requestId, event, context, resources, remaining });
    try {
      return encode(await run(event, ctx));
    } catch (error) {
      ctx.log.error("failed", { trigger: ctx.trigger.kind, error });
      throw error;
    } finally {
      await ctx.end();
    }
  };
}

/** Milliseconds left. FC tells how long a call may take, but not how much of it is over. */
function countdown({ function: { timeout } }: FcContext): () => number {
  const end = performance.now() + timeout * 1000;
  return () => end - performance.now();
}

/** Events are bytes: JSON, or what one of the triggers knows how to read, or whatever a caller sent. */
function decode(payload: Buffer, triggers: readonly [TriggerKind, AnyTrigger][]): unknown {
  for (const [, trigger] of triggers) {
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
