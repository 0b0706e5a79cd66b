import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toKeyCondition, toUpdate } from "../../adapters/aws/runtime/expressions.ts";
import { chunks } from "../../runtime/core/values.ts";

const key = { partition: { name: "id" }, sort: { name: "at" } };
const names = { "#p": "id", "#s": "at" };

describe("DynamoDB expressions", () => {
  it.each([
    [5, "#s = :s", { ":s": 5 }],
    [{ prefix: "2026-" }, "begins_with(#s, :s)", { ":s": "2026-" }],
    [{ from: 1, to: 2 }, "#s BETWEEN :from AND :to", { ":from": 1, ":to": 2 }],
    [{ from: 0 }, "#s >= :from", { ":from": 0 }],
    [{ to: "" }, "#s <= :to", { ":to": "" }],
    [Uint8Array.of(1), "#s = :s", { ":s": Uint8Array.of(1) }],
  ])("encode the sort condition %j", (sort, text, values) => {
    expect(toKeyCondition(key, "a", sort)).toEqual({
      KeyConditionExpression: `#p = :p AND ${text}`,
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: { ":p": "a", ...values },
    });
  });

  it("encode a condition on the partition alone", () => {
    for (const sort of [undefined, {}, { from: undefined }]) {
      expect(toKeyCondition(key, "a", sort)).toEqual({
        KeyConditionExpression: "#p = :p",
        ExpressionAttributeNames: { "#p": "id" },
        ExpressionAttributeValues: { ":p": "a" },
      });
    }
  });

  it("encode an update with reserved words as names", () => {
    expect(toUpdate({ set: { name: "x", gone: undefined }, add: { count: 1 }, remove: ["size"] })).toEqual({
      UpdateExpression: "SET #c0 = :c0 ADD #c1 :c1 REMOVE #c2",
      ExpressionAttributeNames: { "#c0": "name", "#c1": "count", "#c2": "size" },
      ExpressionAttributeValues: { ":c0": "x", ":c1": 1 },
    });
    expect(toUpdate({ remove: ["a"] })).toEqual({
      UpdateExpression: "REMOVE #c0",
      ExpressionAttributeNames: { "#c0": "a" },
    });
    expect(toUpdate({})).toEqual({});
  });
});

describe("chunks", () => {
  it("keep every item in order, within the limits unless a single item exceeds them", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(50)),
        fc.integer({ min: 1, max: 10 }),
        fc.integer({ min: 1, max: 60 }),
        (sizes, count, bytes) => {
          const made = [...chunks(sizes, count, bytes, (size) => size)];
          expect(made.flat()).toEqual(sizes);
          for (const chunk of made) {
            expect(chunk.length).toBeGreaterThan(0);
            expect(chunk.length).toBeLessThanOrEqual(count);
            const sum = chunk.reduce((total, size) => total + size, 0);
            expect(sum <= bytes || chunk.length === 1).toBe(true);
          }
        },
      ),
    );
  });
});
