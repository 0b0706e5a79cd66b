import type { ContentHandlingStrategy } from "@aws-sdk/client-api-gateway";
import type { IntegrationResponseArgs, IntegrationResponseState } from "@pulumi/aws/apigateway/index.js";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import type { AwsContext } from "../clients.ts";
import { integrationResponseTable } from "./integration-response.table.ts";
import { idOf, importParts, methodKey, templates } from "./shared.ts";

type Inputs = Plain<IntegrationResponseArgs>;
type State = Plain<IntegrationResponseState>;

const keyOf = (inputs: Partial<Inputs>) => ({ ...methodKey(inputs), statusCode: inputs.statusCode });

const integrationResponseType: ResourceType<AwsContext, Inputs, State> = {
  table: integrationResponseTable,

  async create(aws, inputs) {
    await put(aws, inputs);
    return idOf("agir", methodKey(inputs), inputs.statusCode);
  },

  async read(aws, _id, last) {
    const { restApiId, ...key } = keyOf(last);
    const response = await (await aws.client("apigateway")).getIntegrationResponse({ restApiId, ...key });
    return {
      ...key,
      restApi: restApiId,
      contentHandling: response.contentHandling ?? null,
      responseParameters: response.responseParameters ?? null,
      responseTemplates: templates(response.responseTemplates),
      selectionPattern: response.selectionPattern || null,
    };
  },

  // Writing it again replaces it as a whole.
  async update(aws, _id, inputs, old) {
    if (inputs.statusCode !== old.statusCode) {
      await (await aws.client("apigateway")).deleteIntegrationResponse(keyOf(old));
    }
    await put(aws, inputs);
  },

  async delete(aws, _id, last) {
    await (await aws.client("apigateway")).deleteIntegrationResponse(keyOf(last));
  },

  async import(_aws, importId) {
    const form = "<API id>/<resource id>/<method>/<status code>";
    const [restApi = "", resourceId = "", httpMethod = "", statusCode = ""] = importParts(importId, form);
    const last = { restApi, resourceId, httpMethod, statusCode };
    return { id: idOf("agir", methodKey(last), statusCode), last };
  },
};

async function put(aws: AwsContext, inputs: Inputs): Promise<void> {
  await (await aws.client("apigateway")).putIntegrationResponse({
    ...keyOf(inputs),
    contentHandling: inputs.contentHandling as ContentHandlingStrategy | undefined,
    responseParameters: inputs.responseParameters,
    responseTemplates: inputs.responseTemplates,
    selectionPattern: inputs.selectionPattern,
  });
}

export const integrationResponse = erase(integrationResponseType);
