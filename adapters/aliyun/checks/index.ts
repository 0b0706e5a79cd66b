import type { Problem } from "../../../model/errors.ts";
import type { ResolvedApp } from "../../../model/resolve.ts";
import type { Deployment } from "../../contract.ts";
import { checkFunctions } from "./functions.ts";
import { checkTableNames } from "./names.ts";
import { checkResources } from "./resources.ts";
import { checkShimless } from "./shimless.ts";
import { checkTriggers } from "./triggers.ts";
import { checkTableTriggers } from "./untold.ts";

/** Everything in an app that Aliyun can't do in this deployment, beyond what `rules.ts` says. */
export function checkApp(app: ResolvedApp, deployment: Deployment): Problem[] {
  const checked = { app, deployment };
  const checks = [checkTableNames, checkFunctions, checkTriggers, checkTableTriggers, checkResources, checkShimless];
  return checks.flatMap((check) => check(checked));
}
