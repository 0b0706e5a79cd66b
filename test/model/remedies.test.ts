import { describe, expect, test } from "vitest";
import { checkApp } from "../../model/parse.ts";

const fn = { handler: "f.ts" };

/** Message and remedy of each problem. */
const said = (spec: object): string[] =>
  checkApp({ name: "shop", ...spec }).problems.map(({ message, remedy }) => `${message} ${remedy}`);

describe("a problem with a name", () => {
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
  ])("names the wrong characters: %s", (_title, spec, message, remedy) => {
    const [only, ...others] = said(spec);
    expect(others).toEqual([]);
    expect(only).toContain(message);
    expect(only).toContain(remedy);
  });

  test("states the rule for a name whose characters are all allowed", () => {
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
])("says how to correct %s", (_title, fields, text) => {
  expect(said({ functions: { f: { ...fn, ...fields } } }).join("\n")).toContain(text);
});

test("suggests the nearest code for an unknown code of a remark", () => {
  const [only] = said({ functions: { f: { ...fn, silence: { "nothing-cals": "By hand." } } } });
  expect(only).toMatch(/^There is no field "nothing-cals" here\. The fields are .*Did you mean "nothing-calls"\?$/);
});

describe("an unknown field", () => {
  const withTrigger = (trigger: object) => said({ functions: { f: { ...fn, triggers: { t: trigger } } } }).join("\n");

  test.each<[string, object, string]>([
    ["a path of an http trigger", { kind: "http", path: "/items" }, 'Did you mean "routes"?'],
    ["methods of an http trigger", { kind: "http", methods: ["GET"] }, 'Did you mean "routes"?'],
    ["an interval of a schedule", { kind: "schedule", rate: "5m", tz: "UTC" }, 'Did you mean "timezone"?'],
    ["a policy for a filter", { kind: "topic", topic: "t", filterPolicy: {} }, 'Did you mean "filter"?'],
    [
      "a field of the function",
      { kind: "http", timeout: "10s" },
      "Remove it, or move it to where it is a field: the function or defaults.",
    ],
    [
      "a field of a resource",
      { kind: "bucket", bucket: "b", visibilityTimeout: "1m" },
      "Remove it, or move it to where it is a field: a resource of kind queue.",
    ],
    ["a field that is none anywhere", { kind: "http", colour: "red" }, "Remove it."],
  ])("is reported with the right field in a trigger: %s", (_title, trigger, remedy) => {
    expect(withTrigger(trigger)).toContain(remedy);
  });

  test.each<[string, object, string]>([
    ["settings of asynchronous calls", { retries: 2 }, "async of the function or a trigger of kind"],
    ["memory as AWS calls it", { memorySize: 512 }, 'Did you mean "memory"?'],
    ["a field of triggers", { batchSize: 5 }, "a trigger of kind queue or stream or table."],
  ])("is reported with the right field in a function: %s", (_title, fields, remedy) => {
    expect(said({ functions: { f: { ...fn, ...fields } } }).join("\n")).toContain(remedy);
  });

  test("is reported once when it is a misspelled required field", () => {
    expect(said({ resources: { t: { kind: "table", hashKey: { partition: { name: "id" } } } } })).toEqual([
      expect.stringContaining('Did you mean "key"?'),
    ]);
  });
});

describe("the domain of an API", () => {
  const withDomain = (name: unknown) =>
    said({ resources: { site: { kind: "api", domain: { name, certificate: "c" } } } });

  test.each(["api.example.com", "*.example.com", "xn--bcher-kva.example", { config: "domain" }])(
    "accepts %j",
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
  ])("refuses %j and says to write the hostname alone", (name) => {
    expect(withDomain(name).join()).toContain('Write the name alone, for example "api.example.com".');
  });
});

test.each([[[]], [["a", 1]]])("refuses anything-but %j", (values) => {
  const triggers = { t: { kind: "bus", bus: "b", pattern: { data: { n: [{ "anything-but": values }] } } } };
  expect(said({ resources: { b: { kind: "bus" } }, functions: { f: { ...fn, triggers } } })).toEqual([
    expect.stringContaining("a list of strings or of numbers"),
  ]);
});

