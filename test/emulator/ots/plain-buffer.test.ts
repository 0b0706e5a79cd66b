import fc from "fast-check";
import { expect, it } from "vitest";
import type { WireCell, WireRow } from "../../../offline/aliyun/services/ots/plain-buffer/format.ts";
import { readRows } from "../../../offline/aliyun/services/ots/plain-buffer/read.ts";
import { writeRows } from "../../../offline/aliyun/services/ots/plain-buffer/write.ts";
import type { KeyValue, Value } from "../../../offline/aliyun/services/ots/values.ts";

const text = fc.string({ unit: "grapheme", minLength: 0, maxLength: 20 });
const bytes = fc.uint8Array({ maxLength: 20 }).map((array) => Buffer.from(array));
const integer = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const keyValue: fc.Arbitrary<KeyValue> = fc.oneof(
  integer.map((value) => ({ type: "integer" as const, value })),
  text.map((value) => ({ type: "string" as const, value })),
  bytes.map((value) => ({ type: "binary" as const, value })),
);
const value: fc.Arbitrary<Value> = fc.oneof(
  keyValue,
  fc.double({ noNaN: true }).map((number) => ({ type: "double" as const, value: number })),
  fc.boolean().map((truth) => ({ type: "boolean" as const, value: truth })),
);
const name = fc.stringMatching(/^[A-Za-z_]\w{0,10}$/);
const cell: fc.Arbitrary<WireCell> = fc.record(
  {
    name,
    value,
    timestamp: fc.integer({ min: 0, max: 2 ** 50 }),
    operation: fc.constantFrom("deleteAll" as const, "deleteOne" as const, "increment" as const),
  },
  { requiredKeys: ["name", "value"] },
);
const row: fc.Arbitrary<WireRow> = fc.record({
  key: fc.array(fc.record({ name, value: keyValue }), { minLength: 1, maxLength: 4 }),
  columns: fc.array(cell, { maxLength: 5 }),
  deleted: fc.boolean(),
});

it("decodes encoded rows without change", () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 5 }), (rows) => {
      expect(readRows(writeRows(rows))).toEqual(rows);
    }),
  );
});

it("detects a changed byte by the checksum", () => {
  const written = writeRows([{ key: [{ name: "id", value: { type: "string", value: "abc" } }], columns: [] }]);
  const at = written.indexOf("abc");
  written[at] = "x".charCodeAt(0);
  expect(() => readRows(written)).toThrow(/checksum/);
});

it("refuses a truncated row", () => {
  const written = writeRows([{ key: [{ name: "id", value: { type: "integer", value: 1n } }], columns: [] }]);
  // Less than the header and one byte is no row at all.
  for (let length = 5; length < written.length; length++) {
    expect(() => readRows(written.subarray(0, length))).toThrow(
      expect.objectContaining({ code: "OTSParameterInvalid" }) as Error,
    );
  }
});
