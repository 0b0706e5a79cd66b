import type { ResolvedResource } from "../../../model/resolve.ts";
import { secret as secretValue } from "../../graph/expression.ts";
import { adopted, resourceGroup } from "../../graph/group.ts";
import type { PartHandle } from "../../graph/lowering.ts";
import { ref } from "../../graph/node.ts";
import type { AwsScope } from "../context.ts";
import { physicalName } from "../names.ts";
import { adopt, keyArn } from "../references.ts";
import type { AwsTypes } from "../resource-types.ts";

/** The value goes from the stack's encrypted configuration to Secrets Manager, and stays a secret in the state. */
export function secret(scope: AwsScope, resource: ResolvedResource<"secret">): PartHandle {
  const { spec } = resource;
  const { component, group } = resourceGroup<AwsTypes>(scope, resource, "polyfn:aws:Secret");
  if (spec.existing !== undefined) return adopted(adopt(scope, resource.kind, spec.existing), component);
  const node = group.add("aws:secretsmanager/secret:Secret", "secret", {
    name: physicalName(scope.deployment, resource, scope.context.place),
    // Without `keep` the name must be free at once, or the next deployment of the same stack would fail.
    recoveryWindowInDays: spec.keep ? 30 : 0,
    ...(spec.key !== undefined && { kmsKeyId: keyArn(scope, spec.key) }),
    tags: resource.tags,
  });
  if (spec.value !== undefined) {
    group.add("aws:secretsmanager/secretVersion:SecretVersion", "version", {
      secretId: ref(node, "id"),
      secretString: secretValue(scope.value(spec.value)),
    });
  }
  return { name: ref(node, "name"), id: ref(node, "arn"), component, nodes: group.nodes };
}
