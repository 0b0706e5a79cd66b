import type { Problem } from "../../../model/errors.ts";
import type { ResolvedFunction, ResolvedResource } from "../../../model/resolve.ts";
import { functionPath, type Path, problem } from "../problem.ts";

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

/** What is wrong with the cloud's own name of a function, after prefixing. */
export const functionNameProblems = (cloud: string, rule: NameRule, fn: ResolvedFunction, text: string): Problem[] =>
  nameBreaches(cloud, rule, text, functionPath(fn), "Shorten the name of the function or of the stack.");

/** How a cloud judges the name of a resource. */
export interface ResourceNaming<R extends NameRule> {
  readonly cloud: string;
  readonly rule: R;
  /** The cloud's own name of a resource that polyfn creates. */
  readonly physicalName: string;
  /** What is wrong with the name or identifier of a resource that is adopted. */
  readonly existing: (rule: R, existing: string, path: Path) => Problem[];
}

/** What is wrong with the name that a resource will have in the cloud, or with what it adopts. */
export function resourceNameProblems<R extends NameRule>(
  { name, spec }: ResolvedResource,
  { cloud, rule, physicalName, existing: adopted }: ResourceNaming<R>,
): Problem[] {
  const path = ["resources", name];
  if ("existing" in spec && spec.existing !== undefined) {
    return typeof spec.existing === "string" ? adopted(rule, spec.existing, [...path, "existing"]) : [];
  }
  const given = spec.physicalName !== undefined;
  const remedy = given ? "Correct physicalName." : 'Rename it, or give it a name of its own: physicalName: "...".';
  return nameBreaches(cloud, rule, physicalName, given ? [...path, "physicalName"] : path, remedy);
}
