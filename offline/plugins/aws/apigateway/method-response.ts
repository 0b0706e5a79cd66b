import type { MethodResponseArgs, MethodResponseState } from "@pulumi/aws/apigateway/index.js";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import type { AwsContext } from "../clients.ts";
import { methodResponseTable } from "./method-response.table.ts";
import { patch } from "./patch.ts";
import { idOf, importParts, methodKey } from "./shared.ts";

type Inputs = Plain<MethodResponseArgs>;
type State = Plain<MethodResponseState>;

const keyOf = (inputs: Partial<Inputs>) => ({ ...methodKey(inputs), statusCode: inputs.statusCode });

const methodResponseType: ResourceType<AwsContext, Inputs, State> = {
  table: methodResponseTable,

  async create(aws, inputs) {
    const { responseModels, responseParameters, statusCode } = inputs;
    await (await aws.client("apigateway")).putMethodResponse({ ...keyOf(inputs), responseModels, responseParameters });
    return idOf("agmr", methodKey(inputs), statusCode);
  },

  async read(aws, _id, last) {
    const { restApiId, ...key } = keyOf(last);
    const response = await (await aws.client("apigateway")).getMethodResponse({ restApiId, ...key });
    const { responseModels = null, responseParameters = null } = response;
    return { ...key, restApi: restApiId, responseModels, responseParameters };
  },

  async update(aws, _id, inputs, old) {
    const gateway = await aws.client("apigateway");
    const paths = { responseModels: "/responseModels", responseParameters: "/responseParameters" };
    if (inputs.statusCode !== old.statusCode) {
      await gateway.deleteMethodResponse(keyOf(old));
      await methodResponseType.create(aws, inputs);
      return;
    }
    const patchOperations = patch(paths, old, inputs);
    if (patchOperations.length > 0) await gateway.updateMethodResponse({ ...keyOf(inputs), patchOperations });
  },

  async delete(aws, _id, last) {
    const gateway = await aws.client("apigateway");
    // Some servers fail when there is nothing to delete. Reading it first gives the right error.
    await gateway.getMethodResponse(keyOf(last));
    await gateway.deleteMethodResponse(keyOf(last));
  },

  find: async (_aws, inputs) => idOf("agmr", methodKey(inputs), inputs.statusCode),

  async import(_aws, importId) {
    const form = "<API id>/<resource id>/<method>/<status code>";
    const [restApi = "", resourceId = "", httpMethod = "", statusCode = ""] = importParts(importId, form);
    const last = { restApi, resourceId, httpMethod, statusCode };
    return { id: idOf("agmr", methodKey(last), statusCode), last };
  },
};

export const methodResponse = erase(methodResponseType);
