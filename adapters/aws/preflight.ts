import type { ResolvedApp, ResolvedResource, ResolvedTrigger } from "../../model/resolve.ts";
import type { Cors } from "../../model/shared-fields.ts";

type Http = ResolvedTrigger<"http">;
type Api = ResolvedResource<"api">;

/** The routes that together equal `$default`: `{proxy+}` does not match the root. */
const EVERYTHING = ["/", "/{proxy+}"];

const httpTriggers = (api: Api): Http[] => api.triggers.filter((trigger): trigger is Http => trigger.kind === "http");

/** A route with the names of its parameters removed. */
const shapeOf = (route: string): string => route.replace(/\{[^}+]+(\+?)\}/g, "{$1}");

const pathOf = (route: string): string => route.slice(route.indexOf(" ") + 1);

/** Paths of which the trigger takes every method. */
const pathsOfAnyMethod = ({ spec }: Http): readonly string[] =>
  spec.routes?.filter((route) => route.startsWith("ANY ")).map(pathOf) ?? EVERYTHING;

/**
 * Open OPTIONS routes for an http trigger whose routes ask for a token or a signature. An HTTP API with cross-origin
 * rules answers a browser's preflight request itself only where no route takes OPTIONS: an ANY or `$default` route does,
 * and would refuse it, since browsers send no credentials with it. A path that another trigger takes OPTIONS of is left
 * to that trigger.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
export function preflightRoutes(api: Api, trigger: Http): string[] {
  if (api.spec.cors === undefined || trigger.spec.auth === "none") return [];
  // The model lets no two triggers of an api take the same method of the same path.
  const given = httpTriggers(api)
    .flatMap(({ spec }) => spec.routes ?? [])
    .map(shapeOf);
  const isTaken = (path: string): boolean =>
    given.includes(shapeOf(`OPTIONS ${path}`)) ||
    (trigger.spec.routes === undefined && given.includes(shapeOf(`ANY ${path}`)));
  return pathsOfAnyMethod(trigger)
    .filter((path) => !isTaken(path))
    .map((path) => `OPTIONS ${path}`);
}

/** Cross-origin rules by key of the routes at which the function's shim answers preflight requests. */
export type PreflightRules = Readonly<Record<string, Cors>>;

/**
 * The routes at which the function's shim answers a trigger's preflight requests, so that they never reach the handler:
 * the open OPTIONS routes, and the open ANY and `$default` routes.
 */
export function preflightRules(trigger: Http, app: ResolvedApp): PreflightRules {
  const api = app.resources.get(trigger.spec.api ?? "");
  if (api?.kind !== "api" || api.spec.cors === undefined) return {};
  const { cors } = api.spec;
  return Object.fromEntries(routesWithPreflight(api, trigger).map((route) => [route, cors]));
}

function routesWithPreflight(api: Api, trigger: Http): readonly string[] {
  if (trigger.spec.auth !== "none") return preflightRoutes(api, trigger);
  return trigger.spec.routes?.filter((route) => route.startsWith("ANY ")) ?? ["$default"];
}
