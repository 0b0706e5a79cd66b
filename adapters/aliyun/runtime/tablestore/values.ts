import { isBytes } from "../../../../runtime/core/rows.ts";
import type { Cell, Columns } from "./plain-buffer.ts";

/**
 * JavaScript values in Tablestore's columns. Texts, booleans and bytes are kept as such; whole numbers as INTEGER where
 * they are exact, other numbers as DOUBLE. Everything else (null, lists, objects, sets, larger bigints) is kept as text: this
 * prefix, then JSON. A text that happens to begin so is kept as JSON too.
 */
export const PREFIX = "polyfn:json:";

const LIMIT = 2n ** 63n;
const fits = (value: bigint): boolean => value >= -LIMIT && value < LIMIT;

export function toCell(value: unknown): Cell {
  switch (typeof value) {
    case "string":
      return value.startsWith(PREFIX) ? PREFIX + JSON.stringify(value) : value;
    case "boolean":
      return value;
    case "bigint":
      return fits(value) ? value : PREFIX + packJson(value);
    case "number":
      // Minus zero becomes 0.
      return Number.isSafeInteger(value) ? BigInt(value) : value;
    default:
      return isBytes(value) ? new Uint8Array(value) : PREFIX + packJson(value);
  }
}

export function fromCell(cell: Cell): unknown {
  if (typeof cell === "bigint") return toNumber(cell);
  return typeof cell === "string" && cell.startsWith(PREFIX) ? unpackJson(cell.slice(PREFIX.length)) : cell;
}

/** Whole numbers beyond 2^53 stay bigints. */
const toNumber = (value: bigint): number | bigint => (Number.isSafeInteger(Number(value)) ? Number(value) : value);

export const toColumns = (row: Readonly<Record<string, unknown>>): Columns =>
  Object.entries(row).flatMap(([name, value]) => (value === undefined ? [] : [[name, toCell(value)] as const]));

export const fromColumns = (columns: Columns): Record<string, unknown> =>
  // Not built by assignment: a column may be called __proto__.
  Object.fromEntries(columns.map(([name, cell]) => [name, fromCell(cell)]));

/** What JSON has no words for is an object with one key that begins with a dollar sign; such objects get another. */
function pack(this: Readonly<Record<string, unknown>>, name: string, value: unknown): unknown {
  // `this[name]`: a Buffer turns itself into something else before it gets here.
  const given: unknown = this[name];
  if (typeof given === "bigint") return { $n: String(given) };
  if (isBytes(given)) return { $b: Buffer.from(given).toString("base64") };
  if (given instanceof Set) return { $set: [...given] };
  const [key, ...others] = typeof given === "object" && given !== null ? Object.keys(given) : [];
  return key?.startsWith("$") && others.length === 0 ? { [`$${key}`]: (given as Record<string, unknown>)[key] } : value;
}

function unpack(_name: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const [entry, ...others] = Object.entries(value);
  if (!entry?.[0].startsWith("$") || others.length > 0) return value;
  const [key, content] = entry;
  if (key === "$n") return toNumber(BigInt(content));
  if (key === "$b") return new Uint8Array(Buffer.from(content, "base64"));
  return key === "$set" ? new Set(content) : { [key.slice(1)]: content };
}

/** JSON that keeps bigints, bytes and sets. */
export const packJson = (value: unknown): string => JSON.stringify(value, pack);
export const unpackJson = (text: string): unknown => JSON.parse(text, unpack);
