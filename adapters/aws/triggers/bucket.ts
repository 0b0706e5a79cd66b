import type { ResolvedTrigger } from "../../../model/resolve.ts";
import { triggerGroup } from "../../graph/group.ts";
import type { TriggerHandle } from "../../graph/lowering.ts";
import type { AwsScope } from "../context.ts";
import type { AwsTypes } from "../resource-types.ts";
import { permit } from "./target.ts";

/** Only the permission to call. The notifications of a bucket are one document, made in `resources/bucket.ts`. */
export function bucket(scope: AwsScope, trigger: ResolvedTrigger<"bucket">): TriggerHandle {
  const group = triggerGroup<AwsTypes>(scope, trigger, "trigger");
  permit(scope, trigger, group, {
    principal: "s3.amazonaws.com",
    source: scope.resource(trigger.spec.bucket).id,
    // A bucket's ARN does not name its account: without this, the next owner of the name could call the function.
    sourceAccount: scope.context.place.account,
  });
  return { nodes: group.nodes };
}
