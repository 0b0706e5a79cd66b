import type { Problem } from "../../model/errors.ts";
import { type Path, problem } from "./problem.ts";

/** What a cloud allows in the names of one kind of thing. */
export interface NameRule {
  /** With its article: "a queue". */
  readonly title: string;
  readonly min: number;
  readonly max: number;
  readonly pattern: RegExp;
  /** What the pattern allows, in words. */
  readonly allowed: string;
}

/** What is wrong with a name, if anything. */
export function nameBreaches(cloud: string, rule: NameRule, text: string, path: Path, remedy: string): Problem[] {
  const { title, min, max, pattern, allowed } = rule;
  if (text.length < min || text.length > max) {
    const message = `"${text}" has ${text.length} characters; the name of ${title} on ${cloud} has ${min} to ${max}.`;
    return [problem("bad-name", path, message, remedy)];
  }
  if (pattern.test(text)) return [];
  return [problem("bad-name", path, `"${text}" is not a name for ${title} on ${cloud}, which has ${allowed}.`, remedy)];
}
