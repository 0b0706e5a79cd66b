import type { Problem } from "../../../model/errors.ts";
import type { Remark } from "../../../model/remarks.ts";
import type { ResolvedApp, ResolvedFunction } from "../../../model/resolve.ts";
import type { Deployment } from "../../contract.ts";
import { type EnvironmentRule, environmentProblems, environmentRemarks } from "../../shared/checks/environment.ts";
import type { Checked } from "../../shared/problem.ts";
import { limits } from "../function-limits.ts";
import { functionName } from "../names.ts";
import { tableFacts } from "../needs.ts";

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

const RULE: EnvironmentRule = {
  service: "Lambda",
  maxBytes: limits.environment,
  reserved: (name) => (RESERVED.has(name) ? `Lambda sets ${name} itself and refuses another value for it.` : undefined),
};

export const checkEnvironment = (checked: Checked, fn: ResolvedFunction): Problem[] =>
  environmentProblems(RULE, fn, factsOf(checked, fn));

export const remarksOnEnvironment = (app: ResolvedApp, deployment: Deployment): Remark[] =>
  [...app.functions.values()].flatMap((fn) => environmentRemarks(RULE, fn, factsOf({ app, deployment }, fn)));

const factsOf = ({ app, deployment }: Checked, fn: ResolvedFunction): Record<string, object> =>
  Object.fromEntries(fn.permissions.map(({ name }) => [name, facts(app, deployment, name)]));

/** About as long as the real facts of a resource, whose names are known and whose account has twelve digits. */
function facts(app: ResolvedApp, deployment: Deployment, name: string): object {
  const physical = functionName(deployment, name);
  const arn = `arn:aws:sns:${deployment.region}:000000000000:${physical}`;
  const resource = app.resources.get(name);
  if (resource?.kind === "table") return { table: physical, ...tableFacts(resource) };
  return {
    fact: resource?.kind === "queue" || resource?.kind === "topic" || resource?.kind === "bucket" ? arn : physical,
  };
}
