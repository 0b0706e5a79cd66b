import { expect, test } from "vitest";
import { filterPattern } from "../../../adapters/aws/log-patterns.ts";

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
