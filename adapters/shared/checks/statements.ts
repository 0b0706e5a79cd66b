import type { Problem } from "../../../model/errors.ts";
import { nearest } from "../../../model/nearest.ts";
import type { ResolvedFunction } from "../../../model/resolve.ts";
import type { IdentifierForm, Rules, StatementRule } from "../../rules.ts";
import { functionPath, type Path, problem, when } from "../problem.ts";

/** Operators of conditions that policies of every cloud have. */
export const COMMON_OPERATORS = [
  "StringEquals",
  "StringNotEquals",
  "StringEqualsIgnoreCase",
  "StringNotEqualsIgnoreCase",
  "StringLike",
  "StringNotLike",
  "NumericEquals",
  "NumericNotEquals",
  "NumericLessThan",
  "NumericLessThanEquals",
  "NumericGreaterThan",
  "NumericGreaterThanEquals",
  "DateEquals",
  "DateNotEquals",
  "DateLessThan",
  "DateLessThanEquals",
  "DateGreaterThan",
  "DateGreaterThanEquals",
  "Bool",
  "IpAddress",
  "NotIpAddress",
] as const;

/** Problems of a function's native statements for these keys of `statements`. */
export function statementProblems(
  { cloud, statements: rule, names: { identifier } }: Rules,
  fn: ResolvedFunction,
  targets: readonly string[],
): Problem[] {
  if (rule === undefined) return [];
  return targets.flatMap((target) =>
    (fn.statements[target] ?? []).flatMap(({ resources, reason, conditions }, index) => {
      const path = [...functionPath(fn), "statements", target, index];
      return [
        ...resources.flatMap((resource, at) =>
          typeof resource === "string" && resource !== "*"
            ? [
                ...formProblems(cloud, rule, resource, [...path, "resources", at]),
                ...when(reason === undefined && namesNothing(rule, identifier, resource), () =>
                  everything(resource, [...path, "resources", at]),
                ),
              ]
            : [],
        ),
        ...Object.keys(conditions ?? {}).flatMap((operator) =>
          operatorProblems(cloud, rule, operator, [...path, "conditions"]),
        ),
      ];
    }),
  );
}

function operatorProblems(
  cloud: string,
  { operators, operatorForm }: StatementRule,
  text: string,
  path: Path,
): Problem[] {
  const operator = text.replace(operatorForm, "$<operator>");
  if (operators.includes(operator)) return [];
  const meant = nearest(operator, operators);
  return [
    problem(
      "not-allowed",
      [...path, text],
      `There is no operator "${operator}" in conditions of ${cloud}. The operators are ${operators.join(", ")}.`,
      meant === undefined ? "Use one of them." : `Did you mean "${meant}"?`,
    ),
  ];
}

function formProblems(cloud: string, { pattern, form }: StatementRule, resource: string, path: Path): Problem[] {
  if (!pattern.test(resource)) {
    return [
      problem(
        "bad-format",
        path,
        `"${resource}" is not the identifier of a resource of ${cloud}.`,
        `Give its ARN, ${form}, or { ref: "<resource>.id" }.`,
      ),
    ];
  }
  return when(/\s/.test(resource), () =>
    problem(
      "bad-format",
      path,
      `${JSON.stringify(resource)} contains white space.`,
      'Remove it; where the name itself has a space, "?" stands for any character.',
    ),
  );
}

const everything = (resource: string, path: Path): Problem =>
  problem(
    "conflict",
    path,
    `"${resource}" stands for everything that the actions can be done with, and no reason is given.`,
    "Name the resource, or give the reason why that is not possible.",
  );

const isWildcard = (part: string | undefined): boolean => part !== undefined && /^[*?]+$/.test(part);

/** True if an identifier consists of wildcards and words for types: `table/*`, `project/*` with `/logstore/*`. */
function namesNothing({ untyped }: StatementRule, { service: at, parts }: IdentifierForm, identifier: string): boolean {
  const fields = identifier.split(":");
  const service = fields[at] ?? "";
  if (isWildcard(service)) return true;
  const own = fields.slice(parts - 1).flatMap((field) =>
    field
      .trim()
      .split("/")
      .filter((part) => part !== ""),
  );
  const isType = (index: number): boolean =>
    !untyped.includes(service) && index + 1 < own.length && (index === 0 || isWildcard(own[index - 1]));
  return own.length > 0 && own.every((part, index) => isWildcard(part) || isType(index));
}
