import type { AuthorizationType } from "@aws-sdk/client-apigatewayv2";
import type { RouteArgs, RouteState } from "@pulumi/aws/apigatewayv2/index.js";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import type { AwsContext } from "../clients.ts";
import { routeTable } from "./route.table.ts";
import { cleared, importParts } from "./shared.ts";

type Inputs = Plain<RouteArgs>;
type State = Plain<RouteState>;

const routeType: ResourceType<AwsContext, Inputs, State> = {
  table: routeTable,

  async create(aws, inputs) {
    const route = await (await aws.client("apigatewayv2")).createRoute({ ApiId: inputs.apiId, ...settings(inputs) });
    return route.RouteId ?? "";
  },

  async read(aws, id, last) {
    const route = await (await aws.client("apigatewayv2")).getRoute({ ApiId: last.apiId, RouteId: id });
    const parameters = Object.entries(route.RequestParameters ?? {});
    return {
      apiId: last.apiId,
      apiKeyRequired: route.ApiKeyRequired,
      authorizationScopes: route.AuthorizationScopes,
      authorizationType: route.AuthorizationType,
      authorizerId: route.AuthorizerId || null,
      modelSelectionExpression: route.ModelSelectionExpression ?? null,
      operationName: route.OperationName || null,
      requestModels: route.RequestModels ?? null,
      requestParameters: parameters.map(([requestParameterKey, { Required }]) => ({
        requestParameterKey,
        required: Required ?? false,
      })),
      routeKey: route.RouteKey,
      routeResponseSelectionExpression: route.RouteResponseSelectionExpression ?? null,
      target: route.Target || null,
    };
  },

  async update(aws, id, inputs, old) {
    const gateway = await aws.client("apigatewayv2");
    const { apiId: ApiId } = inputs;
    const kept = new Set((inputs.requestParameters ?? []).map((parameter) => parameter.requestParameterKey));
    for (const { requestParameterKey: RequestParameterKey } of old.requestParameters ?? []) {
      if (kept.has(RequestParameterKey)) continue;
      await gateway.deleteRouteRequestParameter({ ApiId, RouteId: id, RequestParameterKey });
    }
    await gateway.updateRoute({
      ApiId,
      RouteId: id,
      ...settings(inputs),
      AuthorizationScopes: inputs.authorizationScopes ?? (old.authorizationScopes?.length ? [] : undefined),
      AuthorizerId: cleared(inputs.authorizerId, old.authorizerId),
      OperationName: cleared(inputs.operationName, old.operationName),
      Target: cleared(inputs.target, old.target),
    });
  },

  async delete(aws, id, last) {
    await (await aws.client("apigatewayv2")).deleteRoute({ ApiId: last.apiId, RouteId: id });
  },

  async find(aws, inputs) {
    const gateway = await aws.client("apigatewayv2");
    const { Items = [] } = await gateway.getRoutes({ ApiId: inputs.apiId, MaxResults: "500" });
    return Items.find((route) => route.RouteKey === inputs.routeKey)?.RouteId;
  },

  async import(_aws, importId) {
    const [apiId = "", id = ""] = importParts(importId, "<api id>/<route id>");
    return { id, last: { apiId } };
  },
};

function settings(inputs: Inputs) {
  const parameters = inputs.requestParameters?.map(
    ({ requestParameterKey, required }) => [requestParameterKey, { Required: required }] as const,
  );
  return {
    ApiKeyRequired: inputs.apiKeyRequired,
    AuthorizationScopes: inputs.authorizationScopes,
    AuthorizationType: inputs.authorizationType as AuthorizationType | undefined,
    AuthorizerId: inputs.authorizerId,
    ModelSelectionExpression: inputs.modelSelectionExpression,
    OperationName: inputs.operationName,
    RequestModels: inputs.requestModels,
    RequestParameters: parameters && Object.fromEntries(parameters),
    RouteKey: inputs.routeKey,
    RouteResponseSelectionExpression: inputs.routeResponseSelectionExpression,
    Target: inputs.target,
  };
}

export const route = erase(routeType);
