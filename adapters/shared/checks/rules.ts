import type { Problem } from "../../../model/errors.ts";
import type { Remark } from "../../../model/remarks.ts";
import type { ResolvedApp } from "../../../model/resolve.ts";
import type { Adapter, Planned } from "../../contract.ts";
import type { Deployment } from "../../deployment.ts";
import { destinationProblems } from "./destinations.ts";
import { environmentProblems, environmentRemarks, reservedNames } from "./environment.ts";
import { fieldProblems } from "./fields.ts";
import { aliasProblems, invokerProblems } from "./functions.ts";
import { identityProblems } from "./identities.ts";
import { nameProblems } from "./names.ts";
import { policyProblems } from "./policies.ts";
import { regionProblems, regionRemarks } from "./regions.ts";
import { reservedSourceRemarks } from "./reserved-sources.ts";
import { sourceProblems } from "./sources.ts";
import { statementProblems } from "./statements.ts";
import { tagProblems } from "./tags.ts";

type Ruled = Pick<Adapter, "rules" | "overrides" | "defaultRegion" | "loopback">;

/** Everything in an app that breaks a rule of the cloud. */
export function ruleProblems(adapter: Ruled, app: ResolvedApp, deployment: Deployment): Problem[] {
  const { rules, overrides } = adapter;
  const checked = { app, deployment };
  const checks = [fieldProblems, nameProblems, tagProblems, reservedNames, destinationProblems, sourceProblems];
  return [
    ...checks.flatMap((check) => check(rules, checked)),
    ...regionProblems(rules, checked, adapter),
    ...[...app.functions.values()].flatMap((fn) => [
      ...aliasProblems(rules, fn),
      ...invokerProblems(rules, fn),
      ...statementProblems(rules, fn, overrides),
    ]),
  ];
}

/** Everything in what an app becomes that breaks a rule of the cloud. */
export const graphRuleProblems = ({ rules }: Ruled, planned: Planned): Problem[] => [
  ...policyProblems(rules, planned),
  ...environmentProblems(rules, planned),
  ...identityProblems(rules, planned),
];

/** Remarks on values that come close to breaking a rule of the cloud. */
export const graphRuleRemarks = ({ rules }: Ruled, planned: Planned): Remark[] => [
  ...environmentRemarks(rules, planned),
  ...regionRemarks(rules, planned.deployment),
  ...reservedSourceRemarks(rules, planned.app),
];
