import { expect, test } from "vitest";
import { aws } from "../../../adapters/aws/adapter.ts";
import { filterPattern, mixesAlternatives } from "../../../adapters/aws/log-patterns.ts";
import { parseApp } from "../../../model/parse.ts";
import { deploymentOf } from "../planned.ts";
import { ownProblems } from "../target-problems.ts";

test.each([
  ["", ""],
  ["ERROR", "ERROR"],
  ["two words", "two words"],
  ["error:500", '"error:500"'],
  ["a@b.example -debug ?x-y", '"a@b.example" -debug ?"x-y"'],
  ["-not/this", '-"not/this"'],
  ['"already quoted" next', '"already quoted" next'],
  ['?"either one" ?or.other', '?"either one" ?"or.other"'],
  ["back\\slash", '"back\\\\slash"'],
  ["größe", '"größe"'],
  ['{ $.level = "error" }', '{ $.level = "error" }'],
  ["[ip, user, status=5*]", "[ip, user, status=5*]"],
  ["%\\d+%", "%\\d+%"],
])("converts %j to %j for CloudWatch", (pattern, expected) => {
  expect(filterPattern(pattern)).toBe(expected);
});

test.each<[string, boolean]>([
  ["?error ?warn", false],
  ["error -debug", false],
  ["?error", false],
  ["?error ?warn -debug", true],
  ['timeout ?"two words"', true],
  ["what? ?x", true],
  ["{ $.a = 1 } ?x", false],
  ["", false],
])("finds optional words next to others in %j: %s", (pattern, expected) => {
  expect(mixesAlternatives(pattern)).toBe(expected);
});

test("refuses a pattern with words that CloudWatch would ignore", () => {
  const triggers = { t: { kind: "log", existing: "/app", pattern: "?error ?warn -debug" } };
  const problems = ownProblems(
    aws,
    parseApp({ name: "shop", functions: { f: { handler: "f.ts", triggers } } }),
    deploymentOf(aws),
  );
  expect(problems.map(({ path, code }) => [path.join("."), code])).toEqual([
    ["functions.f.triggers.t.pattern", "unsupported"],
  ]);
});
