import { Alias } from "@pulumi/aws/lambda/alias.js";
import { Permission, type PermissionArgs } from "@pulumi/aws/lambda/permission.js";
import type { Input, Output } from "@pulumi/pulumi";
import type { ResolvedTrigger } from "../../../model/resolve.ts";
import type { Group } from "../../shared/program/component.ts";
import type { AwsScope } from "../facts.ts";

/** The function that a trigger calls, through its alias when it has one. */
export interface Target {
  readonly name: Output<string>;
  readonly qualifier: Output<string> | undefined;
  /** With the alias, if any. */
  readonly arn: Output<string>;
}

export function target(scope: AwsScope, trigger: ResolvedTrigger): Target {
  const { name, id, nodes } = scope.function(trigger.function);
  return { name, qualifier: nodes.alias instanceof Alias ? nodes.alias.name : undefined, arn: id };
}

/** Logical name of the only link between a function and something else. See `AddOptions.logicalName`. */
export const linkName = (scope: AwsScope, trigger: ResolvedTrigger, to: string): string =>
  `${scope.deployment.name}-${trigger.function}-${to}`;

/** Lets one service call the function, on behalf of one source only. Every push trigger must have one. */
export function permit(
  scope: AwsScope,
  trigger: ResolvedTrigger,
  group: Group,
  args: { principal: string; source: Input<string>; sourceAccount?: Input<string>; child?: string },
): Permission {
  const child = args.child ?? "permission";
  return addPermission(scope, trigger, group, child, {
    action: "lambda:InvokeFunction",
    principal: args.principal,
    sourceArn: args.source,
    ...(args.sourceAccount !== undefined && { sourceAccount: args.sourceAccount }),
  });
}

/** Any statement of the function's policy that a trigger needs. */
export function addPermission(
  scope: AwsScope,
  trigger: ResolvedTrigger,
  group: Group,
  child: string,
  args: Omit<PermissionArgs, "function" | "qualifier" | "statementId">,
): Permission {
  const { name, qualifier } = target(scope, trigger);
  return group.add(
    Permission,
    child,
    { statementId: `${trigger.name}-${child}`, function: name, ...(qualifier && { qualifier }), ...args },
    // A statement's id may not exist twice, not even while one replaces the other.
    { deleteBeforeReplace: true },
  );
}
