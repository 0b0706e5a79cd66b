import { InternalError } from "../../model/errors.ts";
import type { ResolvedApp, ResolvedFunction, ResolvedResource } from "../../model/resolve.ts";
import type { ResourceKind } from "../../model/resources/index.ts";

interface HasApp {
  readonly app: ResolvedApp;
}

/** A resource of the app. Throws InternalError where there is none: the model has checked every name. */
export function resourceNamed({ app }: HasApp, name: string): ResolvedResource {
  const resource = app.resources.get(name);
  if (!resource) throw new InternalError(`no resource or function "${name}" in the resolved app`);
  return resource;
}

/** A function of the app. Throws InternalError where there is none. */
export function functionNamed({ app }: HasApp, name: string): ResolvedFunction {
  const fn = app.functions.get(name);
  if (!fn) throw new InternalError(`no function "${name}" in the resolved app`);
  return fn;
}

/** The kind of the resource that a permission or destination names; "function" for a function. */
export const kindOf = (scope: HasApp, name: string): ResourceKind | "function" =>
  scope.app.functions.has(name) ? "function" : resourceNamed(scope, name).kind;

/** True if something inside must outlive the stack: what holds it must then be left in the cloud too. */
export const keepsAny = ({ app }: HasApp, kind: ResourceKind): boolean =>
  [...app.resources.values()].some((resource) => resource.kind === kind && resource.spec.keep);
