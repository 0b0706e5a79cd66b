import {
  add,
  byte,
  cellSum,
  HEADER,
  int32,
  int64,
  OPERATIONS,
  Tag,
  variant,
  type WireCell,
  type WireRow,
} from "./format.ts";

/** Writes rows one after the other, with the header in front; nothing at all for no rows. */
export function writeRows(rows: readonly WireRow[]): Buffer {
  return rows.length === 0 ? Buffer.alloc(0) : Buffer.concat([int32(HEADER), ...rows.flatMap(writeRow)]);
}

function writeRow({ key, columns, deleted = false, sequence }: WireRow): Buffer[] {
  const cells = [...key, ...columns];
  const sum = add(add(0, cells.map(cellSum)), [deleted ? 1 : 0]);
  return [
    byte(Tag.key),
    ...key.flatMap(writeCell),
    ...(columns.length > 0 ? [byte(Tag.columns), ...columns.flatMap(writeCell)] : []),
    ...(deleted ? [byte(Tag.deleteMarker)] : []),
    ...(sequence ? writeSequence(sequence) : []),
    byte(Tag.rowSum, sum),
  ];
}

function writeCell(cell: WireCell): Buffer[] {
  const name = Buffer.from(cell.name);
  const value = cell.value && variant(cell.value);
  return [
    byte(Tag.cell, Tag.name),
    int32(name.length),
    name,
    ...(value ? [byte(Tag.value), int32(value.length), value] : []),
    ...(cell.operation ? [byte(Tag.operation, OPERATIONS[cell.operation])] : []),
    ...(cell.timestamp === undefined ? [] : [byte(Tag.timestamp), int64(BigInt(cell.timestamp))]),
    byte(Tag.cellSum, cellSum(cell)),
  ];
}

function writeSequence({ epoch, timestamp, index }: NonNullable<WireRow["sequence"]>): Buffer[] {
  const inner = Buffer.concat([
    byte(Tag.epoch),
    int32(epoch),
    byte(Tag.sequenceTime),
    int64(BigInt(timestamp)),
    byte(Tag.rowIndex),
    int32(index),
  ]);
  return [byte(Tag.extension), int32(inner.length + 5), byte(Tag.sequence), int32(inner.length), inner];
}
