import { Secret } from "@pulumi/aws/secretsmanager/secret.js";
import { SecretVersion } from "@pulumi/aws/secretsmanager/secretVersion.js";
import { secret as markSecret } from "@pulumi/pulumi";
import type { ResolvedResource } from "../../../model/resolve.ts";
import type { Handle } from "../../contract.ts";
import { adopted, resourceGroup } from "../../shared/program/resource.ts";
import type { AwsScope } from "../facts.ts";
import { physicalName } from "../names.ts";
import { adopt, keyArn } from "../references.ts";

/** The value goes from the stack's encrypted configuration to Secrets Manager, and stays a secret in the state. */
export function secret(scope: AwsScope, resource: ResolvedResource<"secret">): Handle {
  const { spec } = resource;
  const { component, group } = resourceGroup(scope, resource, "polyfn:aws:Secret");
  if (spec.existing !== undefined) return adopted(adopt(scope, resource.kind, spec.existing), component);
  const node = group.add(Secret, "secret", {
    name: scope.facts.place.apply((place) => physicalName(scope.deployment, resource, place)),
    // Without `keep` the name must be free at once, or the next deployment of the same stack would fail.
    recoveryWindowInDays: spec.keep ? 30 : 0,
    ...(spec.key !== undefined && { kmsKeyId: keyArn(scope, spec.key) }),
    tags: resource.tags,
  });
  if (spec.value !== undefined) {
    group.add(SecretVersion, "version", { secretId: node.id, secretString: markSecret(scope.value(spec.value)) });
  }
  return { name: node.name, id: node.arn, component, nodes: group.nodes };
}
