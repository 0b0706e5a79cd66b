import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatPath } from "../../model/errors.ts";
import { nearest } from "../../model/nearest.ts";
import { checkApp } from "../../model/parse.ts";
import { arbitrarySpec } from "./arbitrary-spec.ts";

/** The one problem of a function with these fields. */
function problemWith(fields: object) {
  const { problems } = checkApp({ name: "app", functions: { f: { handler: "f.ts", ...fields } } });
  expect(problems).toHaveLength(1);
  return { ...problems[0], path: formatPath(problems[0]?.path ?? []).replace("functions.f.", "") };
}

describe("problems of a spec", () => {
  test.each([
    [
      { memory: "512" },
      '"512" is not allowed here. It must be a whole number of MB from 128 to 32768.',
      "Write the number without quotes.",
    ],
    [
      { memory: 1.5e9 },
      "The number 1500000000 is out of range. It must be a whole number of MB from 128 to 32768.",
      "Choose a value within the range.",
    ],
    [
      { memory: null },
      "Null is not allowed here. It must be a whole number of MB from 128 to 32768.",
      "Remove the field, or give it a value.",
    ],
    [
      { timeout: 30 },
      "The number 30 is not allowed here. It must be a duration from 1s to 1d, a whole number and a unit (s, m, h, d).",
      'Add a unit and quotes: "30s".',
    ],
    [
      { timeout: "2d" },
      '"2d" is out of range. It must be a duration from 1s to 1d, a whole number and a unit (s, m, h, d).',
      "Choose a value within the range.",
    ],
    [{ tracing: "true" }, '"true" is not allowed here. It must be true or false.', "Write true without quotes."],
    [
      { logRetention: 0 },
      'The number 0 is out of range. It must be a whole number of days from 1 to 3650, or "forever".',
      "Choose a value within the range.",
    ],
    [
      { architecture: "arm" },
      '"arm" is not allowed here. It must be one of "x86_64", "arm64".',
      'Did you mean "arm64"?',
    ],
    [
      { layers: "arn" },
      '"arn" is not allowed here. It must be a list, each entry a string, { ref: "<resource>.<attribute>" } or { config: "<name>" }.',
      "Put it into a list: [ ... ].",
    ],
    [
      { description: 5 },
      "The number 5 is not allowed here. It must be a string of at most 256 characters.",
      "Put it in quotes.",
    ],
    [{ memry: 5 }, 'There is no field "memry" here. The fields are handler, ', 'Did you mean "memory"?'],
    [{ colour: 5 }, 'There is no field "colour" here. The fields are handler, ', "Remove it."],
    [
      { concurrency: [] },
      "A list is not allowed here. It must be an object with optionally reserved, provisioned.",
      "Replace it with an object with optionally reserved, provisioned.",
    ],
  ])("says what was found, what is allowed and how to correct it: %j", (fields, message, remedy) => {
    const found = problemWith(fields);
    expect(found.message).toContain(message);
    expect(found.remedy).toBe(remedy);
  });

  test("reports the problem inside the alternative that was meant", () => {
    expect(problemWith({ vpc: { subnets: ["a", { config: "9" }], securityGroups: [] } }).path).toBe(
      "vpc.subnets[1].config",
    );
    expect(problemWith({ environment: { A: { ref: "x.arn" } } })).toMatchObject({
      path: "environment.A.ref",
      code: "bad-format",
    });
  });

  test("lists the alternatives when none was meant", () => {
    expect(problemWith({ vpc: { subnets: 5, securityGroups: [] } })).toMatchObject({
      path: "vpc.subnets",
      message: 'The number 5 is not allowed here. It must be a list of strings, or { config: "<name>" }.',
    });
  });

  test("reports the key of a map that is not allowed", () => {
    expect(problemWith({ environment: { "1A": "x" } })).toMatchObject({ path: 'environment["1A"]', code: "bad-name" });
  });
});

/** Puts `value` at a random path of a spec. */
function spoil(spec: unknown, picks: readonly number[], value: unknown): unknown {
  if (typeof spec !== "object" || spec === null || picks.length === 0) return value;
  const keys = Object.keys(spec);
  const key = keys[(picks[0] ?? 0) % Math.max(1, keys.length)];
  if (key === undefined) return value;
  const child = spoil((spec as Record<string, unknown>)[key], picks.slice(1), value);
  return Array.isArray(spec) ? spec.with(Number(key), child) : { ...spec, [key]: child };
}

