/** The bus of every account. IDs of its rules and targets do not contain it. */
export const DEFAULT_BUS = "default";

/**
 * Splits `[<bus>/]<part>/...` from the right, since a partner's bus and a bus's ARN contain slashes.
 * @param count Number of parts after the bus.
 */
export function splitReference(text: string, count: number): readonly [bus: string, parts: string[]] {
  const pieces = text.split("/");
  const parts = pieces.slice(-count);
  const bus = pieces.slice(0, -count).join("/");
  const complete = pieces.length >= count && parts.every((part) => part !== "");
  return [bus || DEFAULT_BUS, complete ? parts : []];
}
