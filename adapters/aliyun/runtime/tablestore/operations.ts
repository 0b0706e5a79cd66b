import { backOff, MAX_RETRIES } from "../../../../runtime/core/retry.ts";
import * as hosts from "../hosts.ts";
import { isBusy, type Service, ServiceError, send } from "../http.ts";
import { type OtsCall, signOts } from "../signing/ots.ts";
import { readFields, readText, Writer } from "../wire.ts";
import {
  type ColumnChange,
  type Columns,
  decodeRows,
  encodeRow,
  type KeyCell,
  type StoredRow,
} from "./plain-buffer.ts";

/** The operations on rows that the shim uses (https://www.alibabacloud.com/help/en/tablestore/developer-reference/list-of-operations-by-function). */

const ots: Service<OtsCall> = {
  sign: signOts,
  async refusal(answer) {
    return errorIn(await answer.bytes(), answer.status, answer.headers["x-ots-requestid"]);
  },
};

/** The address of a table. */
export interface TablePlace {
  readonly instance: string;
  readonly table: string;
}

async function call(instance: string, operation: string, body: Writer, repeatable = true): Promise<Uint8Array> {
  const asked = { host: hosts.ots(instance), instance, operation, body: body.finish() };
  return (await send(ots, asked, { repeatable })).bytes();
}

/** A field's bytes; none where the message does not have it. */
const field = (message: Uint8Array, wanted: number): Uint8Array => {
  for (const one of readFields(message)) if (one.field === wanted) return one.bytes;
  return new Uint8Array();
};

const errorIn = (message: Uint8Array, status: number, requestId?: string): ServiceError =>
  new ServiceError(readText(field(message, 1)) || `Http${status}`, readText(field(message, 2)), status, requestId);

/** `RowExistenceExpectation` of a write: that there is no row yet, or none. */
const condition = (isNew = false): Writer => new Writer().number(1, isNew ? 2 : 0);

const put = (columns: Columns): ColumnChange[] => columns.map(([name, value]) => ({ name, value, change: "put" }));

/** Writes or deletes a row. Returns the columns `asked` that the answer contains, with their values after the write. */
async function write(
  { instance, table }: TablePlace,
  operation: string,
  row: Uint8Array,
  { isNew = false, asked = [] as readonly string[] } = {},
): Promise<Columns> {
  const body = new Writer().bytes(1, table).bytes(2, row).bytes(3, condition(isNew));
  const afterModify = new Writer().number(1, 2);
  for (const name of asked) afterModify.bytes(2, name);
  if (asked.length > 0) body.bytes(4, afterModify);
  // Increments must not be repeated: adding twice is not the same as adding once.
  const answer = await call(instance, operation, body, asked.length === 0);
  return decodeRows(field(answer, 2)).flatMap(({ columns }) => columns);
}

export async function getRow({ instance, table }: TablePlace, key: Columns): Promise<StoredRow | undefined> {
  const body = new Writer().bytes(1, table).bytes(2, encodeRow(key)).number(5, 1);
  return decodeRows(field(await call(instance, "GetRow", body), 2))[0];
}

/** @param isNew There must not be a row yet. */
export const putRow = (place: TablePlace, key: Columns, columns: Columns, isNew: boolean): Promise<unknown> =>
  write(place, "PutRow", encodeRow(key, put(columns)), { isNew });

/** @returns What was added to, as this update left it. */
export const updateRow = (place: TablePlace, key: Columns, changes: readonly ColumnChange[]): Promise<Columns> =>
  write(place, "UpdateRow", encodeRow(key, changes), {
    asked: changes.flatMap(({ name, change }) => (change === "increment" ? [name] : [])),
  });

export const deleteRow = (place: TablePlace, key: Columns): Promise<unknown> =>
  write(place, "DeleteRow", encodeRow(key, [], true));

/** Keys between two ends, the second not included. */
export interface Range {
  readonly start: Columns<KeyCell>;
  readonly end: Columns<KeyCell>;
  readonly backward: boolean;
  readonly limit?: number;
}

export async function getRange(
  { instance, table }: TablePlace,
  { start, end, backward, limit }: Range,
): Promise<{ readonly rows: StoredRow[]; readonly next?: Columns }> {
  const body = new Writer()
    .bytes(1, table)
    .number(2, backward)
    .number(5, 1)
    .number(6, limit)
    .bytes(7, encodeRow(start))
    .bytes(8, encodeRow(end));
  const answer = await call(instance, "GetRange", body);
  const [next] = decodeRows(field(answer, 3));
  return { rows: decodeRows(field(answer, 2)), ...(next && { next: next.key }) };
}

/** Most rows of one call that reads or writes several. */
export const MOST_READ = 100;
export const MOST_WRITTEN = 200;

/** Rows by their keys, in the order of these; undefined where there is none. @throws ServiceError with the first row's refusal. */
export async function getRows(
  { instance, table }: TablePlace,
  keys: readonly Columns[],
): Promise<(StoredRow | undefined)[]> {
  if (keys.length === 0) return [];
  const asked = new Writer().bytes(1, table);
  for (const key of keys) asked.bytes(2, encodeRow(key));
  const body = new Writer().bytes(1, asked.number(6, 1));
  for (let retries = 0; ; retries++) {
    const answers = answersOf(await call(instance, "BatchGetRow", body));
    const refusal = answers.find(({ error }) => error)?.error;
    if (refusal === undefined) return answers.map(({ row }) => decodeRows(field(row, 4))[0]);
    if (retries === MAX_RETRIES || !isBusy(refusal.code)) throw refusal;
    await backOff(retries);
  }
}

/** A row to write, or without columns one to delete. */
export interface RowWrite {
  readonly key: Columns;
  readonly columns?: Columns;
}

/** Writes rows, each by itself: for each the service's refusal, or undefined. */
export async function writeRows(
  { instance, table }: TablePlace,
  writes: readonly RowWrite[],
): Promise<(ServiceError | undefined)[]> {
  if (writes.length === 0) return [];
  const asked = new Writer().bytes(1, table);
  for (const { key, columns } of writes) {
    const row = encodeRow(key, put(columns ?? []), columns === undefined);
    asked.bytes(
      2,
      new Writer()
        .number(1, columns ? 1 : 3)
        .bytes(2, row)
        .bytes(3, condition()),
    );
  }
  return answersOf(await call(instance, "BatchWriteRow", new Writer().bytes(1, asked))).map(({ error }) => error);
}

/** The result of each row in the answer to a batch. */
function answersOf(answer: Uint8Array): { readonly row: Uint8Array; readonly error?: ServiceError }[] {
  const rows = [...readFields(field(answer, 1))].flatMap((one) => (one.field === 2 ? [one.bytes] : []));
  return rows.map((row) => {
    const error = field(row, 2);
    return error.length === 0 ? { row } : { row, error: errorIn(error, 200) };
  });
}
