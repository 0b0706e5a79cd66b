import type { Problem } from "../../../model/errors.ts";
import type { ResolvedFunction, ResolvedResource } from "../../../model/resolve.ts";
import { listed, quotedCharacters } from "../../../model/schema/schema-messages.ts";
import type { Deployment } from "../../contract.ts";
import { functionPath, type Path, problem, when } from "../problem.ts";

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

/** Characters of a wrong name that its rule allows in no place, each once, in quotes; none where its form is fixed. */
function wrongCharacters({ pattern }: NameRule, text: string): string[] {
  if (pattern.test(text) || !pattern.test("aaaaa")) return [];
  return quotedCharacters([...text].filter((character) => !pattern.test(`aa${character}aa`)));
}

/** What is wrong with a name, if anything. `shorten` and `correct` say what to do where that is not the name itself. */
export function nameBreaches(
  cloud: string,
  rule: NameRule,
  text: string,
  path: Path,
  { shorten = "Shorten it.", correct = "Correct it." }: { readonly shorten?: string; readonly correct?: string } = {},
): Problem[] {
  const { title, min, max, pattern, allowed } = rule;
  const wrong = wrongCharacters(rule, text);
  if (wrong.length > 0) {
    const found = listed(wrong);
    const message = `"${text}" contains ${found}; the name of ${title} on ${cloud} has ${allowed}.`;
    return [problem("bad-name", path, message, `Remove or replace ${found}.`)];
  }
  if (text.length < min || text.length > max) {
    const message = `"${text}" has ${text.length} characters; the name of ${title} on ${cloud} has ${min} to ${max}.`;
    return [problem("bad-name", path, message, text.length < min ? correct : shorten)];
  }
  if (pattern.test(text)) return [];
  return [
    problem("bad-name", path, `"${text}" is not a name for ${title} on ${cloud}, which has ${allowed}.`, correct),
  ];
}

/**
 * Characters of the stack's prefix that a name made with it can't have: one problem for all names, since its cause is
 * one. `made` is what the cloud's name is made of, after the adapter's own replacements.
 */
function prefixProblem(cloud: string, rule: NameRule, made: string, { prefix }: Deployment): Problem | undefined {
  const wrong = wrongCharacters(rule, made).filter((character) => prefix.includes(JSON.parse(character) as string));
  if (wrong.length === 0) return undefined;
  const found = listed(wrong);
  return problem(
    "bad-prefix",
    [],
    `Names in the cloud begin with "${prefix}", which contains ${found}; the name of ${rule.title} on ${cloud} has ${rule.allowed}.`,
    `Choose a stack name without ${found}.`,
  );
}

/** What is wrong with the cloud's own name of a function, after prefixing. */
export function functionNameProblems(
  cloud: string,
  rule: NameRule,
  fn: ResolvedFunction,
  text: string,
  deployment: Deployment,
): Problem[] {
  const prefix = prefixProblem(cloud, rule, text, deployment);
  if (prefix) return [prefix];
  return nameBreaches(cloud, rule, text, functionPath(fn), {
    shorten: "Shorten the name of the function or of the stack.",
    correct: "Rename the function or the stack.",
  });
}

/** How a cloud judges the name of a resource. */
export interface ResourceNaming<R extends NameRule> {
  readonly cloud: string;
  readonly rule: R;
  /** The cloud's own name of a resource that polyfn creates. */
  readonly physicalName: string;
  readonly deployment: Deployment;
  /** What is wrong with the name or identifier of a resource that is adopted. */
  readonly existing: (rule: R, existing: string, path: Path) => Problem[];
}

/** What is wrong with the name that a resource will have in the cloud, or with what it adopts. */
export function resourceNameProblems<R extends NameRule>(
  { name, spec }: ResolvedResource,
  { cloud, rule, physicalName, deployment, existing: adopted }: ResourceNaming<R>,
): Problem[] {
  const path = ["resources", name];
  if ("existing" in spec && spec.existing !== undefined) {
    return typeof spec.existing === "string" ? adopted(rule, spec.existing, [...path, "existing"]) : [];
  }
  if (spec.physicalName !== undefined) {
    return nameBreaches(cloud, rule, physicalName, [...path, "physicalName"], {
      shorten: "Shorten physicalName.",
      correct: "Correct physicalName.",
    });
  }
  const prefix = prefixProblem(cloud, rule, physicalName, deployment);
  if (prefix) return [prefix];
  return nameBreaches(cloud, rule, physicalName, path, {
    shorten: 'Shorten its name or the stack\'s, or give it a name of its own: physicalName: "...".',
    correct: 'Rename it, or give it a name of its own: physicalName: "...".',
  });
}

/** An adopted resource whose identifier stands for several: policies would allow all of them. */
export const openIdentifier = (existing: string, path: Path): Problem[] =>
  when(/[*?]|\$\{/.test(existing), () =>
    problem(
      "bad-name",
      path,
      `"${existing}" has a wildcard or a variable, which would stand for several resources in policies.`,
      "Give the name or the ARN of one resource.",
    ),
  );
