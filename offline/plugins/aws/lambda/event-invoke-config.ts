import type { FunctionEventInvokeConfigArgs, FunctionEventInvokeConfigState } from "@pulumi/aws/lambda/index.js";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import type { AwsContext } from "../clients.ts";
import { functionEventInvokeConfigTable } from "./tables.ts";
import { whenReady } from "./wait.ts";

type Inputs = Plain<FunctionEventInvokeConfigArgs>;
type State = Plain<FunctionEventInvokeConfigState>;

/**
 * Always written as a whole, as in the real provider: not every server has the call that updates parts.
 * https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html
 */
const eventInvokeConfigType: ResourceType<AwsContext, Inputs, State> = {
  table: functionEventInvokeConfigTable,

  async create(aws, inputs) {
    await put(aws, inputs);
    return inputs.qualifier === undefined ? inputs.functionName : `${inputs.functionName}:${inputs.qualifier}`;
  },

  async read(aws, id, last) {
    const lambda = await aws.client("lambda");
    const { functionName = id, qualifier } = last.functionName === undefined ? parse(id) : last;
    const found = await lambda.getFunctionEventInvokeConfig({ FunctionName: functionName, Qualifier: qualifier });
    const { OnFailure, OnSuccess } = found.DestinationConfig ?? {};
    const destinationConfig = {
      ...(OnFailure?.Destination && { onFailure: { destination: OnFailure.Destination } }),
      ...(OnSuccess?.Destination && { onSuccess: { destination: OnSuccess.Destination } }),
    };
    return {
      destinationConfig: Object.keys(destinationConfig).length > 0 ? destinationConfig : null,
      functionName,
      maximumEventAgeInSeconds: eventAge(found.MaximumEventAgeInSeconds, last.maximumEventAgeInSeconds),
      maximumRetryAttempts: found.MaximumRetryAttempts,
      qualifier: qualifier ?? null,
    };
  },

  async update(aws, _id, inputs) {
    await put(aws, inputs);
  },

  async delete(aws, id, last) {
    const lambda = await aws.client("lambda");
    await lambda.deleteFunctionEventInvokeConfig({ FunctionName: last.functionName ?? id, Qualifier: last.qualifier });
  },
};

async function put(aws: AwsContext, inputs: Inputs): Promise<void> {
  const lambda = await aws.client("lambda");
  const { onFailure, onSuccess } = inputs.destinationConfig ?? {};
  await whenReady(aws, () =>
    lambda.putFunctionEventInvokeConfig({
      FunctionName: inputs.functionName,
      Qualifier: inputs.qualifier,
      MaximumEventAgeInSeconds: inputs.maximumEventAgeInSeconds,
      MaximumRetryAttempts: inputs.maximumRetryAttempts,
      DestinationConfig: {
        ...(onFailure && { OnFailure: { Destination: onFailure.destination } }),
        ...(onSuccess && { OnSuccess: { Destination: onSuccess.destination } }),
      },
    }),
  );
}

/** In seconds. Some servers return the cloud's default when none was set. */
function eventAge(found: number | undefined, last: number | undefined): number | null {
  const DEFAULT = 21_600;
  return found === undefined || (found === DEFAULT && last === undefined) ? null : found;
}

/** `name`, `name:qualifier`, or an ARN with or without a qualifier. */
function parse(id: string): { functionName: string; qualifier?: string } {
  const [, functionName = id, qualifier] = /^((?:arn:.*:function:)?[\w-]+)(?::([\w$-]+))?$/.exec(id) ?? [];
  return { functionName, ...(qualifier && { qualifier }) };
}

export const functionEventInvokeConfig = erase(eventInvokeConfigType);
