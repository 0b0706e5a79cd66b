import { scryptSync } from "node:crypto";
import type { ResolvedResource } from "../../../model/resolve.ts";
import { lift, type Symbolic, secret as secretValue } from "../../graph/expression.ts";
import type { Group } from "../../graph/group.ts";
import { adopted, resourceGroup } from "../../graph/group.ts";
import type { PartHandle } from "../../graph/lowering.ts";
import { ref } from "../../graph/node.ts";
import type { AliyunScope } from "../context.ts";
import { adopt, keyId, secretArn } from "../references.ts";
import type { AliyunTypes } from "../resource-types.ts";
import { UNSET_SECRET } from "../runtime/unset-secret.ts";
import { nameOf } from "./shared.ts";

/**
 * The value goes from the stack's encrypted configuration to OOS's parameter store, or to KMS where the deployment has
 * an instance of it, and stays a secret in the state.
 */
export function secret(scope: AliyunScope, resource: ResolvedResource<"secret">): PartHandle {
  const { spec } = resource;
  const { component, group } = resourceGroup<AliyunTypes>(scope, resource, "polyfn:aliyun:Secret");
  if (spec.existing !== undefined) return adopted(adopt(scope, resource.kind, spec.existing), component);
  const { kmsInstance } = scope.context;
  const name =
    kmsInstance === undefined
      ? ref(addParameter(scope, resource, group), "secretParameterName")
      : ref(addKmsSecret(scope, resource, group, kmsInstance), "secretName");
  return {
    name,
    id: secretArn(scope, name),
    component,
    nodes: group.nodes,
  };
}

/** The value, as a secret. Without one in the spec the owner stores it later, and deployments do not change it. */
const storedValue = (scope: AliyunScope, { spec }: ResolvedResource<"secret">): Symbolic<string> =>
  secretValue(spec.value === undefined ? UNSET_SECRET : scope.value(spec.value));

/** https://www.alibabacloud.com/help/en/oos/developer-reference/api-oos-2019-06-01-createsecretparameter */
const addParameter = (scope: AliyunScope, resource: ResolvedResource<"secret">, group: Group<AliyunTypes>) =>
  group.add(
    "alicloud:oos/secretParameter:SecretParameter",
    "secret",
    {
      secretParameterName: nameOf(scope, resource),
      type: "Secret",
      value: storedValue(scope, resource),
      ...(resource.spec.key !== undefined && { keyId: keyId(scope, resource.spec.key) }),
      tags: resource.tags,
    },
    resource.spec.value === undefined ? { ignoreChanges: ["value"] } : {},
  );

/** https://www.alibabacloud.com/help/en/kms/key-management-service/developer-reference/api-createsecret */
function addKmsSecret(
  scope: AliyunScope,
  resource: ResolvedResource<"secret">,
  group: Group<AliyunTypes>,
  instance: string,
) {
  const value = storedValue(scope, resource);
  const name = nameOf(scope, resource);
  return group.add(
    "alicloud:kms/secret:Secret",
    "secret",
    {
      secretName: name,
      dkmsInstanceId: instance,
      ...(resource.spec.key !== undefined && { encryptionKeyId: keyId(scope, resource.spec.key) }),
      secretData: value,
      // A new value is a new version, which needs a name of its own.
      versionId: versionOf(name, value),
      secretDataType: "text",
      // Without `keep` the name must be free at once, or the next deployment of the same stack would fail.
      ...(resource.spec.keep ? { recoveryWindowInDays: 30 } : { forceDeleteWithoutRecovery: true }),
      tags: resource.tags,
    },
    resource.spec.value === undefined ? { ignoreChanges: ["secretData", "versionId"] } : {},
  );
}

/** Versions are listed to people who may not read values, so theirs are names from which no value can be guessed. */
const versionOf = lift("versionOf", (name: string, value: string) => scryptSync(value, name, 16).toString("hex"));
