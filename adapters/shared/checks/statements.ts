import type { Problem } from "../../../model/errors.ts";
import { nearest } from "../../../model/nearest.ts";
import type { ResolvedFunction } from "../../../model/resolve.ts";
import type { Rules, StatementRule } from "../../rules.ts";
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
  { cloud, statements: rule }: Rules,
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
            ? resourceProblems(cloud, rule, resource, reason, [...path, "resources", at])
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

function resourceProblems(
  cloud: string,
  rule: StatementRule,
  resource: string,
  reason: string | undefined,
  path: Path,
): Problem[] {
  if (!rule.pattern.test(resource)) {
    return [
      problem(
        "bad-format",
        path,
        `"${resource}" is not the identifier of a resource of ${cloud}.`,
        `Give its ARN, ${rule.form}, or { ref: "<resource>.id" }.`,
      ),
    ];
  }
  return when(reason === undefined && rule.isEverything(resource), () =>
    problem(
      "conflict",
      path,
      `"${resource}" stands for everything that the actions can be done with, and no reason is given.`,
      "Name the resource, or give the reason why that is not possible.",
    ),
  );
}
