import type { AttributeValue } from "aws-lambda";
import type { Image } from "./attributes.ts";

const toBase64 = ({ buffer, byteOffset, byteLength }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString("base64");

/** A value of a row, already checked, as DynamoDB spells it (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html). */
function toAttribute(value: unknown): AttributeValue {
  if (typeof value === "string") return { S: value };
  if (typeof value === "boolean") return { BOOL: value };
  if (value === null) return { NULL: true };
  // Minus zero becomes "0".
  if (typeof value !== "object") return { N: String(value) };
  if (value instanceof Uint8Array) return { B: toBase64(value) };
  if (Array.isArray(value)) return { L: value.map(toAttribute) };
  return value instanceof Set ? toSet([...value]) : { M: toAttributes(value as Readonly<Record<string, unknown>>) };
}

function toSet(members: readonly unknown[]): AttributeValue {
  const [first] = members;
  if (typeof first === "string") return { SS: members as string[] };
  return first instanceof Uint8Array
    ? { BS: members.map((one) => toBase64(one as Uint8Array)) }
    : { NS: members.map(String) };
}

/** A row, or a part of it, without what is undefined. */
export const toAttributes = (row: Readonly<Record<string, unknown>>): Image =>
  Object.fromEntries(
    Object.entries(row).flatMap(([name, value]) => (value === undefined ? [] : [[name, toAttribute(value)]])),
  );
