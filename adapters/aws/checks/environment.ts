import type { Problem } from "../../../model/errors.ts";
import type { ResolvedApp, ResolvedFunction } from "../../../model/resolve.ts";
import type { Deployment } from "../../contract.ts";
import { type Checked, functionPath, problem, when } from "../../shared/problem.ts";
import { functionName } from "../names.ts";
import { tableFacts } from "../needs.ts";

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
const MAX_BYTES = 4096;
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

export function checkEnvironment({ app, deployment }: Checked, fn: ResolvedFunction): Problem[] {
  const path = [...functionPath(fn), "environment"];
  const bytes = environmentBytes(app, deployment, fn);
  return [
    ...Object.keys(fn.environment)
      .filter((name) => RESERVED.has(name))
      .map((name) =>
        problem(
          "reserved-name",
          [...path, name],
          `Lambda sets ${name} itself and refuses another value for it.`,
          "Choose another name.",
        ),
      ),
    ...when(bytes > MAX_BYTES, () =>
      problem(
        "out-of-range",
        path,
        `The environment has ${bytes} bytes, with what polyfn adds for the function's permissions; Lambda allows ${MAX_BYTES}.`,
        "Move large values to a bucket or secret, or split the function.",
      ),
    ),
  ];
}

/** At least so many bytes: values that are only known during the deployment count nothing. */
function environmentBytes(app: ResolvedApp, deployment: Deployment, fn: ResolvedFunction): number {
  const own = Object.entries(fn.environment).map(([name, value]) => name + (typeof value === "string" ? value : ""));
  const facts = fn.permissions.map(({ name }) => factsText(app, deployment, name));
  const added = facts.length > 0 ? [`POLYFN_RESOURCES{${facts.join(",")}}`] : [];
  return Buffer.byteLength([...own, ...added].join(""));
}

/** About as long as the real facts of a resource, whose names are known and whose account has twelve digits. */
function factsText(app: ResolvedApp, deployment: Deployment, name: string): string {
  const physical = functionName(deployment, name);
  const arn = `arn:aws:sns:${deployment.region}:000000000000:${physical}`;
  const resource = app.resources.get(name);
  const facts =
    resource?.kind === "table"
      ? { table: physical, ...tableFacts(resource) }
      : {
          fact:
            resource?.kind === "queue" || resource?.kind === "topic" || resource?.kind === "bucket" ? arn : physical,
        };
  return `${JSON.stringify(name)}:${JSON.stringify(facts)}`;
}
