import type { TypeTable } from "../../table.ts";
import { flag, json, known, output, region, source, tagging, text, textList, textMap, textSet } from "../fields.ts";

export const restApiTable: TypeTable = {
  token: "aws:apigateway/restApi:RestApi",
  source: source("apigateway", "rest_api"),
  properties: {
    apiKeySource: { ...text, computed: true, enum: ["HEADER", "AUTHORIZER"] },
    arn: output,
    binaryMediaTypes: { ...textList, computed: true },
    body: text,
    createdDate: output,
    description: { ...text, computed: true },
    disableExecuteApiEndpoint: { ...flag, computed: true },
    endpointAccessMode: { ...text, enum: ["BASIC", "STRICT"] },
    endpointConfiguration: {
      type: "object",
      computed: true,
      properties: {
        ipAddressType: { ...text, computed: true, enum: ["ipv4", "dualstack"] },
        // One text, not a list: Pulumi flattens a list of at most one.
        types: { ...text, required: true, enum: ["REGIONAL", "EDGE", "PRIVATE"] },
        vpcEndpointIds: { ...textSet, computed: true, minItems: 1 },
      },
    },
    executionArn: output,
    failOnWarnings: flag,
    minimumCompressionSize: { ...text, computed: true, pattern: /^(-1|\d{1,8})?$/ },
    name: { ...text, computed: true },
    parameters: textMap,
    policy: { ...json, computed: true },
    putRestApiMode: { ...text, default: "overwrite", enum: ["overwrite", "merge"] },
    region,
    rootResourceId: output,
    securityPolicy: { ...text, computed: true },
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
