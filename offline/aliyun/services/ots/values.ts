/** A column's value. */
export type Value =
  | { readonly type: "integer"; readonly value: bigint }
  | { readonly type: "double"; readonly value: number }
  | { readonly type: "boolean"; readonly value: boolean }
  | { readonly type: "string"; readonly value: string }
  | { readonly type: "binary"; readonly value: Buffer };

/** A value of a primary key. */
export type KeyValue = Extract<Value, { type: "integer" | "string" | "binary" }>;

/** The ends of every range, and what stands for the number that the service chooses itself. */
export type Special = { readonly type: "min" | "max" | "auto" };

export type KeyBound = KeyValue | Special;

export type KeyType = KeyValue["type"];

/** Order of two values of one type: strings and bytes by their bytes. Undefined where they can't be compared. */
export function compareValues(a: Value, b: Value): number | undefined {
  if (a.type === "string" && b.type === "string") return Buffer.compare(Buffer.from(a.value), Buffer.from(b.value));
  if (a.type === "binary" && b.type === "binary") return Buffer.compare(a.value, b.value);
  if (a.type !== b.type) return undefined;
  return a.value < b.value ? -1 : a.value > b.value ? 1 : 0;
}

/** Order of two primary keys, or of bounds, column by column. */
export function compareKeys(a: readonly KeyBound[], b: readonly KeyBound[]): number {
  for (const [i, left] of a.entries()) {
    const right = b[i];
    const order = right === undefined ? 1 : compareBounds(left, right);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function compareBounds(a: KeyBound, b: KeyBound): number {
  if (a.type === b.type && (a.type === "min" || a.type === "max")) return 0;
  if (a.type === "min" || b.type === "max") return -1;
  if (a.type === "max" || b.type === "min") return 1;
  return isValue(a) && isValue(b) ? (compareValues(a, b) ?? 0) : 0;
}

export const isValue = (bound: KeyBound): bound is KeyValue =>
  bound.type === "integer" || bound.type === "string" || bound.type === "binary";

/** Bytes that a value counts with: for the limits and for capacity units. */
export function sizeOf(value: Value): number {
  if (value.type === "string") return Buffer.byteLength(value.value);
  if (value.type === "binary") return value.value.length;
  return value.type === "boolean" ? 1 : 8;
}
