import { InternalError } from "../../../model/errors.ts";
import { compareText } from "../../../model/references.ts";
import type { ResolvedResource, ResolvedTrigger } from "../../../model/resolve.ts";
import { text } from "../../graph/expression.ts";
import { triggerGroup } from "../../graph/group.ts";
import type { TriggerHandle } from "../../graph/lowering.ts";
import { ref } from "../../graph/node.ts";
import type { AwsScope } from "../context.ts";
import { preflightRoutes } from "../preflight.ts";
import { type AwsTypes, isType } from "../resource-types.ts";
import { routeChild, routeKey, routeSource } from "../routes.ts";
import { permit, target } from "./target.ts";

const AUTH = { none: "NONE", iam: "AWS_IAM", jwt: "JWT" } as const;

const byRoute = (a: { readonly route: string }, b: { readonly route: string }): number => compareText(a.route, b.route);

function apiNamed(scope: AwsScope, name: string): ResolvedResource<"api"> {
  const resource = scope.app.resources.get(name);
  if (resource?.kind === "api") return resource;
  throw new InternalError(`the api "${name}" is not in the spec`);
}

/** A trigger's routes and those for browsers' preflight requests, each with who may call it. */
function routesOf(scope: AwsScope, trigger: ResolvedTrigger<"http">) {
  const { api: name = "", auth, routes = ["$default"], scopes } = trigger.spec;
  const { authorizer } = scope.resource(name).nodes;
  const guard = {
    authorizationType: AUTH[auth],
    ...(auth === "jwt" &&
      isType(authorizer, "aws:apigatewayv2/authorizer:Authorizer") && { authorizerId: ref(authorizer, "id") }),
    ...(scopes && { authorizationScopes: scopes }),
  };
  const open = preflightRoutes(apiNamed(scope, name), trigger).map((route) => ({
    route,
    authorizationType: AUTH.none,
  }));
  return [...[...routes].map((route) => ({ route, ...guard })), ...open].sort(byRoute);
}

/** Routes of an HTTP API that one function answers, and the open ones for browsers' preflight requests. */
export function httpRoute(scope: AwsScope, trigger: ResolvedTrigger<"http">): TriggerHandle {
  const { api: name = "" } = trigger.spec;
  const { nodes, url } = scope.resource(name);
  const { api } = nodes;
  if (!isType(api, "aws:apigatewayv2/api:Api"))
    throw new InternalError(`the api "${name}" is not an API Gateway HTTP API`);
  const group = triggerGroup<AwsTypes>(scope, trigger, "integration");
  const integration = group.add("aws:apigatewayv2/integration:Integration", "integration", {
    apiId: ref(api, "id"),
    integrationType: "AWS_PROXY",
    integrationUri: target(scope, trigger).arn,
    payloadFormatVersion: "2.0",
  });
  for (const { route, ...authorization } of routesOf(scope, trigger)) {
    const inputs = {
      apiId: ref(api, "id"),
      routeKey: routeKey(route),
      target: text`integrations/${ref(integration, "id")}`,
      ...authorization,
    };
    // An api has a route once: it goes from one function to another as the same resource.
    const child = `route-${routeChild(route)}`;
    group.add("aws:apigatewayv2/route:Route", child, inputs, {
      logicalName: `${scope.deployment.name}-${name}-${child}`,
    });
    permit(scope, trigger, group, {
      principal: "apigateway.amazonaws.com",
      source: text`${ref(api, "executionArn")}/*/${routeSource(route)}`,
      child: `permission-${routeChild(route)}`,
    });
  }
  return { ...(url && { url }), nodes: group.nodes };
}
