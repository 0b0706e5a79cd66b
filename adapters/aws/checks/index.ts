import type { Problem } from "../../../model/errors.ts";
import type { ResolvedApp } from "../../../model/resolve.ts";
import type { Deployment } from "../../contract.ts";
import { checkBucketTriggers } from "./buckets.ts";
import { checkFunctions } from "./functions.ts";
import { checkResources } from "./resources.ts";
import { checkTags } from "./tags.ts";
import { checkTriggers } from "./triggers.ts";

/** Everything in an app that AWS can't do in this deployment, beyond what `rules.ts` says. */
export function checkApp(app: ResolvedApp, deployment: Deployment): Problem[] {
  const checked = { app, deployment };
  const checks = [checkFunctions, checkTriggers, checkBucketTriggers, checkResources, checkTags];
  return checks.flatMap((check) => check(checked));
}
