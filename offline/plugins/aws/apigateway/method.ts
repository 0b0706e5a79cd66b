import type { MethodArgs, MethodState } from "@pulumi/aws/apigateway/index.js";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import type { AwsContext } from "../clients.ts";
import { methodTable } from "./method.table.ts";
import { patch, patchSet } from "./patch.ts";
import { asFlag, idOf, importParts, methodKey } from "./shared.ts";

type Inputs = Plain<MethodArgs>;
type State = Plain<MethodState>;

const PATHS = {
  apiKeyRequired: "/apiKeyRequired",
  authorization: "/authorizationType",
  authorizerId: "/authorizerId",
  operationName: "/operationName",
  requestModels: "/requestModels",
  requestParameters: "/requestParameters",
  requestValidatorId: "/requestValidatorId",
};

const methodType: ResourceType<AwsContext, Inputs, State> = {
  table: methodTable,

  async create(aws, inputs) {
    const key = methodKey(inputs);
    await (await aws.client("apigateway")).putMethod({
      ...key,
      apiKeyRequired: inputs.apiKeyRequired,
      authorizationScopes: inputs.authorizationScopes,
      authorizationType: inputs.authorization,
      authorizerId: inputs.authorizerId,
      operationName: inputs.operationName,
      requestModels: inputs.requestModels,
      requestParameters: inputs.requestParameters,
      requestValidatorId: inputs.requestValidatorId,
    });
    return idOf("agm", key);
  },

  async read(aws, _id, last) {
    const key = methodKey(last);
    const method = await (await aws.client("apigateway")).getMethod(key);
    return {
      apiKeyRequired: asFlag(method.apiKeyRequired),
      authorization: method.authorizationType,
      authorizationScopes: method.authorizationScopes ?? null,
      authorizerId: method.authorizerId ?? null,
      httpMethod: key.httpMethod,
      operationName: method.operationName ?? null,
      requestModels: method.requestModels ?? null,
      requestParameters: method.requestParameters ?? null,
      requestValidatorId: method.requestValidatorId ?? null,
      resourceId: key.resourceId,
      restApi: key.restApiId,
    };
  },

  async update(aws, _id, inputs, old) {
    const patchOperations = [
      ...patch(PATHS, old, inputs),
      ...patchSet("/authorizationScopes", old.authorizationScopes, inputs.authorizationScopes),
    ];
    if (patchOperations.length === 0) return;
    await (await aws.client("apigateway")).updateMethod({ ...methodKey(inputs), patchOperations });
  },

  async delete(aws, _id, last) {
    await (await aws.client("apigateway")).deleteMethod(methodKey(last));
  },

  find: async (_aws, inputs) => idOf("agm", methodKey(inputs)),

  async import(_aws, importId) {
    const [restApi = "", resourceId = "", httpMethod = ""] = importParts(importId, "<API id>/<resource id>/<method>");
    const last = { restApi, resourceId, httpMethod };
    return { id: idOf("agm", methodKey(last)), last };
  },
};

export const method = erase(methodType);
