import { describe, expect, test } from "vitest";
import { checkApp } from "../../model/parse.ts";

const fn = { handler: "f.ts" };

/** Message and remedy of each problem. */
const said = (spec: object): string[] =>
  checkApp({ name: "shop", ...spec }).problems.map(({ message, remedy }) => `${message} ${remedy}`);

describe("a name's report names the wrong characters", () => {
  test.each<[string, object, string, string]>([
    ["an underscore", { functions: { my_fn: fn } }, 'contains "_"', 'Rename it without "_"'],
    ["several", { functions: { "a.b c": fn } }, 'contains "." and " "', 'Rename it without "." and " "'],
    ["capitals of an app", { name: "Shop" }, 'contains "S"', 'Remove or replace "S".'],
    [
      "a variable's",
      { functions: { f: { ...fn, environment: { "LOG-LEVEL": "x" } } } },
      'contains "-"',
      'Rename it without "-"',
    ],
  ])("%s", (_title, spec, message, remedy) => {
    const [only, ...others] = said(spec);
    expect(others).toEqual([]);
    expect(only).toContain(message);
    expect(only).toContain(remedy);
  });

  test("a name whose characters are all right has the rule alone", () => {
    expect(said({ functions: { "1st": fn } })).toEqual([
      '"1st" is not allowed here. It must be a name: a letter, then up to 39 letters, digits or single hyphens, none at the end. Rename it here and wherever it is mentioned.',
    ]);
  });
});

test.each<[string, object, string]>([
  ["a number in a list of strings", { vpc: { subnets: [1], securityGroups: [] } }, "It must be a string, "],
  ["a string that is too long", { description: "x".repeat(300) }, "Shorten it: it has 300 characters."],
  ["an empty handler", { handler: "" }, "It must be a string that is not empty. Write at least one character."],
  ["a list that is too short", { permissions: { q: [] } }, "Add an entry."],
])("%s is reported with what to do", (_title, fields, text) => {
  expect(said({ functions: { f: { ...fn, ...fields } } }).join("\n")).toContain(text);
});

test("an unknown code of a remark is reported with the nearest", () => {
  const [only] = said({ functions: { f: { ...fn, silence: { "nothing-cals": "By hand." } } } });
  expect(only).toMatch(/^There is no field "nothing-cals" here\. The fields are .*Did you mean "nothing-calls"\?$/);
});

describe("a domain of an api", () => {
  const withDomain = (name: unknown) =>
    said({ resources: { site: { kind: "api", domain: { name, certificate: "c" } } } });

  test.each(["api.example.com", "*.example.com", "xn--bcher-kva.example", { config: "domain" }])(
    "can be %j",
    (name) => {
      expect(withDomain(name)).toEqual([]);
    },
  );

  test.each([
    "https://api.example.com",
    "api.example.com/",
    "api.example.com:443",
    "localhost",
    "a b.example",
    "-a.example",
  ])("cannot be %j", (name) => {
    expect(withDomain(name).join()).toContain('Write the name alone, for example "api.example.com".');
  });
});

describe("a numeric match", () => {
  const withNumeric = (numeric: unknown) => {
    const triggers = { t: { kind: "bus", bus: "b", pattern: { data: { n: [{ numeric }] } } } };
    return said({ resources: { b: { kind: "bus" } }, functions: { f: { ...fn, triggers } } });
  };

  test.each([[[">", 0]], [["=", -1.5]], [[">", 0, "<=", 5]]])("can be %j", (numeric) => {
    expect(withNumeric(numeric)).toEqual([]);
  });

  test.each([[["!", 1]], [[">", "0"]], [[">", 0, "<"]], [[0, ">"]], [[]]])("cannot be %j", (numeric) => {
    expect(withNumeric(numeric).join()).toContain("a list of an operator");
  });
});

test("values that may be anything are not called another kind of value", () => {
  const jwt = { issuer: "https://id.example.com", audience: ["shop"], jwks: "https://id.example.com/jwks" };
  const [jwks = ""] = said({ resources: { site: { kind: "api", jwt } } });
  expect(jwks).toContain("an object, the issuer's key set itself and not its address");
  const [override = ""] = said({ functions: { f: { ...fn, override: "x" } } });
  expect(override).toMatch(/an object/);
  expect(override).not.toContain("another kind of value");
});
