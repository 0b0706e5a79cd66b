import type { DeploymentArgs, DeploymentState } from "@pulumi/aws/apigateway/index.js";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import type { AwsContext } from "../clients.ts";
import { deploymentTable } from "./deployment.table.ts";
import { patch } from "./patch.ts";
import { importParts } from "./shared.ts";

type Inputs = Plain<DeploymentArgs>;
type State = Plain<DeploymentState>;

const deploymentType: ResourceType<AwsContext, Inputs, State> = {
  table: deploymentTable,

  async create(aws, inputs) {
    const { description, variables } = inputs;
    const request = { restApiId: String(inputs.restApi), description, variables };
    return (await (await aws.client("apigateway")).createDeployment(request)).id ?? "";
  },

  async read(aws, id, last) {
    const restApiId = String(last.restApi);
    // Reads the list, because some servers fail on an unknown ID.
    const { items = [] } = await (await aws.client("apigateway")).getDeployments({ restApiId, limit: 500 });
    const deployment = items.find((candidate) => candidate.id === id);
    if (!deployment) return undefined;
    return {
      createdDate: deployment.createdDate?.toISOString(),
      description: deployment.description || null,
      restApi: restApiId,
    };
  },

  async update(aws, id, inputs, old) {
    const patchOperations = patch({ description: "/description" }, old, inputs);
    const request = { restApiId: String(inputs.restApi), deploymentId: id, patchOperations };
    if (patchOperations.length > 0) await (await aws.client("apigateway")).updateDeployment(request);
  },

  async delete(aws, id, last) {
    await (await aws.client("apigateway")).deleteDeployment({ restApiId: String(last.restApi), deploymentId: id });
  },

  async import(_aws, importId) {
    const [restApi = "", id = ""] = importParts(importId, "<API id>/<deployment id>");
    return { id, last: { restApi } };
  },
};

export const deployment = erase(deploymentType);
