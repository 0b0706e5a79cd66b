import type { ResolvedTrigger } from "../../../model/resolve.ts";
import type { Symbolic } from "../../graph/expression.ts";
import type { Group } from "../../graph/group.ts";
import { type NodeRef, ref } from "../../graph/node.ts";
import type { InputsOf } from "../../graph/provider-types.ts";
import type { AwsScope } from "../context.ts";
import { type AwsTypes, isType } from "../resource-types.ts";

/** The function that a trigger calls, through its alias when it has one. */
export interface Target {
  readonly name: Symbolic<string>;
  readonly qualifier: Symbolic<string> | undefined;
  /** With the alias, if any. */
  readonly arn: Symbolic<string>;
}

export function target(scope: AwsScope, trigger: ResolvedTrigger): Target {
  const { name, id, nodes } = scope.function(trigger.function);
  return {
    name,
    qualifier: isType(nodes.alias, "aws:lambda/alias:Alias") ? ref(nodes.alias, "name") : undefined,
    arn: id,
  };
}

/** Logical name of the only link between a function and something else. See `AddOptions.logicalName`. */
export const linkName = (scope: AwsScope, trigger: ResolvedTrigger, to: string): string =>
  `${scope.deployment.name}-${trigger.function}-${to}`;

/** Lets one service call the function, on behalf of one source only. Every push trigger must have one. */
export function permit(
  scope: AwsScope,
  trigger: ResolvedTrigger,
  group: Group<AwsTypes>,
  args: { principal: string; source: Symbolic<string>; sourceAccount?: Symbolic<string>; child?: string },
): NodeRef {
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
  group: Group<AwsTypes>,
  child: string,
  args: Omit<InputsOf<AwsTypes, "aws:lambda/permission:Permission">, "function" | "qualifier" | "statementId">,
): NodeRef {
  const { name, qualifier } = target(scope, trigger);
  return group.add(
    "aws:lambda/permission:Permission",
    child,
    { statementId: `${trigger.name}-${child}`, function: name, ...(qualifier && { qualifier }), ...args },
    // A statement's id may not exist twice, not even while one replaces the other.
    { deleteBeforeReplace: true },
  );
}
