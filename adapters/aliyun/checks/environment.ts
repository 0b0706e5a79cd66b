import type { Problem } from "../../../model/errors.ts";
import type { ResolvedApp, ResolvedFunction } from "../../../model/resolve.ts";
import type { Deployment } from "../../contract.ts";
import { type Checked, functionPath, problem, when } from "../../shared/problem.ts";
import { functionName, physicalName } from "../names.ts";
import { neededNames, tableFacts } from "../needs.ts";
import { somewhere } from "./somewhere.ts";

/** https://www.alibabacloud.com/help/en/functioncompute/fc/user-guide/environment-variables */
const MAX_BYTES = 4096;
const RESERVED = /^(FC_.*|ALIBABA_CLOUD_(ACCESS_KEY_ID|ACCESS_KEY_SECRET|SECURITY_TOKEN))$/;

export function checkEnvironment({ app, deployment }: Checked, fn: ResolvedFunction): Problem[] {
  const path = [...functionPath(fn), "environment"];
  const bytes = environmentBytes(app, deployment, fn);
  return [
    ...Object.keys(fn.environment)
      .filter((name) => RESERVED.test(name))
      .map((name) =>
        problem(
          "reserved-name",
          [...path, name],
          `${name} is one of the names that FC gives values to itself.`,
          "Choose another name.",
        ),
      ),
    ...when(bytes > MAX_BYTES, () =>
      problem(
        "out-of-range",
        path,
        `The environment has ${bytes} bytes, with what polyfn adds for the function's permissions; FC allows ${MAX_BYTES}.`,
        "Move large values to a bucket or secret, or split the function.",
      ),
    ),
  ];
}

/** At least so many bytes: values that are only known during the deployment count nothing. */
function environmentBytes(app: ResolvedApp, deployment: Deployment, fn: ResolvedFunction): number {
  const own = Object.entries(fn.environment).map(([name, value]) => name + (typeof value === "string" ? value : ""));
  const facts = neededNames(fn, app.resources).map((name) => factsText(app, deployment, name));
  const added = facts.length > 0 ? [`POLYFN_RESOURCES{${facts.join(",")}}`] : [];
  return Buffer.byteLength([...own, ...added].join(""));
}

/** About as long as the real facts, whose names are known or have a known length. */
function factsText(app: ResolvedApp, deployment: Deployment, name: string): string {
  const resource = app.resources.get(name);
  const physical = resource
    ? physicalName(deployment, resource, somewhere(deployment))
    : functionName(deployment, name);
  const facts =
    resource?.kind === "table"
      ? { instance: "pf-0123456789", table: physical, ...tableFacts(resource, physical) }
      : resource?.kind === "stream"
        ? { project: `${deployment.prefix}-01234567`, logstore: physical }
        : { [resource?.kind ?? "function"]: physical };
  return `${JSON.stringify(name)}:${JSON.stringify(facts)}`;
}
