import { createHash } from "node:crypto";

/** `GET /items/{id}`, or `$default` for every request that no other route takes. */
export type RouteText = string;

/** API Gateway spells routes as polyfn does. */
export const routeKey = (route: RouteText): string => route;

/** A part of a logical name and of a statement's id for a route: readable, and unique by its hash. */
export function routeChild(route: RouteText): string {
  if (route === "$default") return "default";
  const words = route
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 40)
    .replace(/-$/, "");
  return `${words}-${createHash("sha256").update(route).digest("hex").slice(0, 6)}`;
}

/**
 * The last part of the ARN that API Gateway names as the source of a call, with wildcards for what varies.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function routeSource(route: RouteText): string {
  if (route === "$default") return route;
  const [method = "", path = ""] = route.split(" ");
  return `${method === "ANY" ? "*" : method}${path.replace(/\{[^}]+\}/g, "*")}`;
}
