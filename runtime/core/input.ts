import { InvalidInputError } from "../errors.ts";

/**
 * Throws an InvalidInputError.
 * @param place What was asked, for example `put of table "images"`.
 * @param problem Completes the sentence that the path begins.
 */
export function refuse(place: string, path: string, problem: string): never {
  throw new InvalidInputError(`${place}: ${path} ${problem}`, path);
}

/** Refuses a value that is not what it must be, for example `a string`. */
export function mustBe(place: string, path: string, value: unknown, allowed: string): never {
  return refuse(place, path, `is ${kindOf(value)}: it must be ${allowed}`);
}

/** The description of a value in errors: `missing`, `null`, `0.5`, `a string`, `a list`, `of type Date`. */
export function kindOf(value: unknown): string {
  if (value === undefined) return "missing";
  if (typeof value === "number" || value === null) return String(value);
  if (typeof value !== "object") return `a ${typeof value}`;
  if (isPlainObject(value)) return "an object";
  const { name } = (value.constructor ?? {}) as { name?: unknown };
  if (name === "Array") return "a list";
  const isNamed = typeof name === "string" && name !== "" && name !== "Object";
  return isNamed ? `of type ${name}` : "an object with a prototype of its own";
}

export const byteLength = (text: string): number => Buffer.byteLength(text);

/** True if a string has half of a surrogate pair, which UTF-8 cannot say. */
export const isIllFormed = (text: string): boolean => /\p{Surrogate}/u.test(text);

export const isPlainObject = (value: unknown): value is Readonly<Record<string, unknown>> => {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

/** True if the memory of bytes was given away, for example to a worker: then nothing is left of them. */
function isDetached(bytes: ArrayBuffer | ArrayBufferView): boolean {
  if (bytes.byteLength > 0) return false;
  try {
    new Uint8Array(ArrayBuffer.isView(bytes) ? bytes.buffer : bytes);
    return false;
  } catch {
    return true;
  }
}

/** Throws an InvalidInputError for a value that is not allowed at a path. */
export type Check = (place: string, path: string, value: unknown) => void;

/** Refuses bytes of which nothing is left. */
export function checkBytes(place: string, path: string, bytes: ArrayBuffer | ArrayBufferView): void {
  if (isDetached(bytes)) refuse(place, path, "has no memory any more: it was given away");
}

export const checkText: Check = (place, path, value) => {
  if (typeof value !== "string") mustBe(place, path, value, "a string");
};
export const checkFlag: Check = (place, path, value) => {
  if (typeof value !== "boolean") mustBe(place, path, value, "true or false");
};
/** Leaves it to another check. */
export const anything: Check = () => undefined;

/** A whole number in a range. */
export const whole =
  (min: number, max: number): Check =>
  (place, path, value) => {
    if (Number.isInteger(value) && (value as number) >= min && (value as number) <= max) return;
    mustBe(place, path, value, `a whole number from ${min} to ${max}`);
  };

/**
 * Checks a plain object such as options, field by field. Fields that are undefined count as absent.
 * @param path Where the object is, for example `messages[2]`; its fields follow after a dot.
 * @param checks One for each field that there may be.
 * @param isTop The fields are named alone, because the object is the argument that has the options.
 */
export function checkFields(
  place: string,
  path: string,
  value: unknown,
  checks: Readonly<Record<string, Check>>,
  isTop = false,
): void {
  if (!isPlainObject(value)) mustBe(place, path, value, "a plain object");
  const start = isTop ? "" : `${path}.`;
  const other = Object.keys(value).find((name) => !Object.hasOwn(checks, name));
  if (other !== undefined) refuse(place, start + other, `is unknown: use ${Object.keys(checks).join(", ")}`);
  for (const [name, check] of Object.entries(checks)) {
    if (value[name] !== undefined) check(place, start + name, value[name]);
  }
}

/** Checks a list, item by item. */
export function checkItems(place: string, path: string, items: unknown, check: Check): void {
  if (!Array.isArray(items)) mustBe(place, path, items, "a list");
  for (const [index, item] of items.entries()) check(place, `${path}[${index}]`, item);
}
