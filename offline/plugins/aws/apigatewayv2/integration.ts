import type {
  ConnectionType,
  ContentHandlingStrategy,
  IntegrationType,
  PassthroughBehavior,
} from "@aws-sdk/client-apigatewayv2";
import type { IntegrationArgs, IntegrationState } from "@pulumi/aws/apigatewayv2/index.js";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import type { AwsContext } from "../clients.ts";
import { integrationTable } from "./integration.table.ts";
import { cleared, clearedMap, importParts, withoutEmpty } from "./shared.ts";

type Inputs = Plain<IntegrationArgs>;
type State = Plain<IntegrationState>;

const integrationType: ResourceType<AwsContext, Inputs, State> = {
  table: integrationTable,

  async create(aws, inputs) {
    const { IntegrationId = "" } = await (await aws.client("apigatewayv2")).createIntegration({
      ApiId: inputs.apiId,
      ...settings(inputs),
      RequestParameters: inputs.requestParameters,
      ResponseParameters: responses(inputs),
    });
    return IntegrationId;
  },

  async read(aws, id, last) {
    const gateway = await aws.client("apigatewayv2");
    const integration = await gateway.getIntegration({ ApiId: last.apiId, IntegrationId: id });
    const type = integration.IntegrationType;
    const method = integration.IntegrationMethod;
    // A function is always called with POST, given or not.
    const impliedMethod = (type === "AWS" || type === "AWS_PROXY") && method === "POST" && !last.integrationMethod;
    const responses = Object.entries(integration.ResponseParameters ?? {});
    return {
      apiId: last.apiId,
      connectionId: integration.ConnectionId ?? null,
      connectionType: integration.ConnectionType,
      contentHandlingStrategy: integration.ContentHandlingStrategy ?? null,
      credentialsArn: integration.CredentialsArn || null,
      description: integration.Description || null,
      integrationMethod: impliedMethod ? null : (method ?? null),
      integrationResponseSelectionExpression: integration.IntegrationResponseSelectionExpression,
      integrationSubtype: integration.IntegrationSubtype ?? null,
      integrationType: type,
      integrationUri: integration.IntegrationUri ?? null,
      // HTTP APIs do not support it, though the provider always sends it.
      passthroughBehavior: integration.PassthroughBehavior,
      payloadFormatVersion: integration.PayloadFormatVersion,
      requestParameters: withoutEmpty(integration.RequestParameters),
      requestTemplates: integration.RequestTemplates ?? null,
      responseParameters: responses.map(([statusCode, mappings]) => ({ statusCode, mappings })),
      templateSelectionExpression: integration.TemplateSelectionExpression ?? null,
      timeoutMilliseconds: integration.TimeoutInMillis,
      tlsConfig: integration.TlsConfig?.ServerNameToVerify
        ? { serverNameToVerify: integration.TlsConfig.ServerNameToVerify }
        : null,
    };
  },

  async update(aws, id, inputs, old) {
    const removed = (old.responseParameters ?? []).map(({ statusCode }) => [statusCode, {}] as const);
    await (await aws.client("apigatewayv2")).updateIntegration({
      ApiId: inputs.apiId,
      IntegrationId: id,
      ...settings(inputs),
      CredentialsArn: cleared(inputs.credentialsArn, old.credentialsArn),
      Description: cleared(inputs.description, old.description),
      RequestParameters: clearedMap(inputs.requestParameters, old.requestParameters),
      ResponseParameters: { ...Object.fromEntries(removed), ...responses(inputs) },
    });
  },

  async delete(aws, id, last) {
    await (await aws.client("apigatewayv2")).deleteIntegration({ ApiId: last.apiId, IntegrationId: id });
  },

  async import(_aws, importId) {
    const [apiId = "", id = ""] = importParts(importId, "<api id>/<integration id>");
    return { id, last: { apiId } };
  },
};

function settings(inputs: Inputs) {
  return {
    ConnectionId: inputs.connectionId,
    ConnectionType: inputs.connectionType as ConnectionType | undefined,
    ContentHandlingStrategy: inputs.contentHandlingStrategy as ContentHandlingStrategy | undefined,
    CredentialsArn: inputs.credentialsArn,
    Description: inputs.description,
    IntegrationMethod: inputs.integrationMethod,
    IntegrationSubtype: inputs.integrationSubtype,
    IntegrationType: inputs.integrationType as IntegrationType,
    IntegrationUri: inputs.integrationUri,
    PassthroughBehavior: inputs.passthroughBehavior as PassthroughBehavior | undefined,
    PayloadFormatVersion: inputs.payloadFormatVersion,
    RequestTemplates: inputs.requestTemplates,
    TemplateSelectionExpression: inputs.templateSelectionExpression,
    TimeoutInMillis: inputs.timeoutMilliseconds,
    TlsConfig: inputs.tlsConfig && { ServerNameToVerify: inputs.tlsConfig.serverNameToVerify },
  };
}

function responses(inputs: Inputs): Record<string, Record<string, string>> {
  return Object.fromEntries(
    (inputs.responseParameters ?? []).map(({ statusCode, mappings }) => [statusCode, mappings]),
  );
}

export const integration = erase(integrationType);
