import type { ProvisionedConcurrencyConfigArgs, ProvisionedConcurrencyConfigState } from "@pulumi/aws/lambda/index.js";
import { Unfinished } from "../../server/plugin.ts";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import { until } from "../../server/retry.ts";
import type { AwsContext } from "../clients.ts";
import { provisionedConcurrencyConfigTable } from "./tables.ts";
import { whenReady } from "./wait.ts";

type Inputs = Plain<ProvisionedConcurrencyConfigArgs>;
type State = Plain<ProvisionedConcurrencyConfigState>;

/** Seconds to wait until the environments are ready: as long as the real provider waits. */
const READINESS = 900;

/** https://docs.aws.amazon.com/lambda/latest/api/API_PutProvisionedConcurrencyConfig.html */
const provisionedConcurrencyConfigType: ResourceType<AwsContext, Inputs, State> = {
  table: provisionedConcurrencyConfigTable,

  async create(aws, inputs) {
    const id = `${inputs.functionName},${inputs.qualifier}`;
    await put(aws, inputs);
    try {
      await ready(aws, inputs);
    } catch (cause) {
      throw new Unfinished(id, { cause });
    }
    return id;
  },

  async read(aws, id, last) {
    const lambda = await aws.client("lambda");
    const [functionName = id, qualifier] = last.functionName ? [last.functionName, last.qualifier] : id.split(",");
    const found = await lambda.getProvisionedConcurrencyConfig({ FunctionName: functionName, Qualifier: qualifier });
    return {
      functionName,
      qualifier,
      provisionedConcurrentExecutions: found.RequestedProvisionedConcurrentExecutions,
    };
  },

  async update(aws, _id, inputs) {
    await put(aws, inputs);
    await ready(aws, inputs);
  },

  async delete(aws, _id, last) {
    if (last.skipDestroy) return;
    const lambda = await aws.client("lambda");
    await lambda.deleteProvisionedConcurrencyConfig({ FunctionName: last.functionName, Qualifier: last.qualifier });
  },
};

async function put(aws: AwsContext, inputs: Inputs): Promise<void> {
  const lambda = await aws.client("lambda");
  await whenReady(aws, () =>
    lambda.putProvisionedConcurrencyConfig({
      FunctionName: inputs.functionName,
      Qualifier: inputs.qualifier,
      ProvisionedConcurrentExecutions: inputs.provisionedConcurrentExecutions,
    }),
  );
}

async function ready(aws: AwsContext, { functionName, qualifier }: Inputs): Promise<void> {
  const lambda = await aws.client("lambda");
  const look = () => lambda.getProvisionedConcurrencyConfig({ FunctionName: functionName, Qualifier: qualifier });
  const found = await until(look, {
    right: ({ Status }) => Status !== "IN_PROGRESS",
    seconds: READINESS,
    signal: aws.signal,
  });
  if (found.Status === "FAILED" || found.Status === "IN_PROGRESS") {
    throw new Error(
      `Provisioned concurrency of ${functionName}:${qualifier} is ${found.Status}: ${found.StatusReason ?? "no reason given"}`,
    );
  }
}

export const provisionedConcurrencyConfig = erase(provisionedConcurrencyConfigType);
