import type { TriggerKind } from "../../../model/triggers/index.ts";
import { type Clients, createClients } from "../../../runtime/core/clients.ts";
import { Invocation } from "../../../runtime/core/invocation.ts";
import { methodsOf } from "../../../runtime/core/methods.ts";
import type { AnyTrigger, FunctionSetup, LambdaContext, LambdaHandler } from "./trigger.ts";

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
 * Makes the Lambda handler of a function from the user's module. Fails at once, with the function's name, when the
 * module lacks a method that one of the triggers needs.
 */
export function createHandler(user: object, setup: Setup): LambdaHandler {
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

  const handler = async (event: unknown, context: LambdaContext): Promise<unknown> => {
    const ctx = new Invocation({
      function: setup.function,
      requestId: context.awsRequestId,
      event,
      context,
      resources,
      remaining: () => context.getRemainingTimeInMillis(),
    });
    try {
      return await run(event, ctx);
    } catch (error) {
      ctx.log.error("failed", { trigger: ctx.trigger.kind, error });
      throw error;
    } finally {
      await ctx.end();
    }
  };
  return triggers.reduce<LambdaHandler>((made, [, trigger]) => trigger.wrap?.(made) ?? made, handler);
}