const wrongValue = fc.oneof(
  fc.constantFrom(null, -1, 1e9, true, "", "s3cr3t-s3cr3t", [], {}, [[]], { a: 1 }),
  fc.jsonValue(),
);

describe("problems of a random invalid spec", () => {
  test("never throws, and writes every problem in whole sentences", () => {
    fc.assert(
      fc.property(
        arbitrarySpec,
        fc.array(fc.nat(), { minLength: 1, maxLength: 7 }),
        wrongValue,
        (spec, picks, value) => {
          for (const { message, remedy, code, path } of checkApp(spoil(spec, picks, value)).problems) {
            expect(code).toMatch(/^[a-z-]+$/);
            expect(path.every((key) => typeof key === "string" || typeof key === "number")).toBe(true);
            expect(message).toMatch(/^["A-Z0-9][\s\S]*\.$/);
            expect(remedy).toMatch(/^[A-Z][\s\S]*[.?]$/);
            expect(message).not.toMatch(/invalid input|expected|another kind of value/i);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test("treats names of Object.prototype as ordinary names", () => {
    const names = ["constructor", "toString", "valueOf", "hasOwnProperty"];
    for (const name of names) {
      const triggers = { t: { kind: "queue", queue: name }, v: { kind: name } };
      const { problems } = checkApp({
        name: "app",
        [name]: 1,
        resources: { r: { kind: "queue", [name]: {} } },
        functions: { f: { handler: "f.ts", [name]: 1, triggers, permissions: { [name]: ["send"] } } },
      });
      expect(problems.map(({ path, code }) => `${path.join(".")}: ${code}`).sort()).toEqual(
        [
          `${name}: unknown-key`,
          `functions.f.${name}: unknown-key`,
          `functions.f.permissions.${name}: dangling-reference`,
          "functions.f.triggers.t.queue: dangling-reference",
          "functions.f.triggers.v.kind: not-allowed",
          `resources.r.${name}: unknown-key`,
        ].sort(),
      );
    }
  });

  test.each([null, 5, [], { a: null }, { a: { b: [{}] } }])("refuses the filter %j", (filter) => {
    const triggers = { t: { kind: "topic", topic: "r", filter } };
    const resources = { r: { kind: "topic" } };
    const { problems } = checkApp({ name: "app", resources, functions: { f: { handler: "f.ts", triggers } } });
    expect(problems).toHaveLength(1);
    expect(problems[0]?.path.slice(0, 5)).toEqual(["functions", "f", "triggers", "t", "filter"]);
  });

  test("never repeats a value that may be secret", () => {
    const secret = fc.oneof(fc.constant(73_912_345), fc.constant("s3cr3t s3cr3t"), fc.constant(["s3cr3t s3cr3t"]));
    fc.assert(
      fc.property(secret, (value) => {
        const { problems } = checkApp({
          name: "app",
          defaults: { environment: { "BAD-KEY": value, KEY: [value] } },
          resources: {
            s: { kind: "secret", value, vaule: value },
            t: { kind: "secret", value: { config: "x", secret: value } },
          },
          functions: {
            f: {
              handler: "f.ts",
              apiKey: value,
              password: value,
              environment: { A: { text: value }, B: [value] },
              triggers: { w: { kind: "webhook", sender: "github", secret: value } },
            },
          },
        });
        expect(problems.length).toBeGreaterThan(7);
        expect(JSON.stringify(problems)).not.toMatch(/s3cr3t|73912345/);
      }),
    );
  });
});

describe("nearest", () => {
  test.each([
    ["memry", ["memory", "timeout"], "memory"],
    ["MEMORY", ["memory"], "memory"],
    ["jbos", ["jobs"], "jobs"],
    ["node", ["nodejs20", "nodejs"], "nodejs"],
    ["x", ["alpha", "beta"], undefined],
    ["completely", ["different"], undefined],
    ["path", ["kind", "auth", "cors"], undefined],
    ["prdo", ["prod"], "prod"],
    ["ab", ["cd"], undefined],
    ["b", ["a"], undefined],
    ["b", ["ab"], "ab"],
    ["anything", [], undefined],
  ])("finds the nearest name of %s in %j: %s", (text, candidates, expected) => {
    expect(nearest(text, candidates)).toBe(expected);
  });
});
