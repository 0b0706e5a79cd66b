import type { ContentMatch, ContentPattern } from "../../model/shared-fields.ts";

/** True if JSON content matches a pattern: every key must, and of a key's matches one. */
export function matches(pattern: ContentPattern, content: unknown): boolean {
  return Object.entries(pattern).every(([key, expected]) => {
    const value = valueAt(content, key);
    if (isMatches(expected)) return expected.some((match) => matchesValue(match, value));
    return Array.isArray(value) ? value.some((item) => matches(expected, item)) : matches(expected, value);
  });
}

const isMatches = (expected: ContentPattern[string]): expected is readonly ContentMatch[] => Array.isArray(expected);

const valueAt = (content: unknown, key: string): unknown =>
  typeof content === "object" && content !== null && Object.hasOwn(content, key)
    ? (content as Readonly<Record<string, unknown>>)[key]
    : undefined;

/** Of a list, one item must match. */
function matchesValue(match: ContentMatch, value: unknown): boolean {
  if (typeof match === "object" && match !== null && "exists" in match) return match.exists === (value !== undefined);
  return Array.isArray(value) ? value.some((item) => matchesOne(match, item)) : matchesOne(match, value);
}

function matchesOne(match: ContentMatch, value: unknown): boolean {
  if (typeof match !== "object" || match === null) return match === value;
  if ("anything-but" in match) return value !== undefined && ![match["anything-but"]].flat().includes(value as string);
  if ("numeric" in match) return typeof value === "number" && isInRange(match.numeric, value);
  if (typeof value !== "string") return false;
  if ("prefix" in match) return value.startsWith(match.prefix);
  if ("suffix" in match) return value.endsWith(match.suffix);
  return "equals-ignore-case" in match && value.toLowerCase() === match["equals-ignore-case"].toLowerCase();
}

const COMPARISONS: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  "=": (value, bound) => value === bound,
  "<": (value, bound) => value < bound,
  "<=": (value, bound) => value <= bound,
  ">": (value, bound) => value > bound,
  ">=": (value, bound) => value >= bound,
};

/** `[">", 0, "<=", 5]`: an operator and a number, once or twice. */
function isInRange(numeric: readonly (string | number)[], value: number): boolean {
  for (let index = 0; index < numeric.length; index += 2) {
    const compare = COMPARISONS[String(numeric[index])];
    if (!compare?.(value, Number(numeric[index + 1]))) return false;
  }
  return true;
}
