import { expect, test } from "vitest";
import { remarksOn } from "../../../adapters/aliyun/remarks.ts";
import { parseApp } from "../../../model/parse.ts";

test.each([
  ["7d", []],
  ["8d", ["MNS keeps a message for 7d at most, not for 8d."]],
])("remarks on a retention above 7 days only: %s", (retention, expected) => {
  const app = parseApp({ name: "shop", resources: { q: { kind: "queue", retention } } });
  expect(remarksOn(app).map(({ message }) => message)).toEqual(expected);
});

test("makes no remark on the retention of an adopted queue", () => {
  expect(remarksOn(parseApp({ name: "shop", resources: { q: { kind: "queue", existing: "theirs" } } }))).toEqual([]);
});

type Pattern = Readonly<Record<string, unknown>>;

test.each<[string, Pattern, Pattern, boolean]>([
  ["other types", { type: ["a"] }, { type: ["b"] }, false],
  ["a type in common", { type: ["a", "b"] }, { type: ["b"] }, true],
  ["type here, source there", { type: ["a"] }, { source: ["shop"] }, true],
  ["other values of a field", { data: { state: ["a"] } }, { data: { state: ["b"] } }, false],
  ["a value and a prefix of it", { data: { state: ["open"] } }, { data: { state: [{ prefix: "op" }] } }, true],
  ["a value and another prefix", { data: { state: ["open"] } }, { data: { state: [{ prefix: "x" }] } }, false],
  ["two prefixes", { data: { state: [{ prefix: "op" }] } }, { data: { state: [{ prefix: "open" }] } }, true],
  ["two suffixes", { data: { state: [{ suffix: "en" }] } }, { data: { state: [{ suffix: "ed" }] } }, false],
  ["there and missing", { data: { state: [{ exists: true }] } }, { data: { state: [{ exists: false }] } }, false],
  ["other fields", { data: { state: ["a"] } }, { data: { size: [1] } }, true],
  ["deeper ones", { data: { order: { state: ["a"] } } }, { data: { order: { state: ["b"] } } }, false],
])("two bus triggers of a function: %s", (_, a, b, isRemarked) => {
  const triggers = { a: { kind: "bus", bus: "events", pattern: a }, b: { kind: "bus", bus: "events", pattern: b } };
  const specOf = (functions: object) => ({ name: "shop", resources: { events: { kind: "bus" } }, functions });
  const remarks = remarksOn(parseApp(specOf({ f: { handler: "f.ts", triggers } })));
  expect(remarks.map(({ code, path }) => [code, path])).toEqual(
    isRemarked ? [["untold-trigger", ["functions", "f", "triggers", "b", "pattern"]]] : [],
  );
  const apart = {
    f: { handler: "f.ts", triggers: { a: triggers.a } },
    g: { handler: "g.ts", triggers: { b: triggers.b } },
  };
  expect(remarksOn(parseApp(specOf(apart)))).toEqual([]);
  const shimless = { f: { handler: "f.py:main", runtime: "python", triggers } };
  expect(remarksOn(parseApp(specOf(shimless)))).toEqual([]);
});
