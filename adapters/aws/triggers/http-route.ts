import { Api } from "@pulumi/aws/apigatewayv2/api.js";
import { Authorizer } from "@pulumi/aws/apigatewayv2/authorizer.js";
import { Integration } from "@pulumi/aws/apigatewayv2/integration.js";
import { Route } from "@pulumi/aws/apigatewayv2/route.js";
import { interpolate } from "@pulumi/pulumi";
import { InternalError } from "../../../model/errors.ts";
import type { ResolvedTrigger } from "../../../model/resolve.ts";
import type { TriggerHandle } from "../../contract.ts";
import { triggerGroup } from "../../shared/program/trigger.ts";
import type { AwsScope } from "../facts.ts";
import { routeChild, routeKey, routeSource } from "../routes.ts";
import { permit, target } from "./target.ts";

const AUTH = { none: "NONE", iam: "AWS_IAM", jwt: "JWT" } as const;

/** Routes of an HTTP API that one function answers. */
export function httpRoute(scope: AwsScope, trigger: ResolvedTrigger<"http">): TriggerHandle {
  const { api: name = "", auth, routes = ["$default"] } = trigger.spec;
  const { nodes, url } = scope.resource(name);
  const { api, authorizer } = nodes;
  if (!(api instanceof Api)) throw new InternalError(`the api "${name}" is not an API Gateway HTTP API`);
  const group = triggerGroup(scope, trigger, "integration");
  const integration = group.add(Integration, "integration", {
    apiId: api.id,
    integrationType: "AWS_PROXY",
    integrationUri: target(scope, trigger).arn,
    payloadFormatVersion: "2.0",
  });
  for (const route of [...routes].sort()) {
    const inputs = {
      apiId: api.id,
      routeKey: routeKey(route),
      target: interpolate`integrations/${integration.id}`,
      authorizationType: AUTH[auth],
      ...(auth === "jwt" && authorizer instanceof Authorizer && { authorizerId: authorizer.id }),
    };
    // An api has a route once: it goes from one function to another as the same resource.
    const child = `route-${routeChild(route)}`;
    group.add(Route, child, inputs, { logicalName: `${scope.deployment.name}-${name}-${child}` });
    permit(scope, trigger, group, {
      principal: "apigateway.amazonaws.com",
      source: interpolate`${api.executionArn}/*/${routeSource(route)}`,
      child: `permission-${routeChild(route)}`,
    });
  }
  return { ...(url && { url }), nodes: group.nodes };
}
