import type { ResolvedFunction } from "../../model/resolve.ts";
import type { Group } from "../graph/group.ts";
import { arnOf } from "./arns.ts";
import type { AliyunScope } from "./context.ts";
import { functionName, roleName } from "./names.ts";
import type { Principal } from "./policies.ts";
import type { AliyunTypes } from "./resource-types.ts";
import { addRole, invocationPolicy } from "./role.ts";

type Invoker = ResolvedFunction["invokers"][string];

/**
 * Functions have no policies of their own in FC: who is to call one is given a role that may, and takes it on. Its ARN is
 * `nodes["invoker-<name>-role"].arn`.
 */
export function addInvokers(scope: AliyunScope, fn: ResolvedFunction, group: Group<AliyunTypes>): void {
  const called = functionName(scope.deployment, fn.name);
  for (const [name, invoker] of Object.entries(fn.invokers).sort(([a], [b]) => (a < b ? -1 : 1))) {
    addRole(group, {
      child: `invoker-${name}-`,
      name: roleName(scope.deployment, `${fn.name}-invoker-${name}`),
      principal: principalOf(invoker),
      policy: invocationPolicy(arnOf.function(scope.context.place, called), []),
      tags: fn.tags,
    });
  }
}

const principalOf = ({ account, service }: Invoker): Principal =>
  account === undefined
    ? { Service: [service ?? ""] }
    : { RAM: [/^\d+$/.test(account) ? `acs:ram::${account}:root` : account] };
