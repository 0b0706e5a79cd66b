import type {
  ConnectionType,
  ContentHandlingStrategy,
  IntegrationType,
  ResponseTransferMode,
} from "@aws-sdk/client-api-gateway";
import type { IntegrationArgs, IntegrationState } from "@pulumi/aws/apigateway/index.js";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import type { AwsContext } from "../clients.ts";
import { integrationTable } from "./integration.table.ts";
import { patch, patchSet } from "./patch.ts";
import { asNumber, idOf, importParts, methodKey, templates } from "./shared.ts";

type Inputs = Plain<IntegrationArgs>;
type State = Plain<IntegrationState>;

const PATHS = {
  cacheNamespace: "/cacheNamespace",
  connectionId: "/connectionId",
  connectionType: "/connectionType",
  contentHandling: "/contentHandling",
  integrationTarget: "/integrationTarget",
  requestParameters: "/requestParameters",
  requestTemplates: "/requestTemplates",
  responseTransferMode: "/responseTransferMode",
  timeoutMilliseconds: "/timeoutInMillis",
  uri: "/uri",
};

const integrationType: ResourceType<AwsContext, Inputs, State> = {
  table: integrationTable,
  // A method has one integration. Writing the new one overwrites the old one, so deleting the old one afterwards would
  // delete the new one.
  deleteBeforeReplace: true,

  async create(aws, inputs) {
    const key = methodKey(inputs);
    await (await aws.client("apigateway")).putIntegration({
      ...key,
      cacheKeyParameters: inputs.cacheKeyParameters,
      cacheNamespace: inputs.cacheNamespace ?? (inputs.cacheKeyParameters ? key.resourceId : undefined),
      connectionId: inputs.connectionId,
      connectionType: inputs.connectionType as ConnectionType | undefined,
      contentHandling: inputs.contentHandling as ContentHandlingStrategy | undefined,
      credentials: inputs.credentials,
      integrationHttpMethod: inputs.integrationHttpMethod,
      integrationTarget: inputs.integrationTarget,
      passthroughBehavior: inputs.passthroughBehavior,
      requestParameters: inputs.requestParameters,
      requestTemplates: inputs.requestTemplates,
      responseTransferMode: inputs.responseTransferMode as ResponseTransferMode | undefined,
      timeoutInMillis: inputs.timeoutMilliseconds,
      tlsConfig: inputs.tlsConfig,
      type: inputs.type as IntegrationType,
      uri: inputs.uri,
    });
    return idOf("agi", key);
  },

  async read(aws, _id, last) {
    const key = methodKey(last);
    const integration = await (await aws.client("apigateway")).getIntegration(key);
    return {
      cacheKeyParameters: integration.cacheKeyParameters,
      cacheNamespace: integration.cacheNamespace,
      connectionId: integration.connectionId ?? null,
      connectionType: integration.connectionType ?? "INTERNET",
      contentHandling: integration.contentHandling ?? null,
      credentials: integration.credentials ?? null,
      httpMethod: key.httpMethod,
      // A mock integration has no method, although some servers return one.
      integrationHttpMethod: integration.type === "MOCK" ? undefined : (integration.httpMethod ?? null),
      integrationTarget: integration.integrationTarget ?? null,
      passthroughBehavior: integration.passthroughBehavior,
      requestParameters: integration.requestParameters ?? null,
      requestTemplates: templates(integration.requestTemplates),
      resourceId: key.resourceId,
      responseTransferMode: integration.responseTransferMode,
      restApi: key.restApiId,
      timeoutMilliseconds: asNumber(integration.timeoutInMillis),
      tlsConfig: integration.tlsConfig ?? null,
      type: integration.type,
      uri: integration.uri ?? null,
    };
  },

  async update(aws, _id, inputs, old) {
    const computed = { cacheNamespace: old.cacheNamespace, responseTransferMode: old.responseTransferMode, ...inputs };
    const tls = { insecureSkipVerification: "/tlsConfig/insecureSkipVerification" };
    const patchOperations = [
      ...patch(PATHS, old, computed),
      ...patchSet("/cacheKeyParameters", old.cacheKeyParameters, inputs.cacheKeyParameters ?? [], "path"),
      ...patch(tls, old.tlsConfig ?? {}, inputs.tlsConfig ?? {}),
    ];
    if (patchOperations.length === 0) return;
    await (await aws.client("apigateway")).updateIntegration({ ...methodKey(inputs), patchOperations });
  },

  async delete(aws, _id, last) {
    await (await aws.client("apigateway")).deleteIntegration(methodKey(last));
  },

  async import(_aws, importId) {
    const [restApi = "", resourceId = "", httpMethod = ""] = importParts(importId, "<API id>/<resource id>/<method>");
    const last = { restApi, resourceId, httpMethod };
    return { id: idOf("agi", methodKey(last)), last };
  },
};

export const integration = erase(integrationType);
