import type { DeploymentArgs, DeploymentState } from "@pulumi/aws/apigatewayv2/index.js";
import { finish } from "../../server/finish.ts";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import type { AwsContext } from "../clients.ts";
import { until } from "../wait.ts";
import { deploymentTable } from "./deployment.table.ts";
import { importParts } from "./shared.ts";

type Inputs = Plain<DeploymentArgs>;
type State = Plain<DeploymentState>;

const deploymentType: ResourceType<AwsContext, Inputs, State> = {
  table: deploymentTable,

  async create(aws, inputs) {
    const gateway = await aws.client("apigatewayv2");
    const { apiId: ApiId, description: Description } = inputs;
    const { DeploymentId = "" } = await gateway.createDeployment({ ApiId, Description });
    return finish(DeploymentId, () => deployed(aws, ApiId, DeploymentId));
  },

  async read(aws, id, last) {
    const gateway = await aws.client("apigatewayv2");
    const deployment = await gateway.getDeployment({ ApiId: last.apiId, DeploymentId: id });
    return {
      apiId: last.apiId,
      autoDeployed: deployment.AutoDeployed ?? false,
      description: deployment.Description || null,
    };
  },

  async update(aws, id, { apiId: ApiId, description: Description = "" }) {
    await (await aws.client("apigatewayv2")).updateDeployment({ ApiId, DeploymentId: id, Description });
    await deployed(aws, ApiId, id);
  },

  async delete(aws, id, last) {
    await (await aws.client("apigatewayv2")).deleteDeployment({ ApiId: last.apiId, DeploymentId: id });
  },

  async import(_aws, importId) {
    const [apiId = "", id = ""] = importParts(importId, "<api id>/<deployment id>");
    return { id, last: { apiId } };
  },
};

async function deployed(aws: AwsContext, ApiId: string, DeploymentId: string): Promise<void> {
  await until(`deployment ${DeploymentId} of API ${ApiId}`, aws.signal, async () => {
    const deployment = await (await aws.client("apigatewayv2")).getDeployment({ ApiId, DeploymentId });
    if (deployment.DeploymentStatus === "FAILED") throw new Error(deployment.DeploymentStatusMessage);
    return deployment.DeploymentStatus !== "PENDING";
  });
}

export const deployment = erase(deploymentType);
