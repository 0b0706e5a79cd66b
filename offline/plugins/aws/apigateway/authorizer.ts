import type { AuthorizerType } from "@aws-sdk/client-api-gateway";
import type { AuthorizerArgs, AuthorizerState } from "@pulumi/aws/apigateway/index.js";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import type { AwsContext } from "../clients.ts";
import { authorizerTable } from "./authorizer.table.ts";
import { patch, patchSet } from "./patch.ts";
import { asNumber, importParts, manageArn } from "./shared.ts";

type Inputs = Plain<AuthorizerArgs>;
type State = Plain<AuthorizerState>;

const PATHS = {
  authorizerCredentials: "/authorizerCredentials",
  authorizerResultTtlInSeconds: "/authorizerResultTtlInSeconds",
  authorizerUri: "/authorizerUri",
  identitySource: "/identitySource",
  identityValidationExpression: "/identityValidationExpression",
  name: "/name",
  type: "/type",
};

const authorizerType: ResourceType<AwsContext, Inputs, State> = {
  table: authorizerTable,
  autoName: { property: "name", maxLength: 128 },

  async create(aws, inputs) {
    const { id } = await (await aws.client("apigateway")).createAuthorizer({
      restApiId: String(inputs.restApi),
      authorizerCredentials: inputs.authorizerCredentials,
      authorizerResultTtlInSeconds: inputs.authorizerResultTtlInSeconds,
      authorizerUri: inputs.authorizerUri,
      identitySource: inputs.identitySource,
      identityValidationExpression: inputs.identityValidationExpression,
      name: inputs.name,
      providerARNs: inputs.providerArns,
      type: inputs.type as AuthorizerType,
    });
    return id ?? "";
  },

  async read(aws, id, last) {
    const restApiId = String(last.restApi);
    const authorizer = await (await aws.client("apigateway")).getAuthorizer({ restApiId, authorizerId: id });
    return {
      arn: manageArn(aws, `/restapis/${restApiId}/authorizers/${id}`),
      authorizerCredentials: authorizer.authorizerCredentials ?? null,
      authorizerResultTtlInSeconds: asNumber(authorizer.authorizerResultTtlInSeconds) ?? 300,
      authorizerUri: authorizer.authorizerUri ?? null,
      identitySource: authorizer.identitySource,
      identityValidationExpression: authorizer.identityValidationExpression ?? null,
      name: authorizer.name,
      providerArns: authorizer.providerARNs ?? null,
      restApi: restApiId,
      type: authorizer.type,
    };
  },

  async update(aws, id, inputs, old) {
    const patchOperations = [
      ...patch(PATHS, old, inputs),
      ...patchSet("/providerARNs", old.providerArns, inputs.providerArns),
    ];
    const request = { restApiId: String(inputs.restApi), authorizerId: id, patchOperations };
    if (patchOperations.length > 0) await (await aws.client("apigateway")).updateAuthorizer(request);
  },

  async delete(aws, id, last) {
    await (await aws.client("apigateway")).deleteAuthorizer({ restApiId: String(last.restApi), authorizerId: id });
  },

  async import(_aws, importId) {
    const [restApi = "", id = ""] = importParts(importId, "<API id>/<authorizer id>");
    return { id, last: { restApi } };
  },
};

export const authorizer = erase(authorizerType);
