import type { AttributeValue } from "aws-lambda";
import { fromBase64 } from "../../../runtime/core/values.ts";

/** A row as DynamoDB's streams and API spell it. */
export type Image = Readonly<Record<string, AttributeValue>>;

/**
 * A DynamoDB number as a JavaScript one. Whole numbers beyond 2^53 become bigints; a fraction with more than 17 digits
 * (DynamoDB keeps 38) is rounded to the nearest double. The exact text is in the record's `raw`.
 */
export function toNumber(text: string): number | bigint {
  const number = Number(text);
  if (Number.isSafeInteger(number) || !Number.isInteger(number)) return number;
  return wholeNumber(text) ?? number;
}

/** Digits and exponent of a whole number such as 1E+20, exactly. */
function wholeNumber(text: string): bigint | undefined {
  const match = /^(-?)(\d+)(?:\.(\d*))?(?:E\+?(-?\d+))?$/i.exec(text);
  if (!match) return undefined;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match;
  const shift = Number(exponent) - fraction.length;
  const digits = shift >= 0 ? whole + fraction + "0".repeat(shift) : (whole + fraction).slice(0, shift);
  const lost = shift >= 0 ? "" : (whole + fraction).slice(shift);
  return /^0*$/.test(lost) ? BigInt(sign + digits) : undefined;
}

/** A tagged value as plain JavaScript: sets become Set, binary Uint8Array, NULL null. */
export function toValue(value: AttributeValue): unknown {
  if (value.S !== undefined) return value.S;
  if (value.N !== undefined) return toNumber(value.N);
  if (value.BOOL !== undefined) return value.BOOL;
  if (value.M !== undefined) return toRow(value.M);
  if (value.L !== undefined) return value.L.map(toValue);
  if (value.B !== undefined) return fromBase64(value.B);
  if (value.SS !== undefined) return new Set(value.SS);
  if (value.NS !== undefined) return new Set(value.NS.map(toNumber));
  if (value.BS !== undefined) return new Set(value.BS.map(fromBase64));
  return null;
}

/** A row as a plain object. */
export function toRow(image: Image): Record<string, unknown> {
  // Not built by assignment: a column may be called __proto__.
  return Object.fromEntries(Object.entries(image).map(([name, value]) => [name, toValue(value)]));
}
