import type { AliasArgs, AliasState } from "@pulumi/aws/lambda/index.js";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import type { AwsContext } from "../clients.ts";
import { bareName, qualifierOf } from "./fields.ts";
import { invokeArn } from "./function.ts";
import { aliasTable } from "./tables.ts";
import { whenReady } from "./wait.ts";

type Inputs = Plain<AliasArgs>;
type State = Plain<AliasState>;

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateAlias.html */
const aliasType: ResourceType<AwsContext, Inputs, State> = {
  table: aliasTable,
  autoName: { property: "name", maxLength: 128 },

  async create(aws, inputs) {
    const lambda = await aws.client("lambda");
    const { AliasArn } = await whenReady(aws, () => lambda.createAlias(request(inputs)));
    return AliasArn ?? "";
  },

  async read(aws, id, last) {
    const lambda = await aws.client("lambda");
    const found = await lambda.getAlias({
      FunctionName: bareName(last.functionName ?? id),
      Name: last.name ?? qualifierOf(id),
    });
    const weights = found.RoutingConfig?.AdditionalVersionWeights ?? {};
    return {
      arn: found.AliasArn,
      description: found.Description || null,
      functionName: last.functionName ?? bareName(id),
      functionVersion: found.FunctionVersion,
      invokeArn: invokeArn(aws, found.AliasArn ?? ""),
      name: found.Name,
      routingConfig: Object.keys(weights).length > 0 ? { additionalVersionWeights: weights } : null,
    };
  },

  async update(aws, _id, inputs) {
    const lambda = await aws.client("lambda");
    await whenReady(aws, () => lambda.updateAlias(request(inputs)));
  },

  async delete(aws, id, last) {
    const lambda = await aws.client("lambda");
    await lambda.deleteAlias({ FunctionName: bareName(last.functionName ?? id), Name: last.name ?? qualifierOf(id) });
  },

  async find(aws, inputs) {
    const lambda = await aws.client("lambda");
    return (await lambda.getAlias({ FunctionName: bareName(inputs.functionName), Name: inputs.name })).AliasArn;
  },

  /** `function/alias`, or the alias's ARN. */
  async import(aws, importId) {
    if (importId.startsWith("arn:")) return { id: importId, last: {} };
    const [functionName = "", name = ""] = importId.split("/");
    const lambda = await aws.client("lambda");
    const { AliasArn = importId } = await lambda.getAlias({ FunctionName: functionName, Name: name });
    return { id: AliasArn, last: { functionName, name } };
  },
};

function request(inputs: Inputs) {
  return {
    FunctionName: bareName(inputs.functionName),
    Name: inputs.name,
    FunctionVersion: inputs.functionVersion,
    Description: inputs.description ?? "",
    RoutingConfig: { AdditionalVersionWeights: inputs.routingConfig?.additionalVersionWeights ?? {} },
  };
}

export const alias = erase(aliasType);
