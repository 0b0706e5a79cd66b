import type { Problem } from "../../../model/errors.ts";
import type { Remark } from "../../../model/remarks.ts";
import type { ResolvedApp, ResolvedFunction } from "../../../model/resolve.ts";
import type { Deployment } from "../../contract.ts";
import { type EnvironmentRule, environmentProblems, environmentRemarks } from "../../shared/checks/environment.ts";
import type { Checked } from "../../shared/problem.ts";
import { limits } from "../function-limits.ts";
import { functionName, physicalName } from "../names.ts";
import { neededNames, tableFacts, tableTraits } from "../needs.ts";
import { somewhere } from "./somewhere.ts";

/** https://www.alibabacloud.com/help/en/functioncompute/fc/user-guide/environment-variables */
const RULE: EnvironmentRule = {
  service: "FC",
  maxBytes: limits.environment,
  reserved: (name) =>
    /^(FC_.*|ALIBABA_CLOUD_(ACCESS_KEY_ID|ACCESS_KEY_SECRET|SECURITY_TOKEN))$/.test(name)
      ? `${name} is one of the names that FC gives values to itself.`
      : undefined,
};

export const checkEnvironment = (checked: Checked, fn: ResolvedFunction): Problem[] =>
  environmentProblems(RULE, fn, factsOf(checked, fn));

export const remarksOnEnvironment = (app: ResolvedApp, deployment: Deployment): Remark[] =>
  [...app.functions.values()].flatMap((fn) => environmentRemarks(RULE, fn, factsOf({ app, deployment }, fn)));

const factsOf = ({ app, deployment }: Checked, fn: ResolvedFunction): Record<string, object> =>
  Object.fromEntries(neededNames(fn, app.resources).map((name) => [name, facts(app, deployment, name)]));

/** About as long as the real facts, whose names are known or have a known length. */
function facts(app: ResolvedApp, deployment: Deployment, name: string): object {
  const resource = app.resources.get(name);
  if (resource === undefined) return { function: functionName(deployment, name) };
  const physical = physicalName(deployment, resource, somewhere(deployment));
  if (resource.kind === "table")
    return { instance: "pf-0123456789", table: physical, ...tableFacts(tableTraits(resource), physical) };
  if (resource.kind === "stream") return { project: `${deployment.prefix}-01234567`, logstore: physical };
  return { [resource.kind]: physical };
}
