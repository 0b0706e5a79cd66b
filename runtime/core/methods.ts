import type { TriggerKind } from "../../model/triggers/index.ts";
import { SetupError } from "../errors.ts";
import type { Invocation } from "./invocation.ts";

type Method = (input: never, ctx: Invocation) => unknown;
type Methods = { readonly [K in TriggerKind | "raw"]: Method };

/** Words for what an event looks like, without its content. */
function outline(event: unknown): string {
  if (typeof event !== "object" || event === null) return typeof event;
  return `an object with ${Object.keys(event).slice(0, 8).join(", ") || "no keys"}`;
}

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
      `function "${name}" has a ${missing.join(" and a ")} trigger, but its handler has no such method: ` +
        `export default defineHandler({ ${missing.join("() {...}, ")}() {...} })`,
    );
  }
  const raw = (event: unknown): never => {
    throw new SetupError(
      `function "${name}" got ${outline(event)}, which is no event of its triggers (${needed.join(", ") || "none"}): ` +
        "give the handler a method raw(event, ctx) to take anything else",
    );
  };
  const methods: Record<string, unknown> = { raw, ...own };
  for (const kind of [...needed, "raw"]) {
    const method = handler[kind];
    // Called on the handler, so that methods can use `this`.
    if (typeof method === "function") methods[kind] = method.bind(handler);
  }
  return methods as Methods;
}
