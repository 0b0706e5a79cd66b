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
])("%j is %j for CloudWatch", (pattern, expected) => {
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
])("whether words that may be missing in %j stand beside others is %s", (pattern, expected) => {
  expect(mixesAlternatives(pattern)).toBe(expected);
});

test("a pattern whose words CloudWatch would ignore is refused", () => {
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
