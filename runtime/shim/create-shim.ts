import type { TriggerKind } from "../../model/triggers/index.ts";
import { type Clients, createClients } from "../core/clients.ts";
import type { AnyCodec, Method, NamedTrigger } from "./codec.ts";
import { type Call, Invocation } from "./invocation.ts";
import { textOf } from "./log.ts";
import { methodsOf } from "./methods.ts";

/**
 * The arguments of a function's generated entry module, on every cloud: only the parts that the function uses, so that
 * nothing else is bundled.
 */
export interface ShimSetup<C = AnyCodec> {
  /** Name of the function in the spec. */
  readonly function: string;
  /** The codecs of the function's trigger kinds, in the order in which they are asked. */
  readonly codecs?: { readonly [K in TriggerKind]?: C };
  /** The function's triggers by kind, with what the shim does for each. */
  readonly triggers?: { readonly [K in TriggerKind]?: readonly NamedTrigger[] };
  /** Clients of the resources that the function may use. */
  readonly clients?: Clients;
  /** Makes the method of a kind one that also records its events. Absent: none are recorded. */
  readonly record?: (kind: TriggerKind, method: Method) => Method;
}

/**
 * Hands an event to the method of its kind, or to `raw`, and waits for what that leaves running. What fails, the result's
 * encoding included, is logged and thrown on.
 */
export type Shim = <Result>(event: unknown, call: Call, encode: (result: unknown) => Result) => Promise<Result>;

/**
 * Finds the user's methods and makes the clients.
 * @throws SetupError at once, with the function's name, when the module lacks a method that one of the triggers needs.
 */
export function createShim(user: object, setup: ShimSetup): Shim {
  const { record = (_, method) => method } = setup;
  const codecs = Object.entries(setup.codecs ?? {}) as [TriggerKind, AnyCodec][];
  const methods = methodsOf(
    user,
    setup.function,
    codecs.map(([kind]) => kind),
  );
  const called = { function: setup.function, resources: createClients(setup.clients ?? {}, setup.function) };

  return async (event, call, encode) => {
    const ctx = new Invocation(called, call, event);
    try {
      for (const [kind, codec] of codecs)
        if (codec.matches(event)) {
          ctx.trigger = { kind };
          const triggers = (setup.triggers?.[kind] ?? []) as never[];
          const trigger = codec.triggerOf(event as never, triggers);
          (ctx.trigger as { name?: string | undefined }).name = trigger?.name;
          return encode(
            await codec.handle(
              event as never,
              record(kind, methods[kind]) as never,
              { ctx, trigger, triggers } as never,
            ),
          );
        }
      return encode(await methods.raw(event as never, ctx));
    } catch (error) {
      ctx.log.error("failed", { trigger: ctx.trigger.kind, error });
      // Platforms take only errors for failures: to some, undefined is a success.
      throw error instanceof Error ? error : new Error(textOf(error));
    } finally {
      await ctx.end();
    }
  };
}
