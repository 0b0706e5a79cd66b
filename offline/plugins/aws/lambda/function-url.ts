import type { Cors, FunctionUrlAuthType, InvokeMode } from "@aws-sdk/client-lambda";
import type { FunctionUrlArgs, FunctionUrlState } from "@pulumi/aws/lambda/index.js";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import type { AwsContext } from "../clients.ts";
import { bareName } from "./fields.ts";
import { functionUrlTable } from "./tables.ts";
import { whenReady } from "./wait.ts";

type Inputs = Plain<FunctionUrlArgs>;
type State = Plain<FunctionUrlState>;

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunctionUrlConfig.html */
const functionUrlType: ResourceType<AwsContext, Inputs, State> = {
  table: functionUrlTable,

  async create(aws, inputs) {
    const lambda = await aws.client("lambda");
    await whenReady(aws, () => lambda.createFunctionUrlConfig(request(inputs)));
    return idOf(inputs);
  },

  async read(aws, id, last) {
    const lambda = await aws.client("lambda");
    const [functionName = id, qualifier] = id.split("/");
    const found = await lambda.getFunctionUrlConfig({ FunctionName: functionName, Qualifier: qualifier });
    return {
      authorizationType: found.AuthType,
      cors: corsState(found.Cors),
      functionArn: found.FunctionArn,
      functionName: last.functionName ?? functionName,
      functionUrl: found.FunctionUrl,
      invokeMode: found.InvokeMode,
      qualifier: qualifier ?? null,
      urlId: found.FunctionUrl && new URL(found.FunctionUrl).hostname.split(".")[0],
    };
  },

  async update(aws, _id, inputs) {
    const lambda = await aws.client("lambda");
    await whenReady(aws, () => lambda.updateFunctionUrlConfig(request(inputs)));
  },

  async delete(aws, id) {
    const lambda = await aws.client("lambda");
    const [FunctionName, Qualifier] = id.split("/");
    await lambda.deleteFunctionUrlConfig({ FunctionName, Qualifier });
  },

  async find(_aws, inputs) {
    return idOf(inputs);
  },
};

function idOf({ functionName, qualifier }: Inputs): string {
  const name = bareName(functionName) ?? functionName;
  return qualifier === undefined ? name : `${name}/${qualifier}`;
}

function request(inputs: Inputs) {
  return {
    FunctionName: inputs.functionName,
    Qualifier: inputs.qualifier,
    AuthType: inputs.authorizationType as FunctionUrlAuthType,
    InvokeMode: inputs.invokeMode as InvokeMode | undefined,
    // An empty one clears the previous one.
    Cors: cors(inputs.cors ?? {}),
  };
}

function cors(rules: NonNullable<Inputs["cors"]>): Cors {
  return {
    AllowCredentials: rules.allowCredentials,
    AllowHeaders: rules.allowHeaders,
    AllowMethods: rules.allowMethods,
    AllowOrigins: rules.allowOrigins,
    ExposeHeaders: rules.exposeHeaders,
    MaxAge: rules.maxAge,
  };
}

function corsState(rules: Cors | undefined): State["cors"] | null {
  if (!rules || Object.values(rules).every((value) => value === undefined)) return null;
  return {
    allowCredentials: rules.AllowCredentials,
    allowHeaders: rules.AllowHeaders,
    allowMethods: rules.AllowMethods,
    allowOrigins: rules.AllowOrigins,
    exposeHeaders: rules.ExposeHeaders,
    maxAge: rules.MaxAge,
  };
}

export const functionUrl = erase(functionUrlType);
