import type { ContentMatch, ContentPattern } from "../../model/shared-fields.ts";
import type { Trigger } from "../../model/triggers/index.ts";
import { matches } from "../../runtime/shim/pattern.ts";
import { canonicalJson } from "../shared/canonical-json.ts";

type BusPattern = Trigger<"bus">["pattern"];

/**
 * The neutral pattern as EventBridge's: fields of the event's data stand below `data`. What EventBridge has no words for
 * is left out here and checked by the shim (see `shimPattern`), so that at least everything that is meant arrives.
 * https://www.alibabacloud.com/help/en/eventbridge/user-guide/event-patterns
 */
export function busPattern({ source, type, data }: BusPattern): string {
  const sayable = data && sayablePart(data);
  return canonicalJson({ ...(source && { source }), ...(type && { type }), ...(sayable && { data: sayable }) });
}

/** The data pattern, when the shim must check it because EventBridge can't say all of it. */
export const shimPattern = ({ data }: BusPattern): ContentPattern | undefined =>
  data && !isSayable(data) ? data : undefined;

const isMatches = (value: ContentPattern[string]): value is readonly ContentMatch[] => Array.isArray(value);

/**
 * EventBridge compares numbers and truth values as text, knows `exists` only for what is missing, and has no way to
 * compare without case.
 */
function canSay(match: ContentMatch): boolean {
  if (match === null || typeof match === "string") return true;
  if (typeof match !== "object") return false;
  if ("exists" in match) return !match.exists;
  if ("anything-but" in match) return [match["anything-but"]].flat().every((value) => typeof value === "string");
  return "prefix" in match || "suffix" in match || "numeric" in match;
}

const isSayable = (pattern: ContentPattern): boolean =>
  Object.values(pattern).every((value) => (isMatches(value) ? value.every(canSay) : isSayable(value)));

/** The pattern without the fields that EventBridge has no words for; `undefined` when nothing is left. */
function sayablePart(pattern: ContentPattern): ContentPattern | undefined {
  const parts = Object.entries(pattern).flatMap(([key, value]): [string, ContentPattern[string]][] => {
    if (isMatches(value)) return value.every(canSay) ? [[key, value]] : [];
    const inner = sayablePart(value);
    return inner === undefined ? [] : [[key, inner]];
  });
  return parts.length === 0 ? undefined : Object.fromEntries(parts);
}

/** True if an event can match both patterns, as far as their values tell; what is a list in the event is not thought of. */
export const canMatchTheSame = (a: ContentPattern, b: ContentPattern): boolean =>
  Object.entries(a).every(([key, one]) => {
    const { [key]: other } = b;
    if (other === undefined) return true;
    if (isMatches(one) && isMatches(other)) return one.some((x) => other.some((y) => canBeSame(x, y)));
    return isMatches(one) || isMatches(other) ? false : canMatchTheSame(one, other);
  });

type Condition = Extract<ContentMatch, object>;
const isCondition = (match: ContentMatch): match is Condition => typeof match === "object" && match !== null;

/** True if one value can match both. */
function canBeSame(a: ContentMatch, b: ContentMatch): boolean {
  if (!isCondition(a)) return matches({ value: [b] }, { value: a });
  if (!isCondition(b)) return matches({ value: [a] }, { value: b });
  if ("prefix" in a && "prefix" in b) return a.prefix.startsWith(b.prefix) || b.prefix.startsWith(a.prefix);
  if ("suffix" in a && "suffix" in b) return a.suffix.endsWith(b.suffix) || b.suffix.endsWith(a.suffix);
  return isThere(a) === isThere(b);
}

const isThere = (match: Condition): boolean => !("exists" in match) || match.exists;
