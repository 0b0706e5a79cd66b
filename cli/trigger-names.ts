import { functionIn } from "../infra/operate/deployed-app.ts";
import { UserError } from "../model/errors.ts";
import type { ResolvedApp } from "../model/resolve.ts";

/**
 * The names in FUNCTION.TRIGGER. A function with one trigger needs no more than its own name.
 * @throws UserError for a function that the spec does not have, or that has several triggers or none.
 */
export function triggerNames(given: string, app: ResolvedApp): readonly [fn: string, trigger: string] {
  const [fn = "", trigger] = given.split(".", 2);
  const { triggers } = functionIn(app, fn);
  if (trigger !== undefined) return [fn, trigger];
  const [only, ...others] = triggers;
  if (only !== undefined && others.length === 0) return [fn, only.name];
  const names = triggers.map((one) => `${fn}.${one.name}`);
  throw new UserError(
    names.length === 0 ? `The function "${fn}" has no triggers.` : `The function "${fn}" has several triggers.`,
    names.length === 0 ? `Call the function itself: polyfn invoke ${fn}.` : `Give one of ${names.join(", ")}.`,
  );
}
