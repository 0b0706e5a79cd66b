import type { Problem } from "../../../model/errors.ts";
import type { ResolvedApp } from "../../../model/resolve.ts";
import type { Deployment } from "../../contract.ts";
import { checkBucketTriggers } from "./buckets.ts";
import { checkFunctions } from "./functions.ts";
import { checkNames } from "./names.ts";
import { checkResources } from "./resources.ts";
import { checkShimless } from "./shimless.ts";
import { checkTags } from "./tags.ts";
import { checkTriggers } from "./triggers.ts";

/** Everything in an app that Aliyun can't do in this deployment, beyond what every target checks. */
export function checkApp(app: ResolvedApp, deployment: Deployment): Problem[] {
  const checked = { app, deployment };
  const checks = [
    checkNames,
    checkFunctions,
    checkTriggers,
    checkBucketTriggers,
    checkResources,
    checkShimless,
    checkTags,
  ];
  return checks.flatMap((check) => check(checked));
}
