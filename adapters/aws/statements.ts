import type { ResolvedFunction } from "../../model/resolve.ts";
import type { NativeStatement } from "../../model/statements.ts";
import type { StatementRule } from "../rules.ts";
import { COMMON_OPERATORS } from "../shared/checks/statements.ts";

/** Keys of `statements` that hold for a target of this adapter: servers on this machine take those for AWS too. */
export const statementTargets = (target: string): string[] => [...new Set(["aws", target])];

/** The native statements of a function on a target. */
export const statementsOf = (fn: ResolvedFunction, target: string): NativeStatement[] =>
  statementTargets(target).flatMap((key) => fn.statements[key] ?? []);

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
export const statements: StatementRule = {
  pattern: /^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+$/s,
  form: "arn:<partition>:<service>:<region>:<account>:<resource>",
  untyped: ["s3", "sns", "execute-api", "neptune-db"],
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
  operators: [...COMMON_OPERATORS, "ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike", "BinaryEquals", "Null"],
  operatorForm: /^(?:ForAllValues:|ForAnyValue:)?(?<operator>.+?)(?:IfExists)?$/,
};
