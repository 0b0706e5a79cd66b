import { describe, expect, it } from "vitest";
import { busPattern, shimPattern } from "../../../adapters/aliyun/patterns.ts";
import type { ContentPattern } from "../../../model/shared-fields.ts";

const asked = (data: ContentPattern): unknown => JSON.parse(busPattern({ source: ["shop"], data })).data;

describe("bus patterns", () => {
  it("the envelope's conditions use EventBridge's syntax in a fixed order", () => {
    const pattern = { type: ["paid"], source: ["shop"], data: { b: ["x"], a: ["y"] } };
    expect(busPattern(pattern)).toBe('{"data":{"a":["y"],"b":["x"]},"source":["shop"],"type":["paid"]}');
  });

  it.each<[string, ContentPattern]>([
    ["texts", { state: ["open", "new"] }],
    ["null", { state: [null] }],
    ["prefix and suffix", { state: [{ prefix: "o" }, { suffix: "n" }] }],
    ["a number's range", { total: [{ numeric: [">", 10, "<=", 20] }] }],
    ["other texts", { state: [{ "anything-but": ["old", "gone"] }] }],
    ["what is missing", { state: [{ exists: false }] }],
    ["what lies deeper", { order: { state: ["open"] } }],
  ])("EventBridge alone matches %s", (_, data) => {
    expect(asked(data)).toEqual(data);
    expect(shimPattern({ data })).toBeUndefined();
  });

  it.each<[string, ContentPattern, unknown]>([
    ["numbers", { count: [3] }, undefined],
    ["truth values", { paid: [true] }, undefined],
    ["other numbers", { count: [{ "anything-but": 3 }] }, undefined],
    ["whatever is there", { state: [{ exists: true }] }, undefined],
    ["text without case", { state: [{ "equals-ignore-case": "OPEN" }] }, undefined],
    // A field whose list has one such match is left out whole: the others in it are alternatives.
    ["one of several matches", { state: ["open", { "equals-ignore-case": "new" }] }, undefined],
    ["a part", { state: ["open"], count: [3], order: { paid: [true] } }, { state: ["open"] }],
  ])("the shim matches %s, and EventBridge passes at least these events", (_, data, sayable) => {
    expect(asked(data)).toEqual(sayable);
    expect(shimPattern({ data })).toEqual(data);
  });
});
