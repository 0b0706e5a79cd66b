import type { ResolvedResource } from "../../../model/resolve.ts";
import { lift, type Symbolic } from "../../graph/expression.ts";
import type { Group } from "../../graph/group.ts";
import { adopted, resourceGroup } from "../../graph/group.ts";
import type { PartHandle } from "../../graph/lowering.ts";
import { ref } from "../../graph/node.ts";
import { arnOf, arnParts } from "../arns.ts";
import type { AliyunScope } from "../context.ts";
import { keyService } from "../key-uses.ts";
import { aliasOfKey, roleName } from "../names.ts";
import { policyDocument } from "../policies.ts";
import { adopt, keyArn, keyId } from "../references.ts";
import type { AliyunTypes } from "../resource-types.ts";
import { addServiceRole, type ServiceRole } from "../role.ts";
import { nameOf } from "./shared.ts";

const aliasOf = lift("aliasOfKey", aliasOfKey);
const policyOfService = lift("keyPolicy", (arn: string) => policyDocument([keyService(arn)]));

const SECONDS_PER_DAY = 86_400;

/**
 * A symmetric key of KMS and its alias, in the deployment's KMS instance if it has one. A key can't be deleted at once: KMS
 * keeps it for its deletion window. https://www.alibabacloud.com/help/en/kms/developer-reference/api-createkey
 */
export function key(scope: AliyunScope, resource: ResolvedResource<"key">): PartHandle {
  const { spec } = resource;
  const { component, group } = resourceGroup<AliyunTypes>(scope, resource, "polyfn:aliyun:Key");
  if (spec.existing !== undefined) return adopted(adopt(scope, resource.kind, spec.existing), component);
  const { kmsInstance } = scope.context;
  const node = group.add("alicloud:kms/key:Key", "key", {
    pendingWindowInDays: spec.deletionWindow / SECONDS_PER_DAY,
    // Also given without rotation: the provider does not change inputs that are left out. KMS reports seconds.
    ...(spec.rotation === undefined
      ? { automaticRotation: "Disabled" }
      : { automaticRotation: "Enabled", rotationInterval: `${spec.rotation}s` }),
    ...(kmsInstance !== undefined && { dkmsInstanceId: kmsInstance }),
    tags: resource.tags,
  });
  const alias = group.add("alicloud:kms/alias:Alias", "alias", {
    aliasName: aliasOf(nameOf(scope, resource)),
    keyId: ref(node, "id"),
  });
  return {
    name: ref(alias, "aliasName"),
    id: arnOf.key(scope.context.place, ref(node, "id")),
    component,
    nodes: group.nodes,
  };
}

/** The key and the role with which a service that stores encrypted data uses it. */
export interface KeyAccess {
  readonly keyId: Symbolic<string>;
  /** Region of the key. */
  readonly region: Symbolic<string>;
  readonly role: ServiceRole;
}

/** Children `key-role`, `key-policy` and `key-attachment` of the resource. No name of a spec has two hyphens together. */
export function keyAccess(
  scope: AliyunScope,
  resource: ResolvedResource,
  group: Group<AliyunTypes>,
  { key: name, service }: { readonly key: string; readonly service: string },
): KeyAccess {
  const arn = keyArn(scope, name);
  const role = addServiceRole(scope, group, {
    child: "key-",
    name: roleName(scope.deployment, `${resource.name}--key`),
    principal: { Service: [service] },
    policy: policyOfService(arn),
    tags: resource.tags,
  });
  return {
    keyId: keyId(scope, name),
    region: arnParts.region(arn),
    role,
  };
}
