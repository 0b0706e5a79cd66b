import type { TriggerKind } from "../../model/triggers/index.ts";
import { type Clients, createClients } from "../core/clients.ts";
import { Invocation, type InvocationFacts } from "./invocation.ts";
import { textOf } from "./log.ts";
import { methodsOf } from "./methods.ts";

/** How one kind of event is recognised and handed to its method. `accepts` makes sure that `handle` gets its own. */
export interface EventDecoder<Setup> {
  accepts(event: unknown): boolean;
  handle(event: never, method: never, ctx: Invocation, setup: Setup): Promise<unknown>;
}

/** What the generated entry module of a function passes on every cloud: only what the function uses, so that nothing else is bundled. */
export interface EntrySetup<Decoder> {
  /** Name of the function in the spec. */
  readonly function: string;
  /** The decoders of the function's trigger kinds, in the order in which they are asked. */
  readonly triggers?: { readonly [K in TriggerKind]?: Decoder };
  /** The clients of what the function has permission to use. */
  readonly clients?: Clients;
}

/** What a platform says of a call. */
export type Call = Pick<InvocationFacts, "requestId" | "context" | "remaining">;

export interface Dispatcher<Decoder> {
  /** The decoders, in the order in which they are asked. */
  readonly decoders: readonly Decoder[];
  /**
   * Hands an event to the method of its kind, or to `raw`, and waits for what that leaves running. What fails, the
   * result's encoding included, is logged and thrown on.
   */
  dispatch<Result>(event: unknown, call: Call, encode: (result: unknown) => Result): Promise<Result>;
}

/**
 * Finds the user's methods and makes the clients.
 * @throws SetupError at once, with the function's name, when the module lacks a method that one of the triggers needs.
 */
export function createDispatcher<Setup, Decoder extends EventDecoder<Setup>>(
  user: object,
  setup: Setup & EntrySetup<Decoder>,
): Dispatcher<Decoder> {
  const triggers = Object.entries(setup.triggers ?? {}) as [TriggerKind, Decoder][];
  const methods = methodsOf(
    user,
    setup.function,
    triggers.map(([kind]) => kind),
  );
  const resources = createClients(setup.clients ?? {}, setup.function);

  const run = (event: unknown, ctx: Invocation): unknown => {
    for (const [kind, decoder] of triggers) {
      if (!decoder.accepts(event)) continue;
      ctx.trigger = { kind };
      return decoder.handle(event as never, methods[kind] as never, ctx, setup);
    }
    return methods.raw(event as never, ctx);
  };

  return {
    decoders: triggers.map(([, decoder]) => decoder),
    async dispatch(event, call, encode) {
      const ctx = new Invocation({ ...call, function: setup.function, event, resources });
      try {
        return encode(await run(event, ctx));
      } catch (error) {
        ctx.log.error("failed", { trigger: ctx.trigger.kind, error });
        // Platforms take only errors for failures: to some, undefined is a success.
        throw error instanceof Error ? error : new Error(textOf(error));
      } finally {
        await ctx.end();
      }
    },
  };
}
