import type { ResolvedTrigger } from "../../../model/resolve.ts";
import type { Scope } from "../../contract.ts";
import { Group } from "./component.ts";
import { functionNamed } from "./references.ts";

/**
 * Where a trigger's native resources go: children of the function's component, named `<app>-<function>-<trigger>`, or
 * after the trigger's link if it has one; overridden in the function's `override` as `<trigger>.<child>`.
 */
export const triggerGroup = (
  scope: Scope,
  trigger: Pick<ResolvedTrigger, "function" | "name">,
  primary: string,
  link?: string,
): Group =>
  new Group(scope, {
    parent: scope.function(trigger.function).component,
    of: functionNamed(scope, trigger.function),
    name: `${scope.deployment.name}-${trigger.function}-${link ?? trigger.name}`,
    primary,
    prefix: `${trigger.name}.`,
  });
