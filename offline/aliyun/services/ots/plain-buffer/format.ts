import type { Special, Value } from "../values.ts";

/**
 * PlainBuffer, the form of rows inside Tablestore's messages: tagged cells, with CRC-8 sums of each cell and each row.
 * @see https://www.alibabacloud.com/help/en/tablestore/developer-reference/plainbuffer
 */
export interface WireRow {
  readonly key: readonly WireCell[];
  readonly columns: readonly WireCell[];
  /** The row is to be deleted, or was. */
  readonly deleted?: boolean;
  /** The position of a change among all changes; only in streams. */
  readonly sequence?: { readonly epoch: number; readonly timestamp: number; readonly index: number };
}

export interface WireCell {
  readonly name: string;
  readonly value?: Value | Special;
  readonly operation?: CellOperation;
  /** Version of the value; milliseconds. */
  readonly timestamp?: number;
}

export type CellOperation = "deleteAll" | "deleteOne" | "increment";

export const HEADER = 0x75;
export const Tag = {
  key: 0x1,
  columns: 0x2,
  cell: 0x3,
  name: 0x4,
  value: 0x5,
  operation: 0x6,
  timestamp: 0x7,
  deleteMarker: 0x8,
  rowSum: 0x9,
  cellSum: 0xa,
  extension: 0xb,
  sequence: 0xc,
  epoch: 0xd,
  sequenceTime: 0xe,
  rowIndex: 0xf,
} as const;
export const OPERATIONS = { deleteAll: 0x1, deleteOne: 0x3, increment: 0x4 } as const;
export const TYPES = {
  integer: 0x0,
  double: 0x1,
  boolean: 0x2,
  string: 0x3,
  binary: 0x7,
  min: 0x9,
  max: 0xa,
  auto: 0xb,
} as const;

const SUMS = Uint8Array.from({ length: 256 }, (_, byte) => {
  let sum = byte;
  for (let bit = 0; bit < 8; bit++) sum = sum & 0x80 ? ((sum << 1) ^ 0x07) & 0xff : (sum << 1) & 0xff;
  return sum;
});

export const add = (sum: number, bytes: Iterable<number>): number => {
  let now = sum;
  for (const byte of bytes) now = SUMS[now ^ byte] ?? 0;
  return now;
};

/** The checksum of a cell: over its name, its value with the type, its version, then its operation. */
export function cellSum({ name, value, operation, timestamp }: WireCell): number {
  let sum = add(0, Buffer.from(name));
  if (value) sum = add(sum, variant(value));
  if (timestamp !== undefined) sum = add(sum, int64(BigInt(timestamp)));
  return operation ? add(sum, [OPERATIONS[operation]]) : sum;
}

/** A value with its type in front, as conditions have it, too. */
export function variant(value: Value | Special): Buffer {
  const type = byte(TYPES[value.type]);
  switch (value.type) {
    case "integer":
      return Buffer.concat([type, int64(value.value)]);
    case "double": {
      const bytes = Buffer.alloc(8);
      bytes.writeDoubleLE(value.value);
      return Buffer.concat([type, bytes]);
    }
    case "boolean":
      return Buffer.concat([type, byte(value.value ? 1 : 0)]);
    case "string":
    case "binary": {
      const bytes = Buffer.from(value.value as Buffer);
      return Buffer.concat([type, int32(bytes.length), bytes]);
    }
    default:
      return type;
  }
}

export const byte = (...bytes: number[]): Buffer => Buffer.from(bytes);

export function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
}

export function int64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(value);
  return bytes;
}
