import type { KeyType } from "./clients.ts";
import { byteLength, checkBytes, isIllFormed, isPlainObject, kindOf, mustBe, refuse } from "./input.ts";

/**
 * The values that a row may hold: the same on every cloud, so that a value that is read equals the one that was
 * written.
 */
const HOLDS = "strings, booleans, null, numbers, bigints, Uint8Array, lists, plain objects and Sets";
const HINTS: Readonly<Record<string, string>> = {
  "of type Date": "store its toISOString() or getTime()",
  "of type Map": "store Object.fromEntries(map)",
};
/** Lists and objects inside each other, the row itself not counted. */
const MAX_DEPTH = 31;
const MAX_DIGITS = 38;
const MIN_FRACTION = 1e-130;
/** A name that clouds' own clients lose when they read it. */
const PROTOTYPE = "__proto__";
const COLUMN_NAME = /^[A-Za-z_]\w{0,254}$/;

export const isBytes = (value: unknown): value is Uint8Array => value instanceof Uint8Array;

/**
 * Checks a value of a row. Properties that are undefined count as absent; -0 is stored as 0.
 * @throws InvalidInputError with the path of the value that cannot be stored.
 */
function checkValue(place: string, path: string, value: unknown, depth = 0): void {
  if (typeof value === "string") {
    if (isIllFormed(value)) refuse(place, path, "has half of a surrogate pair, which cannot be stored as UTF-8");
  } else if (typeof value === "number" || typeof value === "bigint") {
    const problem = typeof value === "number" ? numberProblem(value) : bigintProblem(value);
    if (problem) refuse(place, path, problem);
  } else if (isBytes(value)) checkBytes(place, path, value);
  else if (typeof value !== "boolean" && value !== null) {
    if (depth >= MAX_DEPTH) refuse(place, path, `is more than ${MAX_DEPTH} levels deep, or holds itself`);
    checkGroup(place, path, value, depth + 1);
  }
}

function checkGroup(place: string, path: string, value: unknown, depth: number): void {
  const prototype = typeof value === "object" ? Object.getPrototypeOf(value) : undefined;
  if (prototype === Array.prototype) checkList(place, path, value as unknown[], depth);
  else if (prototype === Set.prototype) checkSet(place, path, value as Set<unknown>);
  else if (isPlainObject(value)) {
    for (const name of namesIn(place, path, value)) {
      if (name === "" || name === PROTOTYPE || isIllFormed(name))
        refuse(place, path, `has a property named ${JSON.stringify(name)}, which is not stored`);
      checkValue(place, `${path}.${name}`, value[name], depth);
    }
  } else {
    const kind = kindOf(value);
    refuse(place, path, `is ${kind}: ${HINTS[kind] ?? `a row holds ${HOLDS}`}`);
  }
}

function checkList(place: string, path: string, list: readonly unknown[], depth: number): void {
  if (Object.keys(list).length !== list.length) refuse(place, path, "is a list with holes or with named properties");
  for (const [index, item] of list.entries()) checkValue(place, `${path}[${index}]`, item, depth);
}

/** Sets hold members of one kind, at least one. */
function checkSet(place: string, path: string, set: ReadonlySet<unknown>): void {
  const members = [...set];
  const kinds = new Set(
    members.map((one) => (typeof one === "bigint" ? "number" : isBytes(one) ? "bytes" : typeof one)),
  );
  const [kind = ""] = kinds;
  if (kind === "") refuse(place, path, "is an empty Set: leave it out");
  if (kinds.size > 1 || !["string", "number", "bytes"].includes(kind)) {
    refuse(
      place,
      path,
      `is a Set of ${[...kinds].join(" and ")}: a Set holds strings, numbers or Uint8Array, of one kind`,
    );
  }
  for (const [index, member] of members.entries()) checkValue(place, `${path}[${index}]`, member);
  const texts = new Set(members.map((one) => (isBytes(one) ? Buffer.from(one).toString("base64") : one)));
  if (texts.size < members.length) refuse(place, path, "is a Set that has the same bytes twice");
}

function namesIn(place: string, path: string, value: Readonly<Record<string, unknown>>): string[] {
  if (Object.getOwnPropertySymbols(value).length > 0) refuse(place, path, "has a symbol as a name");
  return Object.keys(value).filter((name) => value[name] !== undefined);
}

function numberProblem(value: number): string | undefined {
  if (!Number.isFinite(value)) return `is ${value}: a row holds finite numbers`;
  if (Number.isInteger(value))
    return Number.isSafeInteger(value) ? undefined : `is ${value}, beyond ±(2^53 - 1): write a bigint`;
  return Math.abs(value) < MIN_FRACTION ? `is ${value}, closer to 0 than ${MIN_FRACTION}` : undefined;
}

function bigintProblem(value: bigint): string | undefined {
  if (Number.isSafeInteger(Number(value))) return `is ${value}n, within ±(2^53 - 1): write the number ${value}`;
  const digits = String(value).replace("-", "").length;
  return digits > MAX_DIGITS ? `has ${digits} digits: at most ${MAX_DIGITS} are stored` : undefined;
}

/** Checks names and values of columns. @throws InvalidInputError */
export function checkColumns(place: string, path: string, columns: unknown): void {
  if (!isPlainObject(columns)) mustBe(place, path, columns, "a plain object");
  for (const name of namesIn(place, path, columns)) {
    checkName(place, path, name);
    checkValue(place, `${path}.${name}`, columns[name]);
  }
}

export function checkName(place: string, path: string, name: unknown): void {
  if (typeof name !== "string") mustBe(place, path, name, "the name of a column");
  if (COLUMN_NAME.test(name) && name !== PROTOTYPE) return;
  refuse(place, path, `has the column ${JSON.stringify(name)}: names are 1 to 255 letters, digits and underscores`);
}

const MAX_KEY_BYTES = 1024;

/** Checks the value of a key's column: a string or bytes of 1 to 1024 bytes, or a whole number of 64 bits. */
export function checkKeyValue(place: string, path: string, value: unknown, type: KeyType | undefined): void {
  const found = typeof value === "bigint" ? "number" : isBytes(value) ? "binary" : typeof value;
  if (found !== "string" && found !== "number" && found !== "binary")
    mustBe(place, path, value, "a string, a number or a Uint8Array");
  if (type !== undefined && found !== type)
    refuse(place, path, `is of type ${found}, but the column is of type ${type}`);
  checkValue(place, path, value);
  if (found === "number") {
    const isWhole =
      Number.isInteger(Number(value)) && BigInt.asIntN(64, BigInt(value as number)) === BigInt(value as number);
    if (!isWhole) refuse(place, path, `is ${value}: numbers of keys are whole and have at most 64 bits`);
    return;
  }
  const bytes = typeof value === "string" ? byteLength(value) : (value as Uint8Array).length;
  if (bytes === 0 || bytes > MAX_KEY_BYTES) refuse(place, path, `has ${bytes} bytes: keys have 1 to ${MAX_KEY_BYTES}`);
}

/** About how many bytes a checked value takes: two digits of a number take one. */
export function bytesOf(value: unknown): number {
  if (typeof value === "string") return byteLength(value);
  if (isBytes(value)) return value.length;
  if (typeof value === "number" || typeof value === "bigint") return String(value).length / 2 + 1;
  if (typeof value !== "object" || value === null) return 1;
  const parts = value instanceof Set ? [...value] : Array.isArray(value) ? value : Object.entries(value).flat();
  return parts.reduce((sum: number, part) => sum + 1 + bytesOf(part), 3);
}
