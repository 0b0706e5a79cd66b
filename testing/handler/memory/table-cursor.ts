import type { AnyRow } from "../../../runtime/clients.ts";
import { fromBase64 } from "../../../runtime/core/values.ts";

type Packed = readonly [column: string, type: "text" | "number" | "bytes", value: string];

/** The columns of a key as text, for a cursor. */
export const packKey = (columns: readonly (readonly [string, unknown])[]): string =>
  JSON.stringify(
    columns.map(([column, value]): Packed => {
      if (value instanceof Uint8Array) return [column, "bytes", Buffer.from(value).toString("base64")];
      return [column, typeof value === "string" ? "text" : "number", String(value)];
    }),
  );

const READ: { readonly [T in Packed[1]]: (value: string) => AnyRow[string] } = {
  text: (value) => value,
  number: (value) => (Number.isSafeInteger(Number(value)) ? Number(value) : BigInt(value)),
  bytes: fromBase64,
};

/** The key that a cursor's text names. */
export const unpackKey = (text: string): AnyRow =>
  Object.fromEntries((JSON.parse(text) as Packed[]).map(([column, type, value]) => [column, READ[type](value)]));
