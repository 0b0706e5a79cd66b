import type { TriggerKind } from "../../model/triggers/index.ts";
import { SetupError } from "../errors.ts";
import type { Invocation } from "./invocation.ts";

type Method = (input: never, ctx: Invocation) => unknown;
type Methods = { readonly [K in TriggerKind | "raw"]: Method };

/**
 * The methods of a user's handler: the module's default export, or the module itself. An object with `fetch` answers
 * http with it. Throws a SetupError when one of the needed kinds has no method.
 */
export function methodsOf(user: object, name: string, needed: readonly TriggerKind[]): Methods {
  const handler = ((user as { default?: unknown }).default ?? user) as Record<string, unknown>;
  const methods = Object.fromEntries(
    [...needed, "raw"].map((kind): [string, Method | undefined] => {
      const { [kind]: method, fetch } = handler;
      // Called on the handler, so that methods can use `this`.
      if (typeof method === "function") return [kind, method.bind(handler)];
      const isFetch = kind === "http" && typeof fetch === "function";
      return [kind, isFetch ? (request, ctx) => fetch.call(handler, request, ctx, ctx) : undefined];
    }),
  );
  const missing = needed.filter((kind) => !methods[kind]);
  if (missing[0]) {
    throw new SetupError(`the handler of function "${name}" has no method for its triggers of kind ${missing}`);
  }
  methods.raw ??= (event: object | null) => {
    const keys = Object.keys(event ?? {}).slice(0, 8);
    throw new SetupError(
      `function "${name}" got an event (${keys}) that none of its triggers (${needed}) sends: add a method raw(event, ctx)`,
    );
  };
  return methods as Methods;
}
