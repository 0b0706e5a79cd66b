import { isPlainObject, kindOf, refuse } from "./input.ts";

const HINTS: Readonly<Record<string, string>> = {
  "a bigint": "send it as a string",
  "of type Map": "send Object.fromEntries(map)",
  "of type Set": "send a list",
};
const HOLDS = "JSON has strings, numbers, booleans, null, lists and objects";
/** Deeper ones are not read everywhere. */
const MAX_DEPTH = 200;

/**
 * Checks that JSON keeps a value: what JSON would leave out, or change into something else, is refused. `undefined` is
 * null, and properties that are undefined count as absent.
 * @throws InvalidInputError with the path of what JSON cannot say.
 */
export function checkJson(place: string, path: string, value: unknown): void {
  if (value !== undefined) checkValue(place, path, value, 0);
}

function checkValue(place: string, path: string, given: unknown, depth: number): void {
  if (depth > MAX_DEPTH) refuse(place, path, `is more than ${MAX_DEPTH} levels deep, or holds itself`);
  const value = isConvertible(given) ? given.toJSON(path) : given;
  if (typeof value === "string" || typeof value === "boolean") return;
  if (value === null) {
    if (given instanceof Date) refuse(place, path, "is an invalid Date");
    return;
  }
  if (typeof value === "number") {
    if (!Number.isFinite(value)) refuse(place, path, `is ${value}: JSON has finite numbers`);
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) checkValue(place, `${path}[${index}]`, item, depth + 1);
  } else if (hasProperties(value)) {
    for (const [name, item] of Object.entries(value))
      if (item !== undefined) checkValue(place, `${path}.${name}`, item, depth + 1);
  } else bad(place, path, value);
}

/** Has its own way to become JSON, as a Date. Buffers have one too, which is not read back. */
const isConvertible = (value: unknown): value is { toJSON(name: string): unknown } =>
  typeof (value as { toJSON?: unknown } | null | undefined)?.toJSON === "function" && !ArrayBuffer.isView(value);

/** True if JSON keeps an object: of others that are not plain, such as a Map or an Error, it would make `{}`. */
const hasProperties = (value: unknown): value is object =>
  isPlainObject(value) ||
  (typeof value === "object" &&
    value !== null &&
    !ArrayBuffer.isView(value) &&
    !(value instanceof Error) &&
    Object.keys(value).length > 0);

function bad(place: string, path: string, value: unknown): never {
  const isBytes = value instanceof ArrayBuffer || ArrayBuffer.isView(value);
  const kind = kindOf(value);
  const hint = isBytes ? 'send Buffer.from(bytes).toString("base64")' : (HINTS[kind] ?? HOLDS);
  return refuse(place, path, `is ${kind}: ${hint}`);
}

/**
 * A value as the JSON text that travels. `undefined`, which JSON can't say, becomes null; the two characters that JSON
 * may hold and XML may not are escaped, because messages travel in XML.
 */
export const toJson = (data: unknown): string =>
  (JSON.stringify(data) ?? "null").replace(/[\ufffe\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16)}`);

/** The fields of a JSON object; none of a text that is not JSON. */
export function readFields(text: string): Readonly<Record<string, unknown>> {
  try {
    return { ...JSON.parse(text) };
  } catch {
    return {};
  }
}
