import { InternalError } from "../../../model/errors.ts";
import type { ResolvedTrigger } from "../../../model/resolve.ts";
import { text } from "../../graph/expression.ts";
import { triggerGroup } from "../../graph/group.ts";
import type { TriggerHandle } from "../../graph/lowering.ts";
import { ref } from "../../graph/node.ts";
import type { AwsScope } from "../context.ts";
import { type AwsTypes, isType } from "../resource-types.ts";
import { pathId } from "../resources/api-rest.ts";
import { restRoutes } from "../rest-paths.ts";
import { routeChild, routeSource } from "../routes.ts";
import { permit, target } from "./target.ts";

const AUTH = { none: "NONE", iam: "AWS_IAM", jwt: "NONE" } as const;

/** Methods of a REST API that one function answers. JWT is refused for REST APIs before any resource exists. */
export function httpRouteRest(scope: AwsScope, trigger: ResolvedTrigger<"http">): TriggerHandle {
  const handle = scope.resource(trigger.spec.api ?? "");
  const { api } = handle.nodes;
  if (!isType(api, "aws:apigateway/restApi:RestApi"))
    throw new InternalError(`the api "${trigger.spec.api}" is not a REST API`);
  const group = triggerGroup<AwsTypes>(scope, trigger, "trigger");
  const { partition, region } = scope.context.place;
  const { arn } = target(scope, trigger);
  const uri = text`arn:${partition}:apigateway:${region}:lambda:path/2015-03-31/functions/${arn}/invocations`;
  for (const { method, path } of restRoutes(trigger)) {
    const child = routeChild(`${method} ${path}`);
    const place = { restApi: ref(api, "id"), resourceId: pathId(handle, path) };
    // An api has a method once: it goes from one function to another as the same resource.
    const logicalName = (part: string): string => `${scope.deployment.name}-${trigger.spec.api}-${part}-${child}`;
    const node = group.add(
      "aws:apigateway/method:Method",
      `route-${child}`,
      { ...place, httpMethod: method, authorization: AUTH[trigger.spec.auth] },
      { logicalName: logicalName("route") },
    );
    group.add(
      "aws:apigateway/integration:Integration",
      `integration-${child}`,
      { ...place, httpMethod: ref(node, "httpMethod"), type: "AWS_PROXY", integrationHttpMethod: "POST", uri },
      { logicalName: logicalName("integration") },
    );
    permit(scope, trigger, group, {
      principal: "apigateway.amazonaws.com",
      source: text`${ref(api, "executionArn")}/*/${routeSource(`${method} ${path}`)}`,
      child: `permission-${child}`,
    });
  }
  return { ...(handle.url && { url: handle.url }), nodes: group.nodes };
}
