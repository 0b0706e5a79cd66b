import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matches, readPattern } from "../../../offline/aliyun/services/eventbridge/pattern.ts";
import { jsonPath, transform } from "../../../offline/aliyun/services/eventbridge/transform.ts";

const event = {
  id: "1",
  source: "acs.oss",
  type: "oss:ObjectCreated:PutObject",
  subject: "acs:oss:cn-hangzhou:1:b/k.jpg",
  data: {
    count: 5,
    state: "running",
    tags: ["a", "b"],
    ip: "10.0.0.7",
    none: null,
    empty: "",
    items: [{ n: 1 }, { n: 2 }],
  },
};

const fits = (pattern: object): boolean => matches(readPattern(JSON.stringify(pattern)), event);

describe("EventBridge patterns", () => {
  it.each([
    [{}, true],
    [{ source: ["acs.oss"] }, true],
    [{ source: ["acs.ecs", "acs.oss"] }, true],
    [{ source: ["acs.ecs"] }, false],
    [{ source: ["acs.oss"], type: ["other"] }, false],
    [{ source: [{ prefix: "acs." }] }, true],
    [{ subject: [{ suffix: ".jpg" }] }, true],
    [{ subject: [{ suffix: ".png" }, { prefix: "acs:oss" }] }, true],
    [{ type: [{ contains: "Created" }] }, true],
    [{ type: [{ wildcard: "oss:*:Put*" }] }, true],
    [{ type: [{ wildcard: "oss:*:Get*" }] }, false],
    [{ source: [{ "equals-ignore-case": "ACS.oss" }] }, true],
    [{ data: { state: [{ "anything-but": "stopped" }] } }, true],
    [{ data: { state: [{ "anything-but": ["stopped", "running"] }] } }, false],
    [{ data: { state: [{ "anything-but": { prefix: "run" } }] } }, false],
    [{ data: { missing: [{ "anything-but": "x" }] } }, false],
    [{ data: { count: [{ numeric: [">", 0, "<=", 5] }] } }, true],
    [{ data: { count: [{ numeric: [">", 5] }] } }, false],
    [{ data: { state: [{ numeric: [">", 5] }] } }, false],
    [{ data: { count: [5] } }, true],
    [{ data: { count: ["5"] } }, false],
    [{ data: { ip: [{ cidr: "10.0.0.0/24" }] } }, true],
    [{ data: { ip: [{ cidr: "10.0.1.0/24" }] } }, false],
    [{ data: { state: [{ exists: true }] } }, true],
    [{ data: { state: [{ exists: false }] } }, false],
    [{ data: { other: [{ exists: false }] } }, true],
    [{ nothing: { below: [{ exists: false }] } }, true],
    [{ data: { none: [null] } }, true],
    [{ data: { other: [null] } }, false],
    [{ data: { empty: [""] } }, true],
    [{ data: { tags: ["b"] } }, true],
    [{ data: { tags: ["c"] } }, false],
    [{ data: { items: { n: [2] } } }, true],
    [{ data: { items: { n: [3] } } }, false],
  ])("compares the pattern %j with an event: %s", (pattern, expected) => expect(fits(pattern)).toBe(expected));

  it.each([
    ["no JSON", "{"],
    ["JSON object", "[]"],
    ["list of at least one", '{"source":"acs.oss"}'],
    ["list of at least one", '{"source":[]}'],
    ["one of prefix", '{"source":[{"begins":"x"}]}'],
    ["one of prefix", '{"source":[{"prefix":"x","suffix":"y"}]}'],
    ["needs text", '{"source":[{"prefix":1}]}'],
    ["true or false", '{"source":[{"exists":"yes"}]}'],
    ["numeric", '{"source":[{"numeric":[">"]}]}'],
    ["cidr", '{"source":[{"cidr":"10.0.0.0/33"}]}'],
    ["list inside", '{"source":[["x"]]}'],
  ])("refuses an invalid pattern: %s", (reason, text) => {
    expect(() => readPattern(text)).toThrow(expect.objectContaining({ code: "InvalidFilterPattern" }));
    expect(() => readPattern(text)).toThrow(reason);
  });

  it("matches any JSON value that the pattern lists exactly", () => {
    const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), value), (fields) => {
        const exact = Object.fromEntries(Object.entries(fields).map(([name, one]) => [name, [one]]));
        return matches(readPattern(JSON.stringify(exact)), JSON.parse(JSON.stringify(fields)));
      }),
    );
  });
});

describe("EventBridge target parameters", () => {
  it("resolve to the event, a constant, a part of it or a template", () => {
    const make = (Form: "ORIGINAL" | "CONSTANT" | "JSONPATH" | "TEMPLATE", Value?: string, Template?: string) =>
      transform(
        {
          ResourceKey: "Body",
          Form,
          ...(Value !== undefined && { Value }),
          ...(Template !== undefined && { Template }),
        },
        event,
      );
    expect(JSON.parse(make("ORIGINAL") ?? "")).toEqual(event);
    expect(make("CONSTANT", "x")).toBe("x");
    expect(make("JSONPATH", "$.data.state")).toBe("running");
    expect(make("JSONPATH", "$.data.items[1]")).toBe('{"n":2}');
    expect(make("JSONPATH", "$.data.nothing")).toBeUndefined();
    expect(make("TEMPLATE", '{"s":"$.data.state","n":"$.data.count"}', `is \${s}, \${n} of \${other}`)).toBe(
      `is running, 5 of \${other}`,
    );
    expect(jsonPath("$['data'][\"tags\"][0]", event)).toBe("a");
    expect(() => jsonPath("data.x", event)).toThrow(/no JSONPath/);
  });
});