test.each([[[">", 5, "<", 1]], [[">", 5, "<=", 5]], [["<", 5, ">", 1]]])(
  "refuses the bounds %j of a number",
  (numeric) => {
    const triggers = { t: { kind: "bus", bus: "b", pattern: { data: { n: [{ numeric }] } } } };
    expect(said({ resources: { b: { kind: "bus" } }, functions: { f: { ...fn, triggers } } }).join()).toContain(
      "a larger number",
    );
  },
);

describe("a numeric match", () => {
  const withNumeric = (numeric: unknown) => {
    const triggers = { t: { kind: "bus", bus: "b", pattern: { data: { n: [{ numeric }] } } } };
    return said({ resources: { b: { kind: "bus" } }, functions: { f: { ...fn, triggers } } });
  };

  test.each([[[">", 0]], [["=", -1.5]], [[">", 0, "<=", 5]]])("accepts %j", (numeric) => {
    expect(withNumeric(numeric)).toEqual([]);
  });

  test.each([[["!", 1]], [[">", "0"]], [[">", 0, "<"]], [[0, ">"]], [[]]])(
    "refuses %j and describes the format",
    (numeric) => {
      expect(withNumeric(numeric).join()).toContain("a list of an operator");
    },
  );
});

test('describes a value of any type without "another kind of value"', () => {
  const jwt = { issuer: "https://id.example.com", audience: ["shop"], jwks: "https://id.example.com/jwks" };
  const [jwks = ""] = said({ resources: { site: { kind: "api", jwt } } });
  expect(jwks).toContain("an object, the issuer's key set itself and not its address");
  const [override = ""] = said({ functions: { f: { ...fn, override: "x" } } });
  expect(override).toMatch(/an object/);
  expect(override).not.toContain("another kind of value");
});

describe("an invalid route", () => {
  const withRoute = (route: string) => {
    const triggers = { t: { kind: "http", api: "a", routes: [route] } };
    return said({ resources: { a: { kind: "api" } }, functions: { f: { ...fn, triggers } } }).join("\n");
  };

  test.each([
    ["get /items", 'Did you mean "GET /items"?'],
    ["/items", 'Did you mean "ANY /items"?'],
    ["* /items/*", 'Did you mean "ANY /items/{path+}"?'],
    ["GET /items/:id", 'Did you mean "GET /items/{id}"?'],
    ["GET /items/", 'Did you mean "GET /items"?'],
    ["GET items", 'Did you mean "GET /items"?'],
    ["GET ", 'Did you mean "GET /"?'],
    ["get", 'Did you mean "GET /"?'],
    ["$default", "Remove routes: without them the trigger takes every request."],
    ["GET /bücher", 'Remove or replace "ü"'],
    ["FETCH /items", "Write one of GET, HEAD, POST"],
  ])('is reported with its correction: "%s"', (route, remedy) => {
    expect(withRoute(route)).toContain(remedy);
  });
});

test.each<[string, object, string]>([
  ["a rate as AWS writes it", { kind: "schedule", rate: "rate(5 minutes)" }, 'Did you mean "5m"?'],
  ["a rate in words", { kind: "schedule", rate: "2 hours" }, 'Did you mean "2h"?'],
  ["a rate of hours and minutes", { kind: "schedule", rate: "1h30m" }, 'Did you mean "90m"?'],
  ["cron as AWS writes it", { kind: "schedule", cron: "cron(0 4 ? * 2-6 *)" }, 'Did you mean "0 4 * * 1-5"?'],
  ["an offset for a zone", { kind: "schedule", cron: "0 4 * * *", timezone: "GMT+8" }, 'Did you mean "Etc/GMT-8"?'],
  ["an abbreviation", { kind: "schedule", cron: "0 4 * * *", timezone: "PST" }, 'Did you mean "America/Los_Angeles"?'],
])("suggests a correction for %s in a schedule", (_title, trigger, remedy) => {
  expect(said({ functions: { f: { ...fn, triggers: { t: trigger } } } })).toEqual([expect.stringContaining(remedy)]);
});

