import type { ResolvedTrigger } from "../../../model/resolve.ts";
import { HTTP_METHODS } from "../../../offline/aliyun/trigger-config/http.ts";

export type HttpMethod = (typeof HTTP_METHODS)[number];

type HttpTrigger = ResolvedTrigger<"http">;

/** A route as a custom domain knows it: a path, or the beginning of paths that ends in `*`. */
export interface DomainRoute {
  readonly path: string;
  /** In FC's order. */
  readonly methods: readonly HttpMethod[];
  /** Name of the function in the spec. */
  readonly function: string;
}

const EVERYTHING = "ANY /{path+}";

/** The routes of a trigger; without any it takes every request. */
export const routesOf = ({ spec }: HttpTrigger): readonly string[] => spec.routes ?? [EVERYTHING];

const split = (route: string): [string, string] => {
  const [method = "", path = ""] = route.split(" ");
  return [method, path];
};

export const methodsOf = (route: string): readonly HttpMethod[] => {
  const [method] = split(route);
  return HTTP_METHODS.filter((known) => method === "ANY" || method === known);
};

/** `/items/{id}/parts` as a custom domain can say it: `/items/*`. The shim looks at the rest. */
export function pathOf(route: string): string {
  const [, path] = split(route);
  const parameter = path.indexOf("{");
  if (parameter < 0) return path;
  return route === EVERYTHING ? "/*" : `${path.slice(0, parameter)}*`;
}

/** The routes of an api's domain: one per path and function, sorted. */
export function domainRoutes(triggers: readonly HttpTrigger[]): DomainRoute[] {
  const routes = new Map<string, DomainRoute>();
  for (const trigger of triggers) {
    for (const route of routesOf(trigger)) {
      const path = pathOf(route);
      const key = `${path} ${trigger.function}`;
      const before = routes.get(key)?.methods ?? [];
      const methods = HTTP_METHODS.filter((method) => before.includes(method) || methodsOf(route).includes(method));
      routes.set(key, { path, methods, function: trigger.function });
    }
  }
  return [...routes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, route]) => route);
}

/** Two routes of which the domain would give requests for the one to the function of the other. */
export interface RouteConflict {
  readonly route: string;
  readonly function: string;
  readonly other: { readonly route: string; readonly function: string };
}

/**
 * Routes that differ only in what a domain can't see, where they go to different functions: it knows a path up to its
 * first parameter, and takes the longest beginning that fits. A function that takes the rest gets the less for it: that
 * is no conflict.
 */
export function routeConflicts(triggers: readonly HttpTrigger[]): RouteConflict[] {
  const explicit = triggers.filter(({ spec }) => spec.routes !== undefined);
  const all = explicit.flatMap((trigger) => routesOf(trigger).map((route) => ({ route, function: trigger.function })));
  return all.flatMap((one, index) =>
    all
      .filter((other, at) => one.function !== other.function && isTaken(one.route, other.route, at < index, all, other))
      .map((other) => ({ ...one, other })),
  );
}

type Placed = { readonly route: string; readonly function: string };

/** True if a request for `route` would go to the function of `other`, none of whose routes takes it. */
function isTaken(route: string, other: string, isLater: boolean, all: readonly Placed[], owner: Placed): boolean {
  const shared = methodsOf(route).filter((method) => methodsOf(other).includes(method));
  const [mine, theirs] = [pathOf(route), pathOf(other)];
  if (shared.length === 0 || !theirs.endsWith("*")) return false;
  // The same words of the domain for two functions: it could not choose. Said once, of the later of the two.
  if (mine === theirs) return isLater;
  if (theirs.length <= mine.length) return false;
  const request = requestBelow(split(route)[1], theirs.slice(0, -1));
  if (request === undefined) return false;
  return !all.some(
    ({ route: candidate, function: fn }) =>
      fn === owner.function &&
      shared.every((method) => methodsOf(candidate).includes(method)) &&
      takes(candidate, request),
  );
}

/** A path that a template takes and that begins with `prefix`; `undefined` if there is none. */
function requestBelow(template: string, prefix: string): string | undefined {
  const wanted = prefix.split("/").slice(1, -1);
  const parts = template.split("/").slice(1);
  const request: string[] = [];
  for (let at = 0; at < Math.max(wanted.length, parts.length); at += 1) {
    const part = parts[at];
    const want = wanted[at];
    if (part === undefined) return undefined;
    if (part.endsWith("+}")) return `/${[...request, ...wanted.slice(at), "-", "-", "-", "-"].join("/")}`;
    if (want !== undefined && !part.startsWith("{") && part !== want) return undefined;
    request.push(part.startsWith("{") ? (want ?? "-") : part);
  }
  return request.length > wanted.length ? `/${request.join("/")}` : undefined;
}

/** True if a route's template takes a path. */
function takes(route: string, path: string): boolean {
  const pattern = split(route)[1]
    .split("/")
    .map((part) => (part.endsWith("+}") ? ".+" : part.startsWith("{") ? "[^/]+" : part.replace(/[.~-]/g, "\\$&")))
    .join("/");
  return new RegExp(`^${pattern}$`).test(path);
}
