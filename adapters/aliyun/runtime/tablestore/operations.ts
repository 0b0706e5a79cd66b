import { backOff, MAX_RETRIES } from "../../../../runtime/core/retry.ts";
import { hosts } from "../hosts.ts";
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
    const fields = [...readFields(new Uint8Array(await answer.arrayBuffer()))];
    const text = (field: number) => readText(fields.find((one) => one.field === field)?.bytes ?? new Uint8Array());
    const id = answer.headers.get("x-ots-requestid") ?? undefined;
    return new ServiceError(text(1) || `Http${answer.status}`, text(2), answer.status, id);
  },
};

/** Where a table is. */
export interface TablePlace {
  readonly instance: string;
  readonly table: string;
}

async function call(instance: string, operation: string, body: Writer, repeatable = true): Promise<Uint8Array> {
  const asked = { host: hosts.ots(instance), instance, operation, body: body.finish() };
  return new Uint8Array(await (await send(ots, asked, { repeatable })).arrayBuffer());
}

const field = (message: Uint8Array, wanted: number): Uint8Array | undefined => {
  for (const one of readFields(message)) if (one.field === wanted) return one.bytes;
  return undefined;
};

/** `RowExistenceExpectation` of a write. */
export const Expect = { anything: 0, row: 1, noRow: 2 } as const;
export type Expect = (typeof Expect)[keyof typeof Expect];

const condition = (expect: Expect): Writer => new Writer().number(1, expect);

export async function getRow({ instance, table }: TablePlace, key: Columns): Promise<StoredRow | undefined> {
  const body = new Writer().bytes(1, table).bytes(2, encodeRow(key)).number(5, 1);
  return decodeRows(field(await call(instance, "GetRow", body), 2) ?? new Uint8Array())[0];
}

export async function putRow(
  { instance, table }: TablePlace,
  key: Columns,
  columns: Columns,
  expect: Expect,
): Promise<void> {
  const row = encodeRow(
    key,
    columns.map(([name, value]) => ({ name, value, change: "put" })),
  );
  await call(instance, "PutRow", new Writer().bytes(1, table).bytes(2, row).bytes(3, condition(expect)));
}

export async function updateRow(place: TablePlace, key: Columns, changes: readonly ColumnChange[]): Promise<void> {
  const row = encodeRow(key, changes);
  const body = new Writer().bytes(1, place.table).bytes(2, row).bytes(3, condition(Expect.anything));
  // Adding twice isn't the same as adding once.
  const repeatable = !changes.some(({ change }) => change === "increment");
  await call(place.instance, "UpdateRow", body, repeatable);
}

export async function deleteRow({ instance, table }: TablePlace, key: Columns): Promise<void> {
  const row = encodeRow(key, [], true);
  await call(instance, "DeleteRow", new Writer().bytes(1, table).bytes(2, row).bytes(3, condition(Expect.anything)));
}

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
  const [next] = decodeRows(field(answer, 3) ?? new Uint8Array());
  return { rows: decodeRows(field(answer, 2) ?? new Uint8Array()), ...(next && { next: next.key }) };
}

/** Most rows of one call that reads or writes several. */
export const MOST_ROWS = { read: 100, write: 200 } as const;

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
    if (refusal === undefined) return answers.map(({ row }) => decodeRows(field(row, 4) ?? new Uint8Array())[0]);
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
    const changes = (columns ?? []).map(([name, value]) => ({ name, value, change: "put" }) as const);
    const row = encodeRow(key, changes, columns === undefined);
    asked.bytes(
      2,
      new Writer()
        .number(1, columns ? 1 : 3)
        .bytes(2, row)
        .bytes(3, condition(Expect.anything)),
    );
  }
  return answersOf(await call(instance, "BatchWriteRow", new Writer().bytes(1, asked))).map(({ error }) => error);
}

/** What a batch's answer says of each row. */
function answersOf(answer: Uint8Array): { readonly row: Uint8Array; readonly error?: ServiceError }[] {
  const rows = [...readFields(field(answer, 1) ?? new Uint8Array())].flatMap((one) =>
    one.field === 2 ? [one.bytes] : [],
  );
  return rows.map((row) => {
    const error = field(row, 2);
    if (error === undefined) return { row };
    const said = (wanted: number) => readText(field(error, wanted) ?? new Uint8Array());
    return { row, error: new ServiceError(said(1), said(2), 200) };
  });
}
