import type { Problem } from "../../../model/errors.ts";
import type { Remark } from "../../../model/remarks.ts";
import type { ResolvedFunction } from "../../../model/resolve.ts";
import type { Planned } from "../../contract.ts";
import {
  type EnvironmentRule,
  environmentProblems,
  environmentRemarks,
  reservedNames,
} from "../../shared/checks/environment.ts";
import { limits } from "../function-limits.ts";

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
const RESERVED = new Set([
  "AWS_ACCESS_KEY",
  "AWS_ACCESS_KEY_ID",
  "AWS_DEFAULT_REGION",
  "AWS_EXECUTION_ENV",
  "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
  "AWS_LAMBDA_FUNCTION_NAME",
  "AWS_LAMBDA_FUNCTION_VERSION",
  "AWS_LAMBDA_INITIALIZATION_TYPE",
  "AWS_LAMBDA_LOG_GROUP_NAME",
  "AWS_LAMBDA_LOG_STREAM_NAME",
  "AWS_LAMBDA_RUNTIME_API",
  "AWS_REGION",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "LAMBDA_RUNTIME_DIR",
  "LAMBDA_TASK_ROOT",
]);

const RULE: EnvironmentRule = { service: "Lambda", maxBytes: limits.environment };

export const checkReservedNames = (fn: ResolvedFunction): Problem[] =>
  reservedNames(
    (name) => (RESERVED.has(name) ? `Lambda sets ${name} itself and refuses another value for it.` : undefined),
    fn,
  );

interface FunctionInputs {
  readonly environment?: { readonly variables?: Readonly<Record<string, unknown>> };
}

const functionsOf = ({ graph }: Planned) => graph.ofType<FunctionInputs>("aws:lambda/function:Function");

export const checkEnvironments = (planned: Planned): Problem[] =>
  functionsOf(planned).flatMap((fn) => environmentProblems(RULE, fn, fn.inputs.environment?.variables));

export const remarksOnEnvironments = (planned: Planned): Remark[] =>
  functionsOf(planned).flatMap((fn) => environmentRemarks(RULE, fn, fn.inputs.environment?.variables));
