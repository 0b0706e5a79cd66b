import type { TypeTable } from "../../table.ts";
import {
  flag,
  json,
  known,
  output,
  region,
  source,
  string,
  stringList,
  stringMap,
  stringSet,
  tagging,
} from "../fields.ts";

export const restApiTable: TypeTable = {
  token: "aws:apigateway/restApi:RestApi",
  source: source("apigateway", "rest_api"),
  properties: {
    apiKeySource: { ...string, computed: true, enum: ["HEADER", "AUTHORIZER"] },
    arn: output,
    binaryMediaTypes: { ...stringList, computed: true },
    body: string,
    createdDate: output,
    description: { ...string, computed: true },
    disableExecuteApiEndpoint: { ...flag, computed: true },
    endpointAccessMode: { ...string, enum: ["BASIC", "STRICT"] },
    endpointConfiguration: {
      type: "object",
      computed: true,
      properties: {
        ipAddressType: { ...string, computed: true, enum: ["ipv4", "dualstack"] },
        // A string, not a list: Pulumi flattens a list of at most one.
        types: { ...string, required: true, enum: ["REGIONAL", "EDGE", "PRIVATE"] },
        vpcEndpointIds: { ...stringSet, computed: true, minItems: 1 },
      },
    },
    executionArn: output,
    failOnWarnings: flag,
    minimumCompressionSize: { ...string, computed: true, pattern: /^(-1|\d{1,8})?$/ },
    name: { ...string, computed: true },
    parameters: stringMap,
    policy: { ...json, computed: true },
    putRestApiMode: { ...string, default: "overwrite", enum: ["overwrite", "merge"] },
    region,
    rootResourceId: output,
    securityPolicy: { ...string, computed: true },
    ...tagging,
  },
  rules: [
    ({ minimumCompressionSize: size }) =>
      Number(known(size) ?? 0) > 10_485_760
        ? `minimumCompressionSize is "${size}", but must be from -1 to 10485760.`
        : undefined,
    ({ endpointConfiguration }) => {
      const { types, ipAddressType } = Object(endpointConfiguration) as Record<string, unknown>;
      return types === "PRIVATE" && ipAddressType === "ipv4"
        ? "endpointConfiguration.types PRIVATE requires ipAddressType dualstack."
        : undefined;
    },
  ],
};
