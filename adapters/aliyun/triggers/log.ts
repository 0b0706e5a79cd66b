import { Store } from "@pulumi/alicloud/log/store.js";
import { all, type Output } from "@pulumi/pulumi";
import { InternalError } from "../../../model/errors.ts";
import type { ResolvedTrigger } from "../../../model/resolve.ts";
import type { TriggerHandle } from "../../contract.ts";
import { arns, isArn } from "../arns.ts";
import type { AliyunScope } from "../facts.ts";
import { INTERVAL, MAX_RETRIES } from "./limits.ts";
import { logStoreTrigger } from "./logstore.ts";

/** Lines of a logstore. SLS triggers know no pattern: the shim keeps the lines that match. */
export function log(scope: AliyunScope, trigger: ResolvedTrigger<"log">): TriggerHandle {
  const { store, made } = storeOf(scope, trigger);
  return logStoreTrigger(scope, trigger, {
    store,
    made,
    kind: "log",
    interval: INTERVAL.min,
    retries: MAX_RETRIES,
    enabled: true,
    dependsOn: made === undefined ? [] : [made],
  });
}

/** ARN of the watched logstore: an existing one is given by its ARN or as `<project>/<logstore>`. */
function storeOf(
  scope: AliyunScope,
  { name: trigger, spec }: ResolvedTrigger<"log">,
): { store: Output<string>; made?: Store } {
  const { existing, function: name } = spec;
  const { place } = scope.facts;
  if (existing !== undefined) {
    const store = all([place, scope.value(existing)]).apply(([where, text]) => {
      if (isArn(text)) return text;
      const [project = "", logstore = ""] = text.split("/");
      return arns.logStore(where, project, logstore);
    });
    return { store };
  }
  const own = name === undefined ? undefined : scope.function(name).nodes.logs;
  if (!(own instanceof Store)) throw new InternalError(`log trigger "${trigger}" has no logstore`);
  const store = all([place, own.projectName, own.logstoreName]).apply(([where, project, logstore]) =>
    arns.logStore(where, project, logstore),
  );
  return { store, made: own };
}
