import { checkFields, checkFlag } from "./input.ts";

/** Milliseconds that a value is used before it is fetched again. */
const LIFETIME = 300_000;

/** A value that is fetched and kept for five minutes; `fresh` fetches it now. A failure is not kept. */
export function kept<T>(
  place: string,
  fetchValue: () => Promise<T>,
): (options?: { readonly fresh?: boolean }) => Promise<T> {
  let last: { readonly value: Promise<T>; readonly until: number } | undefined;
  return async (options = {}) => {
    checkFields(place, "options", options, { fresh: checkFlag }, true);
    if (!options.fresh && last && Date.now() < last.until) return last.value;
    const value = fetchValue();
    const mine = { value, until: Date.now() + LIFETIME };
    last = mine;
    value.catch(() => {
      if (last === mine) last = undefined;
    });
    return value;
  };
}
