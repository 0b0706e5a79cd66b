/**
 * The form in which Tablestore's requests and answers hold rows
 * (https://www.alibabacloud.com/help/en/tablestore/developer-reference/plainbuffer).
 */

/** The values that a column can have: INTEGER is a bigint, DOUBLE a number. */
export type Cell = string | bigint | number | boolean | Uint8Array;

/** Ends of a range of keys. */
export const MIN = Symbol("less than everything");
export const MAX = Symbol("more than everything");
export type KeyCell = Cell | typeof MIN | typeof MAX;

export type Columns<C = Cell> = readonly (readonly [name: string, value: C])[];

/** The operation on a column in an update. */
export interface ColumnChange {
  readonly name: string;
  readonly change: "put" | "increment" | "delete";
  readonly value?: Cell;
}

export interface StoredRow {
  readonly key: Columns;
  readonly columns: Columns;
}

// Single constants: unlike the properties of an object, a minifier shortens their names.
const HEADER = 0x75;
const TAG_KEY = 1;
const TAG_DATA = 2;
const TAG_CELL = 3;
const TAG_NAME = 4;
const TAG_VALUE = 5;
const TAG_OPERATION = 6;
const TAG_TIMESTAMP = 7;
const TAG_DELETED = 8;
const TAG_ROW_CHECKSUM = 9;
const TAG_CELL_CHECKSUM = 10;
const TYPE_INTEGER = 0;
const TYPE_DOUBLE = 1;
const TYPE_BOOLEAN = 2;
const TYPE_TEXT = 3;
const TYPE_BINARY = 7;
const TYPE_MIN = 9;
const TYPE_MAX = 10;
const OPERATIONS = { put: undefined, delete: 1, increment: 4 } as const;

/** CRC-8 with the polynomial x^8 + x^2 + x + 1. */
const CRC = Uint8Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = (crc & 0x80) === 0 ? crc << 1 : (crc << 1) ^ 0x07;
  return crc;
});
function crc8(crc: number, bytes: Uint8Array): number {
  let sum = crc;
  for (const byte of bytes) sum = CRC[sum ^ byte] ?? 0;
  return sum;
}

const tagged = (...bytes: number[]): Uint8Array => Uint8Array.of(...bytes);
const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const eight = (write: (bytes: Buffer) => void): Buffer => {
  const bytes = Buffer.alloc(8);
  write(bytes);
  return bytes;
};

/** Type and content of a value, which is also what its checksum is made of. */
function encodeValue(value: KeyCell): Buffer {
  const typed = (type: number, ...content: Uint8Array[]) => Buffer.concat([tagged(type), ...content]);
  if (value === MIN) return typed(TYPE_MIN);
  if (value === MAX) return typed(TYPE_MAX);
  if (typeof value === "bigint")
    return typed(
      TYPE_INTEGER,
      eight((bytes) => bytes.writeBigInt64LE(value)),
    );
  if (typeof value === "number")
    return typed(
      TYPE_DOUBLE,
      eight((bytes) => bytes.writeDoubleLE(value)),
    );
  if (typeof value === "boolean") return typed(TYPE_BOOLEAN, tagged(Number(value)));
  const content = typeof value === "string" ? Buffer.from(value) : (value as Uint8Array);
  return typed(typeof value === "string" ? TYPE_TEXT : TYPE_BINARY, uint32(content.length), content);
}

function encodeCell(name: string, value: KeyCell | undefined, operation: number | undefined): [Buffer, number] {
  const nameBytes = Buffer.from(name);
  const parts: Uint8Array[] = [tagged(TAG_CELL, TAG_NAME), uint32(nameBytes.length), nameBytes];
  let crc = crc8(0, nameBytes);
  if (value !== undefined) {
    const bytes = encodeValue(value);
    parts.push(tagged(TAG_VALUE), uint32(bytes.length), bytes);
    crc = crc8(crc, bytes);
  }
  if (operation !== undefined) {
    parts.push(tagged(TAG_OPERATION, operation));
    crc = crc8(crc, tagged(operation));
  }
  parts.push(tagged(TAG_CELL_CHECKSUM, crc));
  return [Buffer.concat(parts), crc];
}

/** A row: its key, and what its columns are or become. `deleted` marks the whole row for deletion. */
export function encodeRow(
  key: Columns<KeyCell>,
  changes: readonly ColumnChange[] = [],
  deleted = false,
): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [uint32(HEADER), tagged(TAG_KEY)];
  let crc = 0;
  const add = ([bytes, cellCrc]: [Buffer, number]) => {
    parts.push(bytes);
    crc = crc8(crc, tagged(cellCrc));
  };
  for (const [name, value] of key) add(encodeCell(name, value, undefined));
  if (changes.length > 0) parts.push(tagged(TAG_DATA));
  for (const { name, value, change } of changes) add(encodeCell(name, value, OPERATIONS[change]));
  if (deleted) parts.push(tagged(TAG_DELETED));
  parts.push(tagged(TAG_ROW_CHECKSUM, crc8(crc, tagged(Number(deleted)))));
  return new Uint8Array(Buffer.concat(parts));
}

function unknown(what: string, number: number | undefined): never {
  throw new Error(`Tablestore sent an unknown ${what}: ${number}`);
}

/** The rows of an answer, none of them if it is empty. Their checksums are TLS's affair by now. */
export function decodeRows(bytes: Uint8Array): StoredRow[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const rows: { key: [string, Cell][]; columns: [string, Cell][] }[] = [];
  let columns: [string, Cell][] = [];
  let at = 4;
  while (at < buffer.length) {
    const tag = buffer[at++];
    if (tag === TAG_KEY) {
      const row = { key: [], columns: [] };
      rows.push(row);
      columns = row.key;
    } else if (tag === TAG_DATA) columns = rows.at(-1)?.columns ?? [];
    else if (tag === TAG_CELL) {
      const [name, value, next] = decodeCell(buffer, at);
      columns.push([name, value]);
      at = next;
    } else if (tag === TAG_ROW_CHECKSUM) at += 1;
    else if (tag !== TAG_DELETED) unknown("tag of a row", tag);
  }
  return rows;
}

function decodeCell(buffer: Buffer, start: number): [name: string, value: Cell, next: number] {
  let at = start;
  let name = "";
  let value: Cell = "";
  for (;;) {
    const tag = buffer[at++];
    if (tag === TAG_NAME || tag === TAG_VALUE) {
      const length = buffer.readUInt32LE(at);
      const content = buffer.subarray(at + 4, at + 4 + length);
      if (tag === TAG_NAME) name = content.toString();
      else value = decodeValue(content);
      at += 4 + length;
    } else if (tag === TAG_OPERATION) at += 1;
    else if (tag === TAG_TIMESTAMP) at += 8;
    else if (tag === TAG_CELL_CHECKSUM) return [name, value, at + 1];
    else unknown("tag of a column", tag);
  }
}

function decodeValue(content: Buffer): Cell {
  switch (content[0]) {
    case TYPE_INTEGER:
      return content.readBigInt64LE(1);
    case TYPE_DOUBLE:
      return content.readDoubleLE(1);
    case TYPE_BOOLEAN:
      return content[1] === 1;
    case TYPE_TEXT:
      return content.toString("utf8", 5);
    case TYPE_BINARY:
      return new Uint8Array(content.subarray(5));
    default:
      return unknown("type of a value", content[0]);
  }
}
