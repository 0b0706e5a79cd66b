import { encode, Token, Type } from "cborg";
import type { Change, ChangeType } from "./model.ts";
import type { Value } from "./values.ts";

const TYPES = { PUT_ROW: "PutRow", UPDATE_ROW: "UpdateRow", DELETE_ROW: "DeleteRow" } as const satisfies Record<
  ChangeType,
  string
>;

/**
 * Changes as the function gets them: CBOR, numbers of columns as what they are in the table.
 * @see https://www.alibabacloud.com/help/en/functioncompute/fc-3-0/user-guide/tablestore-triggers
 */
export function encodeChanges(changes: readonly Change[]): Buffer {
  const Records = changes.map(({ type, time, key, columns }) => ({
    Type: TYPES[type],
    Info: { Timestamp: BigInt(time) * 1000n },
    PrimaryKey: key.map(({ name, value }) => ({ ColumnName: name, Value: plain(value) })),
    Columns: columns.map((column) => ({
      Type: column.type,
      ColumnName: column.name,
      ...(column.value && { Value: plain(column.value) }),
      ...(column.timestamp !== undefined && { Timestamp: BigInt(column.timestamp) }),
    })),
  }));
  // Whole numbers are bigints here, so that a plain number is always a double, 5.0 too.
  const typeEncoders = { number: (value: number) => new Token(Type.float, value) };
  return Buffer.from(encode({ Version: "Sync-v1", Records }, { typeEncoders, float64: true }));
}

const plain = ({ value }: Value): bigint | number | boolean | string | Uint8Array =>
  value instanceof Buffer ? new Uint8Array(value) : value;
