import { decode, encode } from "../codec.ts";
import { invalid } from "../errors.ts";
import { readRows } from "../plain-buffer/read.ts";
import { writeRows } from "../plain-buffer/write.ts";
import type { Table } from "../table.ts";

/** The token that consumers receive at the end of a closed channel. */
export const FINISHED = "finished";

/** The position of a tunnel's consumer: at a key of the table, or before a change. */
export type Position = { readonly key: Buffer } | { readonly change: number };

export function writeToken(position: Position): string {
  const content =
    "key" in position ? { primary_key: position.key } : { iterator: String(position.change), timestamp: 0 };
  return encode("Token", { version: 1, content: encode("TokenContent", content) }).toString("base64");
}

/** @throws ApiError OTSParameterInvalid */
export function readToken(token: string): Position {
  const { content } = decode<{ content: Buffer }>("Token", Buffer.from(token, "base64"));
  const { primary_key: key, iterator } = decode<{ primary_key?: Buffer; iterator?: string }>("TokenContent", content);
  if (iterator !== undefined && /^\d+$/.test(iterator)) return { change: Number(iterator) };
  if (key && readRows(key).length === 1) return { key };
  throw invalid("Invalid token.");
}

/** Rows are read from the first key on; changes from those that come from now on. */
export function firstToken(type: "BaseData" | "Stream", table: Table): string {
  if (type === "Stream") return writeToken({ change: table.next });
  const key = table.facts.key.map(({ name }) => ({ name, value: { type: "min" } as const }));
  return writeToken({ key: writeRows([{ key, columns: [] }]) });
}
