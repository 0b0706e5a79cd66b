import type { ResolvedResource } from "../../../model/resolve.ts";
import type { Value } from "../../../model/value.ts";
import { lift, lookup, type Symbolic } from "../../graph/expression.ts";
import { adopted, attaching, keeping, resourceGroup } from "../../graph/group.ts";
import type { AttachedNodes, PartHandle } from "../../graph/lowering.ts";
import { ref } from "../../graph/node.ts";
import { arnOf, isArn } from "../arns.ts";
import type { AwsScope } from "../context.ts";
import { aliasOfKey, isKeyId, physicalName } from "../names.ts";
import { keyPolicy } from "../resource-policies.ts";
import { type AwsTypes, isType } from "../resource-types.ts";
import { sendersTo } from "./queue.ts";

const SECONDS_PER_DAY = 86_400;

/** A symmetric key of KMS and its alias. A key can't be deleted at once: KMS keeps it for its deletion window. */
export function key(scope: AwsScope, resource: ResolvedResource<"key">): PartHandle {
  const { spec } = resource;
  const { component, group } = resourceGroup<AwsTypes>(scope, resource, "polyfn:aws:Key");
  if (spec.existing !== undefined) return adopted(adoptKey(scope, spec.existing), component);
  const node = group.add("aws:kms/key:Key", "key", {
    deletionWindowInDays: spec.deletionWindow / SECONDS_PER_DAY,
    ...(spec.rotation !== undefined && {
      enableKeyRotation: true,
      rotationPeriodInDays: spec.rotation / SECONDS_PER_DAY,
    }),
    tags: resource.tags,
  });
  const alias = group.add("aws:kms/alias:Alias", "alias", {
    name: aliasOfKey(physicalName(scope.deployment, resource, scope.context.place)),
    targetKeyId: ref(node, "keyId"),
  });
  return { name: ref(alias, "name"), id: ref(node, "arn"), component, nodes: group.nodes };
}

/** Policies name keys by their ids, so an alias, or a value that only the deployment has, is looked up. */
function adoptKey(scope: AwsScope, existing: Value): { name: Symbolic<string>; id: Symbolic<string> } {
  const name = scope.value(existing);
  if (typeof name === "string" && isArn(name) && name.includes(":key/")) return { name, id: name };
  if (typeof name === "string" && isKeyId(name)) return { name, id: arnOf.key(scope.context.place, name) };
  return { name, id: lookup("aws:kms/getKey:getKey", { keyId: identifierOf(name) }, "arn") };
}

const identifierOf = lift("keyIdentifier", (given: string) =>
  isArn(given) || isKeyId(given) ? given : aliasOfKey(given),
);

const policyOfKey = lift("keyPolicy", keyPolicy);

/** A key has one policy; it names the rules and topics that deliver to its queues, so it comes after them. */
export function attachKey(scope: AwsScope, resource: ResolvedResource<"key">): AttachedNodes {
  const { key: node } = scope.resource(resource.name).nodes;
  if (!isType(node, "aws:kms/key:Key")) return {};
  const queues = [...scope.app.resources.values()].filter(
    ({ kind, encryptionKey }) => kind === "queue" && encryptionKey === resource.name,
  );
  const { account, partition } = scope.context.place;
  const senders = queues.flatMap(({ name }) => sendersTo(scope, name));
  return attaching<AwsTypes>(
    scope,
    resource,
    (group) => {
      const policy = policyOfKey(account, partition, senders);
      group.add("aws:kms/keyPolicy:KeyPolicy", "policy", { keyId: ref(node, "keyId"), policy });
    },
    keeping(resource),
  );
}
