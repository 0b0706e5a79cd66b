import { Alias } from "@pulumi/alicloud/kms/alias.js";
import { Key } from "@pulumi/alicloud/kms/key.js";
import { all, type Output } from "@pulumi/pulumi";
import type { ResolvedResource } from "../../../model/resolve.ts";
import type { Handle } from "../../contract.ts";
import type { Group } from "../../shared/program/component.ts";
import { adopted, resourceGroup } from "../../shared/program/resource.ts";
import { arns } from "../arns.ts";
import type { AliyunScope } from "../facts.ts";
import { keyService } from "../key-uses.ts";
import { aliasOfKey, roleName } from "../names.ts";
import { policyDocument } from "../policies.ts";
import { adopt, keyArn, keyId } from "../references.ts";
import { createRole, type ServiceRole } from "../role.ts";
import { nameOf } from "./shared.ts";

const SECONDS_PER_DAY = 86_400;

/**
 * A symmetric key of KMS and its alias, in the deployment's KMS instance if it has one. A key can't be deleted at once: KMS
 * keeps it for its deletion window. https://www.alibabacloud.com/help/en/kms/developer-reference/api-createkey
 */
export function key(scope: AliyunScope, resource: ResolvedResource<"key">): Handle {
  const { spec } = resource;
  const { component, group } = resourceGroup(scope, resource, "polyfn:aliyun:Key");
  if (spec.existing !== undefined) return adopted(adopt(scope, resource.kind, spec.existing), component);
  const { kmsInstance } = scope.facts;
  const node = group.add(Key, "key", {
    pendingWindowInDays: spec.deletionWindow / SECONDS_PER_DAY,
    // That a key does not change is said too: the provider leaves alone what is not given. KMS reports seconds.
    ...(spec.rotation === undefined
      ? { automaticRotation: "Disabled" }
      : { automaticRotation: "Enabled", rotationInterval: `${spec.rotation}s` }),
    ...(kmsInstance !== undefined && { dkmsInstanceId: kmsInstance }),
    tags: resource.tags,
  });
  const alias = group.add(Alias, "alias", {
    aliasName: nameOf(scope, resource).apply(aliasOfKey),
    keyId: node.id,
  });
  return {
    name: alias.aliasName,
    id: all([scope.facts.place, node.id]).apply(([place, id]) => arns.key(place, id)),
    component,
    nodes: group.nodes,
  };
}

/** Where a service that keeps encrypted data finds the key, and the role with which it uses it. */
export interface KeyAccess {
  readonly keyId: Output<string>;
  /** Region of the key. */
  readonly region: Output<string>;
  readonly role: ServiceRole;
}

/** Children `key-role`, `key-policy` and `key-attachment` of the resource. No name of a spec has two hyphens together. */
export function keyAccess(
  scope: AliyunScope,
  resource: ResolvedResource,
  group: Group,
  { key: name, service }: { readonly key: string; readonly service: string },
): KeyAccess {
  const arn = keyArn(scope, name);
  const role = createRole(scope, group, {
    child: "key-",
    name: roleName(scope.deployment, `${resource.name}--key`),
    principal: { Service: [service] },
    policy: arn.apply((text) => policyDocument([keyService(text)])),
    tags: resource.tags,
  });
  return {
    keyId: keyId(scope, name),
    region: arn.apply((text) => text.split(":")[2] ?? ""),
    role,
  };
}
