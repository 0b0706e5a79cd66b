import { backOff, MAX_RETRIES } from "./retry.ts";
import { chunks } from "./values.ts";

type Row = Readonly<Record<string, unknown>>;

/** The key of a row as text: the same for the same key. */
export const rowKey = (row: Row, names: readonly string[]): string =>
  JSON.stringify(
    names.map((name) => (row[name] instanceof Uint8Array ? [...row[name]] : [typeof row[name], String(row[name])])),
  );

/**
 * Reads rows by their keys, as many at once as a call may ask for; asks again for those that it did not answer.
 * @param read Rows in any order, and the keys that were left out.
 * @returns Rows in the order of the keys, undefined where there is none.
 */
export async function getBatch<R extends Row>(
  keys: readonly R[],
  names: readonly string[],
  items: number,
  read: (keys: readonly R[]) => Promise<{ readonly rows: readonly R[]; readonly left: readonly R[] }>,
): Promise<(R | undefined)[]> {
  const wanted = [...new Map(keys.map((key) => [rowKey(key, names), key])).values()];
  const found = new Map<string, R>();
  for (const chunk of chunks(wanted, items)) {
    let waiting: readonly R[] = chunk;
    for (let tries = 0; waiting.length > 0; tries++) {
      if (tries > 0) await backOff(Math.min(tries, MAX_RETRIES) - 1);
      const { rows, left } = await read(waiting);
      for (const row of rows) found.set(rowKey(row, names), row);
      if (left.length === waiting.length && tries >= MAX_RETRIES)
        throw new Error(`${left.length} of ${keys.length} rows could not be read: the table has no capacity left`);
      waiting = left;
    }
  }
  return keys.map((key) => found.get(rowKey(key, names)));
}
