import { invalid } from "../errors.ts";
import type { Special, Value } from "../values.ts";
import {
  add,
  type CellOperation,
  cellSum,
  HEADER,
  OPERATIONS,
  Tag,
  TYPES,
  type WireCell,
  type WireRow,
} from "./format.ts";

/** Reads all rows. @throws ApiError OTSParameterInvalid for bytes that are none, or whose sums are wrong */
export function readRows(bytes: Buffer): WireRow[] {
  if (bytes.length === 0) return [];
  const reader = new Reader(bytes);
  try {
    if (reader.int32() !== HEADER) throw new RangeError("header");
    const rows: WireRow[] = [];
    // Some clients reserve more room than they write to: zeros may follow.
    while (!reader.isPadding()) rows.push(reader.row());
    return rows;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw invalid(`Invalid plain buffer: ${error.message}`);
  }
}

/** A single value with its type, from a condition. */
export function readVariant(bytes: Buffer): Value {
  try {
    const value = new Reader(bytes).variant();
    if (isColumnValue(value)) return value;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw invalid("Invalid column value in condition");
}

export const isColumnValue = (value: Value | Special): value is Value =>
  value.type !== "min" && value.type !== "max" && value.type !== "auto";

class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** True if nothing but zeros is left. */
  isPadding(): boolean {
    return this.#bytes.subarray(this.#at).every((byte) => byte === 0);
  }

  row(): WireRow {
    this.#expect(Tag.key);
    const key = this.#cells();
    const columns = this.#take(Tag.columns) ? this.#cells() : [];
    const deleted = this.#take(Tag.deleteMarker);
    const sequence = this.#take(Tag.extension) ? this.#sequence() : undefined;
    this.#expect(Tag.rowSum);
    const sum = add(0, [...key, ...columns].map(cellSum));
    const found = this.#byte();
    // A client that deletes a row may leave out the marker and still count it in.
    const marked = found === add(sum, [1]);
    if (!marked && found !== add(sum, [0])) throw new RangeError("the checksum of a row is wrong");
    return { key, columns, deleted: deleted || marked, ...(sequence && { sequence }) };
  }

  variant(): Value | Special {
    const type = this.#byte();
    switch (type) {
      case TYPES.integer:
        return { type: "integer", value: this.#slice(8).readBigInt64LE() };
      case TYPES.double:
        return { type: "double", value: this.#slice(8).readDoubleLE() };
      case TYPES.boolean:
        return { type: "boolean", value: this.#byte() !== 0 };
      case TYPES.string:
        return { type: "string", value: this.#slice(this.int32()).toString() };
      case TYPES.binary:
        return { type: "binary", value: Buffer.from(this.#slice(this.int32())) };
      case TYPES.min:
        return { type: "min" };
      case TYPES.max:
        return { type: "max" };
      case TYPES.auto:
        return { type: "auto" };
      default:
        throw new RangeError(`unknown type of value ${type}`);
    }
  }

  int32(): number {
    return this.#slice(4).readInt32LE();
  }

  #cells(): WireCell[] {
    const cells: WireCell[] = [];
    while (this.#take(Tag.cell)) cells.push(this.#cell());
    return cells;
  }

  #cell(): WireCell {
    this.#expect(Tag.name);
    const name = this.#slice(this.int32()).toString();
    const value = this.#take(Tag.value) ? this.#sizedVariant() : undefined;
    const operation = this.#take(Tag.operation) ? this.#operation() : undefined;
    const timestamp = this.#take(Tag.timestamp) ? Number(this.#slice(8).readBigInt64LE()) : undefined;
    const cell: WireCell = {
      name,
      ...(value && { value }),
      ...(operation && { operation }),
      ...(timestamp !== undefined && { timestamp }),
    };
    this.#expect(Tag.cellSum);
    if (this.#byte() !== cellSum(cell)) throw new RangeError(`the checksum of ${name} is wrong`);
    return cell;
  }

  #sizedVariant(): Value | Special {
    this.int32();
    return this.variant();
  }

  #operation(): CellOperation {
    const code = this.#byte();
    const known = Object.entries(OPERATIONS).find(([, value]) => value === code)?.[0];
    if (!known) throw new RangeError(`unknown operation on a cell ${code}`);
    return known as CellOperation;
  }

  #sequence(): NonNullable<WireRow["sequence"]> {
    this.int32();
    this.#expect(Tag.sequence);
    this.int32();
    this.#expect(Tag.epoch);
    const epoch = this.int32();
    this.#expect(Tag.sequenceTime);
    const timestamp = Number(this.#slice(8).readBigInt64LE());
    this.#expect(Tag.rowIndex);
    return { epoch, timestamp, index: this.int32() };
  }

  #byte(): number {
    return this.#slice(1).readUInt8();
  }

  #slice(length: number): Buffer {
    const end = this.#at + length;
    if (length < 0 || end > this.#bytes.length) throw new RangeError("it ends too early");
    const part = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return part;
  }

  #take(tag: number): boolean {
    if (this.#bytes[this.#at] !== tag) return false;
    this.#at++;
    return true;
  }

  #expect(tag: number): void {
    if (!this.#take(tag)) throw new RangeError(`tag ${tag} is missing`);
  }
}