test.each<[object, string]>([
  [{ timeout: "40" }, 'Did you mean "40s"?'],
  [{ timeout: "2 minutes" }, 'Did you mean "2m"?'],
  [{ timeout: "1.5 h" }, 'Did you mean "90m"?'],
  [{ timeout: "500ms" }, 'for example "30s"'],
  [{ timeout: "3 days" }, 'for example "30s"'],
  [{ memory: "512MB" }, "Write 512, without quotes and unit."],
  [{ memory: "0.5 GB" }, "Write 512, without quotes and unit."],
  [{ memory: "1TB" }, "for example 128"],
])("suggests a value that the field allows for %j", (fields, remedy) => {
  expect(said({ functions: { f: { ...fn, ...fields } } })).toEqual([expect.stringContaining(remedy)]);
});

test.each<[string, object, string]>([
  ["a trigger", { triggers: { t: { kind: "cron", cron: "0 4 * * *" } } }, 'Did you mean "schedule"?'],
  ["a trigger", { triggers: { t: { kind: "API" } } }, 'Did you mean "http"?'],
  ["an object", { triggers: { t: { kind: "http", cors: true } } }, "for example { origins: ["],
])("suggests polyfn's word for %s in another tool's words", (_title, fields, remedy) => {
  expect(said({ functions: { f: { ...fn, ...fields } } })).toEqual([expect.stringContaining(remedy)]);
});

test("lists fields with a default as optional", () => {
  const [cors = ""] = said({ functions: { f: { ...fn, triggers: { t: { kind: "http", cors: [] } } } } });
  expect(cors).toContain("It must be an object with origins, optionally methods, headers");
});

test("suggests a list where a value or pattern must be in a list", () => {
  const triggers = { t: { kind: "bus", bus: "b", pattern: { data: { size: "large" } } } };
  expect(said({ resources: { b: { kind: "bus" } }, functions: { f: { ...fn, triggers } } })).toEqual([
    expect.stringContaining("Put it into a list"),
  ]);
});

test("suggests an example of a duration that the field allows", () => {
  expect(said({ resources: { q: { kind: "queue", retention: "long" } } })).toEqual([
    expect.stringContaining('for example "1m"'),
  ]);
});

describe("an event pattern", () => {
  const withPattern = (pattern: object) =>
    said({
      resources: { b: { kind: "bus" } },
      functions: { f: { ...fn, triggers: { t: { kind: "bus", bus: "b", pattern } } } },
    });

  test.each<[string, object, string[]]>([
    ["$or", { data: { $or: [{ a: ["x"] }, { b: ["y"] }] } }, ["Use a trigger for each of the alternatives."]],
    ["nothing", { data: {} }, ["Name a field and what it must match, or remove the pattern."]],
    ["an unknown operator", { data: { a: [{ wildcard: "x*" }] } }, ["an object with one operator: prefix, suffix"]],
    [
      "EventBridge's names",
      { "detail-type": ["x"], detail: { a: ["b"] } },
      ['Did you mean "data"?', 'Did you mean "type"?'],
    ],
  ])("with %s is reported once for each cause", (_title, pattern, expected) => {
    expect(withPattern(pattern)).toEqual(expected.map((text) => expect.stringContaining(text)));
  });
});

test("suggests declaring an adopted resource where an ARN stands instead of a name", () => {
  const arn = "arn:aws:kms:eu-west-1:123456789012:key/1234";
  const remedy = "Declare it in resources, with its kind and existing, and use its name there.";
  expect(said({ resources: { b: { kind: "bucket", key: arn } } })).toEqual([expect.stringContaining(remedy)]);
  expect(said({ functions: { f: { ...fn, permissions: { [arn]: ["read"] } } } })).toEqual([
    expect.stringContaining(remedy),
  ]);
});

test("does not report a missing jwt when the jwt of the API is invalid", () => {
  const resources = { a: { kind: "api", jwt: { issuer: "x.example", audience: ["y"] } } };
  const triggers = { t: { kind: "http", api: "a", auth: "jwt" } };
  expect(said({ resources, functions: { f: { ...fn, triggers } } })).toEqual([expect.stringContaining("x.example")]);
});

test.each([
  ["https://bücher.example:8443", 'Browsers send hostnames in ASCII: "https://xn--bcher-kva.example:8443".'],
  ["https://a b.example", 'Remove " ".'],
  ['https://a".example', 'Remove "\\"".'],
])("names the wrong character of the origin %s", (origin, remedy) => {
  const resources = { a: { kind: "api", cors: { origins: [origin] } } };
  expect(said({ resources })).toEqual([expect.stringContaining(remedy)]);
});
