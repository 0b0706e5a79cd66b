import { isPlainObject } from "../../model/merge-patch.ts";

/** The place at which a value differs from the wanted one. */
export interface Mismatch {
  /** `policy.Statement[0].Effect`; empty for the value itself. */
  readonly path: string;
  readonly wanted: unknown;
  readonly found: unknown;
}

/** Matchers such as `expect.any(String)`, of any runner. */
interface AsymmetricMatcher {
  asymmetricMatch(value: unknown): boolean;
}

const isMatcher = (value: unknown): value is AsymmetricMatcher =>
  typeof (value as Partial<AsymmetricMatcher> | null)?.asymmetricMatch === "function";

/**
 * The first place where a value does not have what is wanted. Objects may have further properties, lists have the same
 * length. A regular expression is tested on a string. A string that is JSON is read where an object or list is wanted.
 */
export function mismatch(wanted: unknown, found: unknown, path = ""): Mismatch | undefined {
  const differs: Mismatch = { path, wanted, found };
  if (isMatcher(wanted)) return wanted.asymmetricMatch(found) ? undefined : differs;
  if (wanted instanceof RegExp) return typeof found === "string" && wanted.test(found) ? undefined : differs;
  if (!Array.isArray(wanted) && !isPlainObject(wanted)) return Object.is(wanted, found) ? undefined : differs;
  const value = typeof found === "string" ? parsed(found) : found;
  if (Array.isArray(wanted)) {
    if (!Array.isArray(value) || value.length !== wanted.length) return differs;
    return first(wanted.entries(), ([index, item]) => mismatch(item, value[index], `${path}[${index}]`));
  }
  if (!isPlainObject(value)) return differs;
  return first(Object.entries(wanted), ([key, item]) => mismatch(item, value[key], path ? `${path}.${key}` : key));
}

function first<T>(items: Iterable<T>, find: (item: T) => Mismatch | undefined): Mismatch | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A value as a message shows it. */
export function shown(value: unknown): string {
  if (value === undefined) return "absent";
  if (value instanceof RegExp || isMatcher(value)) return String(value);
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 300 ? `${text.slice(0, 300)}...` : text;
}
