import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mergePatch, sortKeys } from "../../model/merge-patch.ts";

describe("mergePatch", () => {
  test.each([
    [{ a: "b" }, { a: "c" }, { a: "c" }],
    [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
    [{ a: "b" }, { a: null }, {}],
    [{ a: "b", b: "c" }, { a: null }, { b: "c" }],
    [{ a: ["b"] }, { a: "c" }, { a: "c" }],
    [{ a: "c" }, { a: ["b"] }, { a: ["b"] }],
    [{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
    [{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
    [
      ["a", "b"],
      ["c", "d"],
      ["c", "d"],
    ],
    [{ a: "b" }, ["c"], ["c"]],
    [{ a: "foo" }, null, null],
    [{ a: "foo" }, "bar", "bar"],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: "b", c: null }, { a: "b" }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])("merges %j with %j as in RFC 7386 appendix A", (target, patch, expected) => {
    expect(mergePatch(target, patch)).toEqual(expected);
  });

  test("is idempotent and does not change its arguments", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (target, patch) => {
        const before = JSON.stringify([target, patch]);
        const once = mergePatch(target, patch);
        expect(mergePatch(once, patch)).toEqual(once);
        expect(JSON.stringify([target, patch])).toBe(before);
      }),
    );
  });
});

test("keeps lists and class instances and drops undefined values when it sorts keys", () => {
  const date = new Date(0);
  const sorted = sortKeys({ b: [2, 1, { d: 1, c: date }], a: undefined });
  expect(JSON.stringify(sorted)).toBe(JSON.stringify({ b: [2, 1, { c: date, d: 1 }] }));
  expect((sorted as { b: [0, 0, { c: Date }] }).b[2].c).toBe(date);
});
