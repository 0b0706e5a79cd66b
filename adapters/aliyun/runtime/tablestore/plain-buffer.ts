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

/** What happens to a column in an update. */
export interface ColumnChange {
  readonly name: string;
  readonly change: "put" | "increment" | "delete";
  readonly value?: Cell;
}

export interface StoredRow {
  readonly key: Columns;
  readonly columns: Columns;
}

const HEADER = 0x75;
const Tag = {
  key: 1,
  data: 2,
  cell: 3,
  name: 4,
  value: 5,
  operation: 6,
  timestamp: 7,
  deleted: 8,
  rowChecksum: 9,
  cellChecksum: 10,
} as const;
const Type = { integer: 0, double: 1, boolean: 2, text: 3, binary: 7, min: 9, max: 10 } as const;
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
  const typed = (type: number, ...content: Uint8Array[]) => Buffer.concat([Uint8Array.of(type), ...content]);
  if (value === MIN) return typed(Type.min);
  if (value === MAX) return typed(Type.max);
  if (typeof value === "bigint")
    return typed(
      Type.integer,
      eight((bytes) => bytes.writeBigInt64LE(value)),
    );
  if (typeof value === "number")
    return typed(
      Type.double,
      eight((bytes) => bytes.writeDoubleLE(value)),
    );
  if (typeof value === "boolean") return typed(Type.boolean, Uint8Array.of(Number(value)));
  const content = typeof value === "string" ? Buffer.from(value) : (value as Uint8Array);
  return typed(typeof value === "string" ? Type.text : Type.binary, uint32(content.length), content);
}

function encodeCell(name: string, value: KeyCell | undefined, operation: number | undefined): [Buffer, number] {
  const nameBytes = Buffer.from(name);
  const parts: Uint8Array[] = [Uint8Array.of(Tag.cell, Tag.name), uint32(nameBytes.length), nameBytes];
  let crc = crc8(0, nameBytes);
  if (value !== undefined) {
    const bytes = encodeValue(value);
    parts.push(Uint8Array.of(Tag.value), uint32(bytes.length), bytes);
    crc = crc8(crc, bytes);
  }
  if (operation !== undefined) {
    parts.push(Uint8Array.of(Tag.operation, operation));
    crc = crc8(crc, Uint8Array.of(operation));
  }
  parts.push(Uint8Array.of(Tag.cellChecksum, crc));
  return [Buffer.concat(parts), crc];
}

/** A row: its key, and what its columns are or become. `deleted` marks the whole row for deletion. */
export function encodeRow(
  key: Columns<KeyCell>,
  changes: readonly ColumnChange[] = [],
  deleted = false,
): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [uint32(HEADER), Uint8Array.of(Tag.key)];
  let crc = 0;
  const add = ([bytes, cellCrc]: [Buffer, number]) => {
    parts.push(bytes);
    crc = crc8(crc, Uint8Array.of(cellCrc));
  };
  for (const [name, value] of key) add(encodeCell(name, value, undefined));
  if (changes.length > 0) parts.push(Uint8Array.of(Tag.data));
  for (const { name, value, change } of changes) add(encodeCell(name, value, OPERATIONS[change]));
  if (deleted) parts.push(Uint8Array.of(Tag.deleted));
  parts.push(Uint8Array.of(Tag.rowChecksum, crc8(crc, Uint8Array.of(Number(deleted)))));
  return new Uint8Array(Buffer.concat(parts));
}

/** The rows of an answer, none of them if it is empty. Their checksums are TLS's affair by now. */
export function decodeRows(bytes: Uint8Array): StoredRow[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const rows: { key: [string, Cell][]; columns: [string, Cell][] }[] = [];
  let columns: [string, Cell][] = [];
  let at = 4;
  while (at < buffer.length) {
    const tag = buffer[at++];
    if (tag === Tag.key) {
      const row = { key: [], columns: [] };
      rows.push(row);
      columns = row.key;
    } else if (tag === Tag.data) columns = rows.at(-1)?.columns ?? [];
    else if (tag === Tag.cell) {
      const [name, value, next] = decodeCell(buffer, at);
      columns.push([name, value]);
      at = next;
    } else if (tag === Tag.rowChecksum) at += 1;
    else if (tag !== Tag.deleted) throw new Error(`Tablestore sent a row with the unknown tag ${tag}`);
  }
  return rows;
}

function decodeCell(buffer: Buffer, start: number): [name: string, value: Cell, next: number] {
  let at = start;
  let name = "";
  let value: Cell = "";
  for (;;) {
    const tag = buffer[at++];
    if (tag === Tag.name || tag === Tag.value) {
      const length = buffer.readUInt32LE(at);
      const content = buffer.subarray(at + 4, at + 4 + length);
      if (tag === Tag.name) name = content.toString();
      else value = decodeValue(content);
      at += 4 + length;
    } else if (tag === Tag.operation) at += 1;
    else if (tag === Tag.timestamp) at += 8;
    else if (tag === Tag.cellChecksum) return [name, value, at + 1];
    else throw new Error(`Tablestore sent a column with the unknown tag ${tag}`);
  }
}

function decodeValue(content: Buffer): Cell {
  switch (content[0]) {
    case Type.integer:
      return content.readBigInt64LE(1);
    case Type.double:
      return content.readDoubleLE(1);
    case Type.boolean:
      return content[1] === 1;
    case Type.text:
      return content.toString("utf8", 5);
    case Type.binary:
      return new Uint8Array(content.subarray(5));
    default:
      throw new Error(`Tablestore sent a value of the unknown type ${content[0]}`);
  }
}
