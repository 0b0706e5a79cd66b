import { InternalError } from "../../../model/errors.ts";
import type { ResolvedFunction, ResolvedResource } from "../../../model/resolve.ts";
import type { ResourceKind } from "../../../model/resources/index.ts";
import type { Scope } from "../../contract.ts";

/** A resource of the app. Throws InternalError where there is none: the model has checked every name. */
export function resourceNamed(scope: Scope, name: string): ResolvedResource {
  const resource = scope.app.resources.get(name);
  if (!resource) throw new InternalError(`no resource or function "${name}" in the resolved app`);
  return resource;
}

/** A function of the app. Throws InternalError where there is none. */
export function functionNamed(scope: Scope, name: string): ResolvedFunction {
  const fn = scope.app.functions.get(name);
  if (!fn) throw new InternalError(`no function "${name}" in the resolved app`);
  return fn;
}

/** What a name in a permission or destination stands for. */
export const kindOf = (scope: Scope, name: string): ResourceKind | "function" =>
  scope.app.functions.has(name) ? "function" : resourceNamed(scope, name).kind;
