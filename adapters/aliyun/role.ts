import { Policy } from "@pulumi/alicloud/ram/policy.js";
import { Role } from "@pulumi/alicloud/ram/role.js";
import { RolePolicyAttachment } from "@pulumi/alicloud/ram/rolePolicyAttachment.js";
import { all, type Input, type Output, type Resource } from "@pulumi/pulumi";
import type { ResolvedTrigger } from "../../model/resolve.ts";
import { arns } from "./arns.ts";
import type { Group } from "./component.ts";
import type { AliyunScope } from "./facts.ts";
import { functionName, roleName } from "./names.ts";
import { invoke, policyDocument, type Statement, trust } from "./policies.ts";
import { functionNamed } from "./references.ts";

/** A role that a service of the cloud takes on, ready when everything in `ready` exists. */
export interface ServiceRole {
  /** RAM writes the name in an ARN in lower case, so it is asked for instead of made from the name. */
  readonly arn: Output<string>;
  /** For `dependsOn`: RAM forgets to wait, and who uses a role without its policy is refused. */
  readonly ready: readonly Resource[];
}

interface RoleArgs {
  /** RAM's name of the role and of its policy. */
  readonly name: string;
  /** Who takes it on, for example "oss.aliyuncs.com". */
  readonly service: string;
  readonly policy: Input<string>;
  readonly tags: Readonly<Record<string, string>>;
}

/** A role, its one policy and the link between the two: RAM has no policies inside roles. */
export function createRole(group: Group, { name, service, policy, tags }: RoleArgs): ServiceRole {
  const role = group.add(Role, "role", {
    roleName: name,
    assumeRolePolicyDocument: trust(service),
    // What someone attached by hand would otherwise keep the role from being deleted.
    force: true,
    tags,
  });
  const document = group.add(Policy, "policy", {
    policyName: name,
    policyDocument: policy,
    // RAM keeps five versions of a policy and refuses a sixth.
    rotateStrategy: "DeleteOldestNonDefaultVersionWhenLimitExceeded",
    force: true,
    tags,
  });
  const attachment = group.add(RolePolicyAttachment, "attachment", {
    roleName: role.roleName,
    policyName: document.policyName,
    policyType: "Custom",
  });
  return { arn: role.arn, ready: [attachment] };
}

/** What the service behind a trigger needs. */
export interface InvocationNeeds {
  /** Who takes on the role, for example "oss.aliyuncs.com". */
  readonly service: string;
  /** What it may do beside calling the function, such as reading its source. */
  readonly statements?: Input<readonly Statement[]>;
}

/**
 * The role with which a service calls a trigger's function: one for each trigger that needs one. Children `role`,
 * `policy` and `attachment` of the trigger's group. Give `arn` as `invocationRole` and `ready` in `dependsOn`.
 */
export function invocationRole(
  scope: AliyunScope,
  trigger: ResolvedTrigger,
  group: Group,
  { service, statements = [] }: InvocationNeeds,
): ServiceRole {
  const called = functionName(scope.deployment, trigger.function);
  return createRole(group, {
    name: roleName(scope.deployment, `${trigger.function}-${trigger.name}`),
    service,
    policy: all([scope.facts.place, statements]).apply(([place, more]) =>
      policyDocument([invoke(arns.function(place, called)), ...more]),
    ),
    tags: functionNamed(scope, trigger.function).tags,
  });
}
