import { describe, expect, it } from "vitest";
import { check } from "../../../offline/plugins/server/check.ts";
import { secret, UNKNOWN } from "../../../offline/plugins/server/wire.ts";
import type { Property, TypeTable } from "../../../offline/plugins/table.ts";

const tableOf = (properties: Record<string, Property>, rules?: TypeTable["rules"]): TypeTable => ({
  token: "test:index:Thing",
  source: "https://example.com",
  properties,
  rules,
});
const one = (property: Property, value: unknown) => check(tableOf({ it: property }), { it: value });
const text: Property = { type: "string" };

describe("checking a value", () => {
  it.each<[string, Property, unknown, unknown, string]>([
    ["text", text, "a", 1, "it is a number, but must be a string."],
    ["integer", { type: "integer" }, 1, 1.5, "it is a number, but must be an integer."],
    ["boolean", { type: "boolean" }, true, "true", "it is a string, but must be a boolean."],
    ["list", { type: "list" }, [], {}, "it is an object, but must be a list."],
    ["map", { type: "map" }, {}, [], "it is a list, but must be a map."],
    [
      "archive",
      { type: "archive" },
      { "4dabf18193072939515e22adb298388d": "0def7320c3a5731c473e5ecbe6d01bc7" },
      "a.zip",
      "it is a string, but must be an archive.",
    ],
    ["enum", { type: "string", enum: ["A", "B"] }, "A", "C", 'it is "C", but must be one of A, B.'],
    ["pattern", { type: "string", pattern: /^a+$/ }, "aa", "b", 'it is "b", but must match ^a+$.'],
    [
      "length",
      { type: "string", minLength: 2, maxLength: 3 },
      "ab",
      "a",
      'it is "a", but has 1 characters where 2 to 3 are allowed.',
    ],
    ["range", { type: "integer", min: 1, max: 5 }, 5, 6, "it is 6, but 1 to 5 is allowed."],
    ["minimum", { type: "integer", min: 1 }, 1, 0, "it is 0, but at least 1 is allowed."],
    ["JSON", { type: "string", json: true }, "{}", "{", 'it is "{", but must be a JSON document.'],
    ["count", { type: "list", maxItems: 1 }, ["a"], ["a", "b"], "it has 2 items, but 0 to 1 are allowed."],
  ])("accepts and refuses by type: %s", (_name, property, right, wrong, reason) => {
    expect(one(property, right)).toEqual([]);
    expect(one(property, UNKNOWN)).toEqual([]);
    expect(one(property, wrong)).toEqual([{ property: "it", reason }]);
  });

  it("hides a secret value, wherever the secret begins", () => {
    const inner: Property = { type: "object", properties: { key: { type: "string", enum: ["A"] } } };
    for (const value of [{ key: secret("hush") }, secret({ key: "hush" })]) {
      const [failure] = one(inner, value);
      expect(failure?.property).toBe("it.key");
      expect(failure?.reason).toBe("it.key is a secret value, but must be one of A.");
    }
    expect(one({ type: "integer", max: 5 }, secret(7))[0]?.reason).toContain("a secret value");
  });

  it("checks values at every depth and reports their paths", () => {
    const item: Property = { type: "object", properties: { n: { type: "integer", required: true } } };
    const table = tableOf({ list: { type: "list", items: item }, map: { type: "map", items: { type: "boolean" } } });
    expect(check(table, { list: [{ n: 1 }, {}], map: { a: true, b: 1 } }).map(({ property }) => property)).toEqual([
      "list[1].n",
      "map.b",
    ]);
  });
});

describe("checking a property", () => {
  const table = tableOf({
    memorySize: { type: "integer" },
    name: { ...text, required: true },
    arn: { ...text, output: true },
  });

  it("suggests the nearest property for an unknown one", () => {
    const reasons = (inputs: object) => check(table, { name: "n", ...inputs }).map(({ reason }) => reason);
    expect(reasons({ memorysize: 1 })).toEqual(["There is no property memorysize. Did you mean memorySize?"]);
    expect(reasons({ memory: 1 })).toEqual(["There is no property memory. Did you mean memorySize?"]);
    expect(reasons({ zone: 1 })).toEqual(["There is no property zone."]);
    expect(reasons({ arn: "a" })).toEqual(["arn is set by the cloud and can't be given."]);
  });

  it("requires a required property and treats null as missing", () => {
    const missing = [{ property: "name", reason: "name is required and is missing." }];
    expect(check(table, {})).toEqual(missing);
    expect(check(table, { name: null })).toEqual(missing);
    expect(check(table, { name: UNKNOWN })).toEqual([]);
  });

  it("reports each conflict and each missing companion property once", () => {
    const both = tableOf({
      a: { ...text, conflictsWith: ["b"] },
      b: { ...text, conflictsWith: ["a"] },
      c: { ...text, requiredWith: ["d"] },
      d: text,
      e: { ...text, exactlyOneOf: ["f"] },
      f: { ...text, exactlyOneOf: ["e"] },
      g: { ...text, atLeastOneOf: ["h"] },
      h: text,
    });
    expect(check(both, { a: "1", b: "1", c: "1", e: "1", f: "1" }).map(({ reason }) => reason)).toEqual([
      "a and b can't be given together.",
      "c needs d beside it.",
      "Exactly one of e, f must be given, and e and f are.",
      "At least one of g, h must be given.",
    ]);
    expect(check(both, { a: "1", e: UNKNOWN, h: "1" })).toEqual([]);
  });

  it("runs the rules of a table only on properties that are valid by themselves", () => {
    const ruled = tableOf({ n: { type: "integer" } }, [({ n }) => (Number(n) > 5 ? "n is big." : undefined)]);
    expect(check(ruled, { n: secret(6) })).toEqual([{ property: "", reason: "n is big." }]);
    expect(check(ruled, { n: "6" })).toHaveLength(1);
  });
});
