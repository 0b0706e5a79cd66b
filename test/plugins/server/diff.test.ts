import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diff } from "../../../offline/plugins/server/diff.ts";
import { sameJson } from "../../../offline/plugins/server/same.ts";
import { secret, UNKNOWN } from "../../../offline/plugins/server/wire.ts";
import type { Property } from "../../../offline/plugins/table.ts";

const text: Property = { type: "string" };
const changes = (property: Property, old: unknown, wanted: unknown, ignore: string[] = []) => {
  const table = { token: "test:index:Thing", source: "https://example.com", properties: { it: property } };
  const found = diff(table, old === undefined ? {} : { it: old }, wanted === undefined ? {} : { it: wanted }, ignore);
  return found.map(({ path, kind, replace }) => `${replace ? "replace " : ""}${kind} ${path}`);
};

describe("diff of changed inputs", () => {
  it.each<[string, Property, unknown, unknown, string[]]>([
    ["a string", text, "a", "b", ["update it"]],
    ["a string that requires a replacement", { ...text, forceNew: true }, "a", "b", ["replace update it"]],
    ["a value that is not known yet", text, "a", UNKNOWN, ["update it"]],
    ["a value that is added", text, undefined, "b", ["add it"]],
    ["a value that is removed", text, "a", undefined, ["delete it"]],
    ["a value back to its default", { ...text, default: "d" }, "a", undefined, ["update it"]],
    [
      "a map",
      { type: "map", items: text },
      { a: "1", "b.c": "2" },
      { a: "2", d: "3" },
      ["update it.a", 'delete it["b.c"]', "add it.d"],
    ],
    ["a list", { type: "list", items: text }, ["a", "b", "c"], ["a", "x"], ["update it[1]", "delete it[2]"]],
    ["a set", { type: "list", items: text, unordered: true }, ["a", "b"], ["b", "c"], ["update it"]],
    [
      "an object",
      { type: "object", forceNew: true, properties: { a: text } },
      { a: "1" },
      { a: "2" },
      ["replace update it.a"],
    ],
    ["JSON", { ...text, json: true }, '{"a":1}', '{"a":2}', ["update it"]],
  ])("reports a change of %s", (_name, property, old, wanted, expected) => {
    expect(changes(property, old, wanted)).toEqual(expected);
  });
});

describe("diff of equivalent inputs", () => {
  it.each<[string, Property, unknown, unknown]>([
    ["a value that the cloud computed", { ...text, computed: true }, "a", undefined],
    ["a removed value that equals the default", { ...text, default: "d" }, "d", undefined],
    ["an added value that equals the default", { ...text, default: "d" }, undefined, "d"],
    ["a removed empty list", { type: "list", items: text }, [], undefined],
    ["an added empty string", text, undefined, ""],
    ["the order of a set", { type: "list", items: text, unordered: true }, ["a", "b"], ["b", "a"]],
    ["the formatting of JSON", { ...text, json: true }, '{"a":1,"b":2}', '{ "b": 2, "a": 1 }'],
    ["equivalent values", { ...text, equivalent: (a, b) => a.endsWith(b) }, "arn:x:f", "f"],
    ["a secret and its plain value", text, secret("a"), "a"],
    ["an output", { ...text, output: true }, "a", undefined],
    [
      "computed parts of a set's elements",
      {
        type: "list",
        unordered: true,
        items: { type: "object", properties: { a: text, b: { ...text, computed: true } } },
      },
      [
        { a: "1", b: "x" },
        { a: "2", b: "y" },
      ],
      [{ a: "2" }, { a: "1" }],
    ],
  ])("reports no change: %s", (_name, property, old, wanted) => {
    expect(changes(property, old, wanted)).toEqual([]);
  });

  it("ignores the properties in ignoreChanges", () => {
    const map: Property = { type: "map", items: text };
    expect(changes(map, { a: "1", b: "1" }, { a: "2", b: "2" }, ["it.a"])).toEqual(["update it.b"]);
    expect(changes(map, { a: "1", b: "1" }, { a: "2", b: "2" }, ["it"])).toEqual([]);
    expect(changes(map, { a: "1" }, { a: "2" }, ["it.*"])).toEqual([]);
  });

  it("finds no changes between equal inputs, whatever their content", () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.string()), (list, map) => {
        expect(changes({ type: "map", items: text }, map, map)).toEqual([]);
        expect(changes({ ...text, json: true }, JSON.stringify(list), JSON.stringify(list, null, 2))).toEqual([]);
      }),
    );
  });
});

describe("comparing access policies", () => {
  const policy = (statement: object) => JSON.stringify({ Version: "2012-10-17", Statement: [statement] });

  it("compares policies as sets and treats a single value as a list of one", () => {
    expect(
      sameJson(policy({ Action: ["a", "b"], Resource: "*" }), policy({ Resource: ["*"], Action: ["b", "a"] })),
    ).toBe(true);
    expect(sameJson(policy({ Action: ["a"] }), policy({ Action: ["a", "b"] }))).toBe(false);
    expect(sameJson("[1,2]", "[2,1]")).toBe(false);
  });
});
