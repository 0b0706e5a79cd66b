import { UserError } from "../../model/errors.ts";
import type { ResolvedFunction, ResolvedTrigger } from "../../model/resolve.ts";
import { findRoute } from "../../runtime/shim/routes.ts";
import type { HttpCall } from "./delivered.ts";
import type { HttpOptions } from "./inputs.ts";
import { NotDeliveredError, triggersOf } from "./selection.ts";

/** Host of requests that are given as a path. The name never resolves (RFC 2606). */
const HOST = "https://app.invalid";

/** A request, and the trigger that it is for. */
export interface Routed {
  readonly trigger: string;
  readonly call: HttpCall;
}

/**
 * Finds the route of a request, as the front door of a function does.
 * @throws NotDeliveredError for a request that no route takes, or that lacks what `auth` of the trigger demands.
 */
export function routed(fn: ResolvedFunction, given: Request | string, options: HttpOptions = {}): Routed {
  const { trigger: named, auth, sourceIp = "203.0.113.1", ...init } = options;
  const request = given instanceof Request ? new Request(given, init) : new Request(new URL(given, HOST), init);
  const { pathname } = new URL(request.url);
  const triggers = triggersOf(fn, "http", named);
  for (const trigger of triggers) {
    const params = paramsOf(trigger, request.method, pathname);
    if (params === undefined) continue;
    checkAuth(trigger, auth);
    return { trigger: trigger.name, call: { request, params, http: { sourceIp, ...(auth && { auth }) } } };
  }
  const routes = triggers.flatMap(({ spec }) => spec.routes ?? []).join(", ");
  throw new NotDeliveredError(
    `No route of "${fn.name}" takes ${request.method} ${pathname}. Its routes are ${routes}.`,
  );
}

/** Values of the route's parameters; undefined where no route takes the request. */
function paramsOf({ spec: { routes } }: ResolvedTrigger<"http">, method: string, path: string) {
  return routes === undefined ? {} : findRoute(routes, method, path)?.params;
}

function checkAuth({ name, spec: { auth, scopes } }: ResolvedTrigger<"http">, given: HttpOptions["auth"]): void {
  if (auth !== (given?.kind ?? "none")) {
    const wanted = auth === "none" ? "has no auth: leave auth out" : `demands { auth: { kind: "${auth}", ... } }`;
    throw new UserError(
      `The trigger "${name}" ${wanted}.`,
      "Give what its callers prove, as the front door would pass it on.",
    );
  }
  if (given?.kind !== "jwt" || scopes === undefined || scopes.some((scope) => given.scopes.includes(scope))) return;
  throw new NotDeliveredError(
    `The trigger "${name}" takes tokens with one of the scopes ${scopes.join(", ")}, and the test's has none of them.`,
  );
}
