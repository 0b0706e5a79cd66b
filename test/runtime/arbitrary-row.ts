import fc from "fast-check";
import type { RowValue } from "../../runtime/index.ts";

const text = fc.string({ unit: "binary" }).filter((value) => !/\p{Surrogate}/u.test(value));
const number = fc.oneof(
  fc.maxSafeInteger(),
  fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .filter((value) => !Number.isInteger(value) && Math.abs(value) >= 1e-130),
);
const bigint = fc
  .bigInt({ min: -(10n ** 38n) + 1n, max: 10n ** 38n - 1n })
  .filter((value) => !Number.isSafeInteger(Number(value)));
const names = fc
  .oneof(text, fc.constantFrom("$n", "$b", "$$set"))
  .filter((name) => name !== "" && name !== "__proto__");

/** Whatever a row can hold. */
export const rowValue: fc.Arbitrary<RowValue> = fc.letrec<{ any: RowValue }>((tie) => ({
  any: fc.oneof(
    { depthSize: "small" },
    text,
    fc.boolean(),
    fc.constant(null),
    number,
    bigint,
    fc.uint8Array(),
    fc.uniqueArray(text, { minLength: 1 }).map((items) => new Set(items)),
    fc.uniqueArray(fc.oneof(number, bigint), { minLength: 1 }).map((items) => new Set(items)),
    fc.uniqueArray(fc.uint8Array(), { minLength: 1, selector: String }).map((items) => new Set(items)),
    fc.array(tie("any"), { maxLength: 3 }),
    fc.dictionary(names, tie("any"), { maxKeys: 3 }).map((entries) => ({ ...entries })),
  ),
})).any;
