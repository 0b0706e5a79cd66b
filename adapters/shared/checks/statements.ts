import type { Problem } from "../../../model/errors.ts";
import type { ResolvedFunction } from "../../../model/resolve.ts";
import { functionPath, type Path, problem, when } from "../problem.ts";

/** How a cloud names resources in policies. */
export interface ArnRule {
  readonly cloud: string;
  readonly pattern: RegExp;
  /** In words. */
  readonly form: string;
  /** Whether an identifier stands for everything of a service, or of all services. */
  isEverything(arn: string): boolean;
}

/** What is wrong with a function's native statements for these keys of `statements`. */
export const statementProblems = (rule: ArnRule, fn: ResolvedFunction, targets: readonly string[]): Problem[] =>
  targets.flatMap((target) =>
    (fn.statements[target] ?? []).flatMap(({ resources, reason }, index) =>
      resources.flatMap((resource, at) => {
        const path = [...functionPath(fn), "statements", target, index, "resources", at];
        return typeof resource === "string" && resource !== "*" ? resourceProblems(rule, resource, reason, path) : [];
      }),
    ),
  );

function resourceProblems(rule: ArnRule, resource: string, reason: string | undefined, path: Path): Problem[] {
  if (!rule.pattern.test(resource)) {
    return [
      problem(
        "bad-format",
        path,
        `"${resource}" is not the identifier of a resource of ${rule.cloud}.`,
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
