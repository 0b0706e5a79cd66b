import type { Resource } from "@pulumi/pulumi";
import type { ResourceKind } from "../../../model/resources/index.ts";
import type { Scope } from "../../contract.ts";

/** What one deployment has once, by its logical name: made when something first needs it. */
const made = new WeakMap<Scope, Map<string, Resource>>();

/**
 * What all functions or resources of a deployment share, such as a log project: made when it is first asked for, the same
 * each time after. `create` is given its Pulumi logical name, which begins with the deployment's.
 */
export function once<R extends Resource>(scope: Scope, name: string, create: (logicalName: string) => R): R {
  const known = made.get(scope) ?? new Map<string, Resource>();
  made.set(scope, known);
  const found = known.get(name) ?? create(`${scope.deployment.name}-${name}`);
  known.set(name, found);
  return found as R;
}

/** Whether something inside must outlive the stack: what holds it must then be left in the cloud too. */
export const keepsAny = (scope: Scope, kind: ResourceKind): boolean =>
  [...scope.app.resources.values()].some((resource) => resource.kind === kind && resource.spec.keep);
