import { isBytes } from "./rows.ts";

/** Whole numbers beyond 2^53 stay bigints. */
export const toNumber = (value: bigint): number | bigint =>
  Number.isSafeInteger(Number(value)) ? Number(value) : value;

/**
 * A value that JSON lacks is an object with one key that begins with a dollar sign; real objects of that form are
 * escaped.
 */
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

/** JSON that keeps bigints, bytes and sets. `indent`: spaces. Default: one line. */
export const packJson = (value: unknown, indent?: number): string => JSON.stringify(value, pack, indent);
export const unpackJson = (text: string): unknown => JSON.parse(text, unpack);
