/** The bus that every account has; ids of what is on it don't name it. */
export const DEFAULT_BUS = "default";

/**
 * Splits `[<bus>/]<part>/...` from the right, since a partner's bus and a bus's ARN have slashes of their own.
 * @param count How many parts come after the bus.
 */
export function splitReference(text: string, count: number): readonly [bus: string, parts: string[]] {
  const pieces = text.split("/");
  const parts = pieces.slice(-count);
  const bus = pieces.slice(0, -count).join("/");
  const complete = pieces.length >= count && parts.every((part) => part !== "");
  return [bus || DEFAULT_BUS, complete ? parts : []];
}
