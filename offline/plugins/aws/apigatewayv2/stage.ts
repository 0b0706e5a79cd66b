import type { LoggingLevel, RouteSettings } from "@aws-sdk/client-apigatewayv2";
import type { StageArgs, StageState } from "@pulumi/aws/apigatewayv2/index.js";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import type { AwsContext } from "../clients.ts";
import { awsErrors } from "../errors.ts";
import { clearedMap, importParts, invokeArn, manageArn, tag, tagsOf, withoutEmpty } from "./shared.ts";
import { stageTable } from "./stage.table.ts";

type Inputs = Plain<StageArgs>;
type State = Plain<StageState>;

const stageType: ResourceType<AwsContext, Inputs, State> = {
  table: stageTable,
  autoName: { property: "name", maxLength: 128 },

  async create(aws, inputs) {
    const StageName = inputs.name ?? "";
    await (await aws.client("apigatewayv2")).createStage({
      ...settings(inputs),
      ApiId: inputs.apiId,
      StageName,
      StageVariables: inputs.stageVariables,
      Tags: aws.tags(inputs),
    });
    return StageName;
  },

  async read(aws, id, last) {
    const gateway = await aws.client("apigatewayv2");
    const ApiId = last.apiId ?? "";
    const stage = await gateway.getStage({ ApiId, StageName: id });
    const { ApiEndpoint = "" } = await gateway.getApi({ ApiId });
    const { AccessLogSettings: log } = stage;
    const arn = manageArn(aws, `/apis/${ApiId}/stages/${id}`);
    return {
      accessLogSettings: log?.DestinationArn ? { destinationArn: log.DestinationArn, format: log.Format ?? "" } : null,
      apiId: ApiId,
      arn,
      autoDeploy: stage.AutoDeploy,
      clientCertificateId: stage.ClientCertificateId ?? null,
      defaultRouteSettings: stage.DefaultRouteSettings && fromRoute(stage.DefaultRouteSettings),
      deploymentId: stage.DeploymentId,
      description: stage.Description || null,
      executionArn: await invokeArn(aws, `${ApiId}/${id}`),
      invokeUrl: `${ApiEndpoint}/${id === "$default" ? "" : id}`,
      name: stage.StageName,
      routeSettings: Object.entries(stage.RouteSettings ?? {}).map(([routeKey, settings]) => ({
        routeKey,
        ...fromRoute(settings),
      })),
      stageVariables: withoutEmpty(stage.StageVariables),
      ...aws.tagState(await tagsOf(aws, arn, stage.Tags)),
    };
  },

  async update(aws, id, inputs, old) {
    const gateway = await aws.client("apigatewayv2");
    const { apiId: ApiId } = inputs;
    const kept = new Set((inputs.routeSettings ?? []).map((route) => route.routeKey));
    for (const { routeKey } of old.routeSettings ?? []) {
      if (!kept.has(routeKey)) await gateway.deleteRouteSettings({ ApiId, StageName: id, RouteKey: routeKey });
    }
    if (!inputs.accessLogSettings && old.accessLogSettings) {
      await gateway.deleteAccessLogSettings({ ApiId, StageName: id });
    }
    await gateway.updateStage({
      ...settings(inputs),
      ApiId,
      StageName: id,
      Description: inputs.description ?? "",
      StageVariables: clearedMap(inputs.stageVariables, old.stageVariables),
    });
    await tag(aws, manageArn(aws, `/apis/${ApiId}/stages/${id}`), old.tagsAll, aws.tags(inputs));
  },

  async delete(aws, id, last) {
    await (await aws.client("apigatewayv2")).deleteStage({ ApiId: last.apiId, StageName: id });
  },

  /** Finds the stage of an interrupted run, or the one that an API with a target has from the start. */
  async find(aws, inputs) {
    const request = { ApiId: inputs.apiId, StageName: inputs.name };
    try {
      return (await (await aws.client("apigatewayv2")).getStage(request)).StageName;
    } catch (error) {
      if (awsErrors.isGone(error)) return undefined;
      throw error;
    }
  },

  async import(_aws, importId) {
    const [apiId = "", id = ""] = importParts(importId, "<api id>/<stage name>");
    return { id, last: { apiId } };
  },
};

function settings(inputs: Inputs) {
  const { accessLogSettings: log, defaultRouteSettings: defaults, routeSettings } = inputs;
  return {
    AccessLogSettings: log && { DestinationArn: log.destinationArn, Format: log.format },
    AutoDeploy: inputs.autoDeploy,
    ClientCertificateId: inputs.clientCertificateId,
    DefaultRouteSettings: defaults && toRoute(defaults),
    // With automatic deployment the stage selects the deployment itself and refuses a given one.
    DeploymentId: inputs.autoDeploy ? undefined : inputs.deploymentId,
    Description: inputs.description,
    RouteSettings: routeSettings && Object.fromEntries(routeSettings.map((route) => [route.routeKey, toRoute(route)])),
  };
}

type RouteInputs = NonNullable<Inputs["defaultRouteSettings"]>;

function toRoute(route: RouteInputs): RouteSettings {
  return {
    // HTTP APIs refuse these two; only WebSocket APIs have them.
    DataTraceEnabled: route.dataTraceEnabled || undefined,
    LoggingLevel: route.loggingLevel as LoggingLevel | undefined,
    DetailedMetricsEnabled: route.detailedMetricsEnabled,
    ThrottlingBurstLimit: route.throttlingBurstLimit,
    ThrottlingRateLimit: route.throttlingRateLimit,
  };
}

function fromRoute(route: RouteSettings): RouteInputs {
  return {
    dataTraceEnabled: route.DataTraceEnabled ?? false,
    detailedMetricsEnabled: route.DetailedMetricsEnabled ?? false,
    loggingLevel: route.LoggingLevel,
    throttlingBurstLimit: route.ThrottlingBurstLimit,
    throttlingRateLimit: route.ThrottlingRateLimit,
  };
}

export const stage = erase(stageType);
