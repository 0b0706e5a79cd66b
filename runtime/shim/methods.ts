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
  const { fetch } = handler;
  const own =
    typeof fetch === "function"
      ? { http: (request: never, ctx: Invocation) => fetch.call(handler, request, ctx, ctx) }
      : {};
  const missing = needed.filter((kind) => typeof handler[kind] !== "function" && !(kind in own));
  if (missing.length > 0) {
    throw new SetupError(
      `the handler of function "${name}" has no method for its triggers of kind ${missing.join(", ")}`,
    );
  }
  const methods: Record<string, unknown> = {
    ...own,
    raw(event: object | null) {
      const keys = Object.keys(event ?? {}).slice(0, 8);
      throw new SetupError(
        `function "${name}" got an event (${keys}) that none of its triggers (${needed}) sends: give it a method raw(event, ctx)`,
      );
    },
  };
  for (const kind of [...needed, "raw"]) {
    const method = handler[kind];
    // Called on the handler, so that methods can use `this`.
    if (typeof method === "function") methods[kind] = method.bind(handler);
  }
  return methods as Methods;
}
