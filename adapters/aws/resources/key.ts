import { Alias } from "@pulumi/aws/kms/alias.js";
import { getKeyOutput } from "@pulumi/aws/kms/getKey.js";
import { Key } from "@pulumi/aws/kms/key.js";
import { KeyPolicy } from "@pulumi/aws/kms/keyPolicy.js";
import { all, type Output, output } from "@pulumi/pulumi";
import type { ResolvedResource } from "../../../model/resolve.ts";
import type { Value } from "../../../model/value.ts";
import type { Handle } from "../../contract.ts";
import { adopted, attaching, keeping, resourceGroup } from "../../shared/program/resource.ts";
import { arns, isArn } from "../arns.ts";
import type { AwsScope } from "../facts.ts";
import { aliasOfKey, isKeyId, physicalName } from "../names.ts";
import { keyPolicy } from "../resource-policies.ts";
import { sendersTo } from "./queue.ts";

const SECONDS_PER_DAY = 86_400;

/** A symmetric key of KMS and its alias. A key can't be deleted at once: KMS keeps it for its deletion window. */
export function key(scope: AwsScope, resource: ResolvedResource<"key">): Handle {
  const { spec } = resource;
  const { component, group } = resourceGroup(scope, resource, "polyfn:aws:Key");
  if (spec.existing !== undefined) return adopted(adoptKey(scope, spec.existing), component);
  const node = group.add(Key, "key", {
    deletionWindowInDays: spec.deletionWindow / SECONDS_PER_DAY,
    ...(spec.rotation !== undefined && {
      enableKeyRotation: true,
      rotationPeriodInDays: spec.rotation / SECONDS_PER_DAY,
    }),
    tags: resource.tags,
  });
  const alias = group.add(Alias, "alias", {
    name: scope.facts.place.apply((place) => aliasOfKey(physicalName(scope.deployment, resource, place))),
    targetKeyId: node.keyId,
  });
  return { name: alias.name, id: node.arn, component, nodes: group.nodes };
}

/** Policies name keys by their ids alone, so an alias is looked up. */
function adoptKey(scope: AwsScope, existing: Value): { name: Output<string>; id: Output<string> } {
  const given = scope.value(existing);
  const id = all([given, scope.facts.place]).apply(([text, place]) => {
    if (isArn(text) && text.includes(":key/")) return output(text);
    if (isKeyId(text)) return output(arns.key(place, text));
    const keyId = isArn(text) ? text : aliasOfKey(text);
    return getKeyOutput({ keyId }, { provider: scope.facts.provider }).arn;
  });
  return { name: given, id };
}

/** A key has one policy; it names the rules and topics that deliver to its queues, so it comes after them. */
export function attachKey(scope: AwsScope, resource: ResolvedResource<"key">): void {
  if (resource.spec.existing !== undefined) return;
  const { nodes } = scope.resource(resource.name);
  const queues = [...scope.app.resources.values()].filter(
    ({ kind, encryptionKey }) => kind === "queue" && encryptionKey === resource.name,
  );
  const senders = all(queues.flatMap(({ name }) => sendersTo(scope, name)));
  const policy = all([scope.facts.place, senders]).apply(([{ account, partition }, list]) =>
    keyPolicy(account, partition, list),
  );
  attaching(
    scope,
    resource,
    (group) => {
      if (nodes.key instanceof Key) group.add(KeyPolicy, "policy", { keyId: nodes.key.keyId, policy });
    },
    keeping(resource),
  );
}
