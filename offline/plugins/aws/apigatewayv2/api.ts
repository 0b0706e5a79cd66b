import type { Cors, IpAddressType, ProtocolType } from "@aws-sdk/client-apigatewayv2";
import type { ApiArgs, ApiState } from "@pulumi/aws/apigatewayv2/index.js";
import { finish } from "../../server/finish.ts";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import type { AwsContext } from "../clients.ts";
import { apiTable } from "./api.table.ts";
import { cleared, invokeArn, manageArn, tag, tagsOf } from "./shared.ts";

type Inputs = Plain<ApiArgs>;
type State = Plain<ApiState>;

const apiType: ResourceType<AwsContext, Inputs, State> = {
  table: apiTable,
  autoName: { property: "name", maxLength: 128 },

  async create(aws, inputs) {
    const { ApiId = "" } = await (await aws.client("apigatewayv2")).createApi({
      ...settings(inputs),
      Name: inputs.name ?? "",
      ProtocolType: inputs.protocolType as ProtocolType,
      CorsConfiguration: inputs.corsConfiguration && toCors(inputs.corsConfiguration),
      CredentialsArn: inputs.credentialsArn,
      RouteKey: inputs.routeKey,
      Target: inputs.target,
      Tags: aws.tags(inputs),
    });
    return finish(ApiId, () => importBody(aws, ApiId, inputs));
  },

  async read(aws, id) {
    const api = await (await aws.client("apigatewayv2")).getApi({ ApiId: id });
    return {
      apiEndpoint: api.ApiEndpoint,
      apiKeySelectionExpression: api.ApiKeySelectionExpression,
      arn: manageArn(aws, `/apis/${id}`),
      corsConfiguration: isCors(api.CorsConfiguration) ? fromCors(api.CorsConfiguration) : null,
      description: api.Description || null,
      disableExecuteApiEndpoint: api.DisableExecuteApiEndpoint,
      executionArn: await invokeArn(aws, id),
      ipAddressType: api.IpAddressType,
      name: api.Name,
      protocolType: api.ProtocolType,
      routeSelectionExpression: api.RouteSelectionExpression,
      version: api.Version || null,
      ...aws.tagState(await tagsOf(aws, manageArn(aws, `/apis/${id}`), api.Tags)),
    };
  },

  async update(aws, id, inputs, old) {
    const gateway = await aws.client("apigatewayv2");
    const cors = inputs.corsConfiguration;
    if (!cors && old.corsConfiguration) await gateway.deleteCorsConfiguration({ ApiId: id });
    await gateway.updateApi({
      ApiId: id,
      Name: inputs.name,
      ...settings(inputs),
      CorsConfiguration: cors && toCors(cors),
      Description: cleared(inputs.description, old.description),
      Version: cleared(inputs.version, old.version),
    });
    if (inputs.body !== old.body) await importBody(aws, id, inputs);
    await tag(aws, manageArn(aws, `/apis/${id}`), old.tagsAll, aws.tags(inputs));
  },

  async delete(aws, id) {
    await (await aws.client("apigatewayv2")).deleteApi({ ApiId: id });
  },
};

function settings(inputs: Inputs) {
  return {
    ApiKeySelectionExpression: inputs.apiKeySelectionExpression,
    Description: inputs.description,
    DisableExecuteApiEndpoint: inputs.disableExecuteApiEndpoint,
    IpAddressType: inputs.ipAddressType as IpAddressType | undefined,
    RouteSelectionExpression: inputs.routeSelectionExpression,
    Version: inputs.version,
  };
}

/** An OpenAPI document replaces everything. Properties given next to it take precedence. */
async function importBody(aws: AwsContext, ApiId: string, inputs: Inputs): Promise<void> {
  const gateway = await aws.client("apigatewayv2");
  if (inputs.body === undefined) return;
  await gateway.reimportApi({ ApiId, Body: inputs.body, FailOnWarnings: inputs.failOnWarnings });
  const CorsConfiguration = inputs.corsConfiguration && toCors(inputs.corsConfiguration);
  await gateway.updateApi({ ApiId, Name: inputs.name, ...settings(inputs), CorsConfiguration });
}

type CorsInputs = NonNullable<Inputs["corsConfiguration"]>;

function toCors(cors: CorsInputs): Cors {
  return {
    AllowCredentials: cors.allowCredentials,
    AllowHeaders: cors.allowHeaders,
    AllowMethods: cors.allowMethods,
    AllowOrigins: cors.allowOrigins,
    ExposeHeaders: cors.exposeHeaders,
    MaxAge: cors.maxAge,
  };
}

function fromCors(cors: Cors): CorsInputs {
  return {
    allowCredentials: cors.AllowCredentials,
    allowHeaders: cors.AllowHeaders,
    allowMethods: cors.AllowMethods,
    allowOrigins: cors.AllowOrigins,
    exposeHeaders: cors.ExposeHeaders,
    maxAge: cors.MaxAge,
  };
}

function isCors(cors: Cors | undefined): cors is Cors {
  return cors !== undefined && Object.keys(cors).length > 0;
}

export const api = erase(apiType);
