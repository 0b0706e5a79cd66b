import type { AuthorizerType } from "@aws-sdk/client-apigatewayv2";
import type { AuthorizerArgs, AuthorizerState } from "@pulumi/aws/apigatewayv2/index.js";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import type { AwsContext } from "../clients.ts";
import { authorizerTable } from "./authorizer.table.ts";
import { cleared, importParts } from "./shared.ts";

type Inputs = Plain<AuthorizerArgs>;
type State = Plain<AuthorizerState>;

/** Default seconds for which HTTP APIs cache a function's answer, when identity sources are given. */
const REMEMBERED = 300;

const authorizerType: ResourceType<AwsContext, Inputs, State> = {
  table: authorizerTable,
  autoName: { property: "name", maxLength: 128 },

  async create(aws, inputs) {
    const gateway = await aws.client("apigatewayv2");
    const { apiId: ApiId, authorizerResultTtlInSeconds: ttl } = inputs;
    const { ProtocolType } = await gateway.getApi({ ApiId });
    const remembers = ProtocolType === "HTTP" && inputs.authorizerType === "REQUEST" && inputs.identitySources?.length;
    const { AuthorizerId = "" } = await gateway.createAuthorizer({
      ApiId,
      ...settings(inputs),
      AuthorizerResultTtlInSeconds: ttl ?? (remembers ? REMEMBERED : undefined),
    });
    return AuthorizerId;
  },

  async read(aws, id, last) {
    const gateway = await aws.client("apigatewayv2");
    const authorizer = await gateway.getAuthorizer({ ApiId: last.apiId, AuthorizerId: id });
    const { JwtConfiguration: jwt } = authorizer;
    return {
      apiId: last.apiId,
      authorizerCredentialsArn: authorizer.AuthorizerCredentialsArn || null,
      // Applies to functions only, although some servers return it for JWT authorizers too.
      authorizerPayloadFormatVersion:
        authorizer.AuthorizerType === "JWT" ? null : (authorizer.AuthorizerPayloadFormatVersion ?? null),
      authorizerResultTtlInSeconds: authorizer.AuthorizerResultTtlInSeconds,
      authorizerType: authorizer.AuthorizerType,
      authorizerUri: authorizer.AuthorizerUri || null,
      enableSimpleResponses: authorizer.EnableSimpleResponses ?? null,
      identitySources: authorizer.IdentitySource,
      jwtConfiguration: jwt && Object.keys(jwt).length > 0 ? { audiences: jwt.Audience, issuer: jwt.Issuer } : null,
      name: authorizer.Name,
    };
  },

  async update(aws, id, inputs, old) {
    await (await aws.client("apigatewayv2")).updateAuthorizer({
      ApiId: inputs.apiId,
      AuthorizerId: id,
      ...settings(inputs),
      AuthorizerCredentialsArn: cleared(inputs.authorizerCredentialsArn, old.authorizerCredentialsArn),
      AuthorizerResultTtlInSeconds: inputs.authorizerResultTtlInSeconds,
    });
  },

  async delete(aws, id, last) {
    await (await aws.client("apigatewayv2")).deleteAuthorizer({ ApiId: last.apiId, AuthorizerId: id });
  },

  async import(_aws, importId) {
    const [apiId = "", id = ""] = importParts(importId, "<api id>/<authorizer id>");
    return { id, last: { apiId } };
  },
};

function settings(inputs: Inputs) {
  return {
    AuthorizerCredentialsArn: inputs.authorizerCredentialsArn,
    AuthorizerPayloadFormatVersion: inputs.authorizerPayloadFormatVersion,
    AuthorizerType: inputs.authorizerType as AuthorizerType,
    AuthorizerUri: inputs.authorizerUri,
    EnableSimpleResponses: inputs.enableSimpleResponses,
    IdentitySource: inputs.identitySources ?? [],
    JwtConfiguration: inputs.jwtConfiguration && {
      Audience: inputs.jwtConfiguration.audiences,
      Issuer: inputs.jwtConfiguration.issuer,
    },
    Name: inputs.name ?? "",
  };
}

export const authorizer = erase(authorizerType);
