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

const RULE: EnvironmentRule = { service: "FC", maxBytes: limits.environment };

/** https://www.alibabacloud.com/help/en/functioncompute/fc/user-guide/environment-variables */
export const checkReservedNames = (fn: ResolvedFunction): Problem[] =>
  reservedNames(
    (name) =>
      /^(FC_.*|ALIBABA_CLOUD_(ACCESS_KEY_ID|ACCESS_KEY_SECRET|SECURITY_TOKEN))$/.test(name)
        ? `${name} is one of the names that FC gives values to itself.`
        : undefined,
    fn,
  );

interface FunctionInputs {
  readonly environmentVariables?: Readonly<Record<string, unknown>>;
}

const functionsOf = ({ graph }: Planned) => graph.ofType<FunctionInputs>("alicloud:fc/v3Function:V3Function");

export const checkEnvironments = (planned: Planned): Problem[] =>
  functionsOf(planned).flatMap((fn) => environmentProblems(RULE, fn, fn.inputs.environmentVariables));

export const remarksOnEnvironments = (planned: Planned): Remark[] =>
  functionsOf(planned).flatMap((fn) => environmentRemarks(RULE, fn, fn.inputs.environmentVariables));
