import { inspect, isDeepStrictEqual } from "node:util";
import { type AnyRow, InvalidInputError, type TableReader, type TableWriter } from "polyfn/runtime";
import type { RowValueCase } from "./row-values.ts";

/** The result: `stored`, `refused`, or the error. */
export async function tryRow(rows: TableReader & TableWriter, one: RowValueCase, id: string): Promise<string> {
  const row = one.row(id) as AnyRow;
  try {
    await rows.put(row);
  } catch (error) {
    return error instanceof InvalidInputError ? "refused" : `failed: ${String(error)}`;
  }
  const read = await rows.get({ id });
  const wanted = typeof one.result === "object" ? one.result.row(id) : row;
  return isDeepStrictEqual(read, wanted) ? "stored" : `read back as ${inspect(read)}`;
}
