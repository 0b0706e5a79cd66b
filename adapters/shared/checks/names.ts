import type { Problem } from "../../../model/errors.ts";
import type { ResolvedFunction, ResolvedResource } from "../../../model/resolve.ts";
import { listed, quotedCharacters } from "../../../model/schema/schema-messages.ts";
import type { Deployment } from "../../deployment.ts";
import type { AdoptableRule, NameRule, Rules } from "../../rules.ts";
import { type Checked, functionPath, type Path, problem, when } from "../problem.ts";

/** Characters of a wrong name that its rule allows in no place, each once, in quotes; none where its form is fixed. */
function wrongCharacters({ pattern }: NameRule, text: string): string[] {
  if (pattern.test(text) || !pattern.test("aaaaa")) return [];
  return quotedCharacters([...text].filter((character) => !pattern.test(`aa${character}aa`)));
}

/** Problems of a name. `shorten` and `correct` replace the default remedies. */
export function nameBreaches(
  cloud: string,
  rule: NameRule,
  text: string,
  path: Path,
  { shorten = "Shorten it.", correct = "Correct it." }: { readonly shorten?: string; readonly correct?: string } = {},
): Problem[] {
  const { title, min, max, pattern, allowed, reserved = [], reservedEnds = [] } = rule;
  const own = reserved.find((start) => text.toLowerCase().startsWith(start));
  if (own !== undefined) {
    const message = `"${text}" begins with "${own}", which ${cloud} keeps for names of its own.`;
    return [problem("bad-name", path, message, correct)];
  }
  const end = reservedEnds.find((known) => text.endsWith(known));
  if (end !== undefined) {
    const message = `"${text}" ends with "${end}", which ${cloud} keeps for names of its own.`;
    return [problem("bad-name", path, message, correct)];
  }
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

/** Names after prefixing, and names and identifiers of what is adopted. */
export const nameProblems = (rules: Rules, { app, deployment }: Checked): Problem[] => [
  ...[...app.functions.values()].flatMap((fn) => functionNameProblems(rules, fn, deployment)),
  ...[...app.resources.values()].flatMap((resource) => resourceNameProblems(rules, resource, deployment)),
];

function functionNameProblems({ cloud, names }: Rules, fn: ResolvedFunction, deployment: Deployment): Problem[] {
  const text = names.function(deployment, fn.name);
  const prefix = prefixProblem(cloud, names.functions, text, deployment);
  if (prefix) return [prefix];
  return nameBreaches(cloud, names.functions, text, functionPath(fn), {
    shorten: "Shorten the name of the function or of the stack.",
    correct: "Rename the function or the stack.",
  });
}

function resourceNameProblems(rules: Rules, resource: ResolvedResource, deployment: Deployment): Problem[] {
  const { cloud, names } = rules;
  const { name, kind, spec } = resource;
  const path = ["resources", name];
  const rule = names.resources[kind];
  if ("existing" in spec && spec.existing !== undefined) {
    return typeof spec.existing === "string" ? adoptedProblems(rules, rule, spec.existing, [...path, "existing"]) : [];
  }
  const text = names.resource(deployment, resource);
  if (spec.physicalName !== undefined) {
    return nameBreaches(cloud, rule, text, [...path, "physicalName"], {
      shorten: "Shorten physicalName.",
      correct: "Correct physicalName.",
    });
  }
  const prefix = prefixProblem(cloud, rule, text, deployment);
  if (prefix) return [prefix];
  return nameBreaches(cloud, rule, text, path, {
    shorten: 'Shorten its name or the stack\'s, or give it a name of its own: physicalName: "...".',
    correct: 'Rename it, or give it a name of its own: physicalName: "...".',
  });
}

/** Problems of the name or identifier of an adopted resource. */
function adoptedProblems({ cloud, names }: Rules, rule: AdoptableRule, existing: string, path: Path): Problem[] {
  const { title, services, inside, id } = rule;
  const { start, beforeService, service, parts } = names.identifier;
  const remedy = `Give ${inside ?? (id ? "the id" : "the name")} or the ARN of ${title}.`;
  const open = openIdentifier(existing, path);
  if (open.length > 0) return open;
  if (id && /(^|:)alias\//.test(existing)) {
    const message = `"${existing}" is an alias. ${title.charAt(0).toUpperCase()}${title.slice(1)} is adopted on ${cloud} by its id or ARN, because policies and services name it so.`;
    return [problem("bad-name", path, message, "Give the id that is shown beside the alias.")];
  }
  if (!existing.startsWith(start)) {
    const name = inside === undefined ? existing : /^[^/]+\/([^/]+)$/.exec(existing)?.[1];
    if (name !== undefined) return nameBreaches(cloud, { ...rule, ...id }, name, path);
    return [problem("bad-name", path, `"${existing}" does not say where ${title} is.`, remedy)];
  }
  const fields = existing.split(":");
  if (services.includes(fields[service] ?? "") && fields.length >= parts) return [];
  const expected = services.map((known) => `${beforeService}${known}:`).join(" or ");
  return [
    problem("bad-name", path, `"${existing}" is not the ARN of ${title}, which begins with ${expected}.`, remedy),
  ];
}

/** Refuses an identifier that matches several resources: policies would allow all of them. */
const openIdentifier = (existing: string, path: Path): Problem[] =>
  when(/[*?]|\$\{/.test(existing), () =>
    problem(
      "bad-name",
      path,
      `"${existing}" has a wildcard or a variable, which would stand for several resources in policies.`,
      "Give the name or the ARN of one resource.",
    ),
  );
