import type { ResolvedFunction } from "../../model/resolve.ts";
import type { NativeStatement } from "../../model/statements.ts";
import type { StatementRule } from "../rules.ts";
import { COMMON_OPERATORS } from "../shared/checks/statements.ts";

/** Keys of `statements` that hold for this adapter. */
export const STATEMENT_TARGETS = ["aliyun"] as const;

/** The native statements of a function. */
export const statementsOf = (fn: ResolvedFunction): NativeStatement[] =>
  STATEMENT_TARGETS.flatMap((key) => fn.statements[key] ?? []);

/** https://www.alibabacloud.com/help/en/ram/policy-elements */
export const statements: StatementRule = {
  pattern: /^acs:[^:]+:[^:]*:[^:]*:.+$/s,
  form: "acs:<service>:<region>:<account>:<resource>",
  untyped: ["oss"],
  operators: COMMON_OPERATORS,
  operatorForm: /^(?:ForAllValues:|ForAnyValue:)?(?<operator>.+?)(?:IfExists)?$/,
};
