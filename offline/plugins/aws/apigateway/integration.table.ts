import type { TypeTable } from "../../table.ts";
import { flag, integer, known, region, source, string, stringMap, stringSet } from "../fields.ts";
import { contentHandling, httpMethod, id } from "./fields.ts";

export const integrationTable: TypeTable = {
  token: "aws:apigateway/integration:Integration",
  source: source("apigateway", "integration"),
  properties: {
    cacheKeyParameters: stringSet,
    cacheNamespace: { ...string, computed: true },
    connectionId: string,
    connectionType: { ...string, default: "INTERNET", enum: ["INTERNET", "VPC_LINK"] },
    contentHandling,
    credentials: { ...string, forceNew: true },
    httpMethod,
    integrationHttpMethod: { ...string, forceNew: true, enum: httpMethod.enum },
    integrationTarget: string,
    passthroughBehavior: {
      ...string,
      computed: true,
      forceNew: true,
      enum: ["WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER"],
    },
    region,
    requestParameters: stringMap,
    requestTemplates: stringMap,
    resourceId: id,
    responseTransferMode: { ...string, computed: true, enum: ["BUFFERED", "STREAM"] },
    restApi: id,
    // Above 29 s only after a raised service quota, and 15 minutes only for streamed responses.
    timeoutMilliseconds: { ...integer, default: 29_000, min: 50, max: 900_000 },
    tlsConfig: { type: "object", properties: { insecureSkipVerification: flag } },
    type: { ...string, required: true, forceNew: true, enum: ["HTTP", "AWS", "MOCK", "HTTP_PROXY", "AWS_PROXY"] },
    uri: string,
  },
  rules: [
    // https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegration.html
    ({ type, uri, integrationHttpMethod }) =>
      known(type) !== undefined && type !== "MOCK" && (uri === undefined || integrationHttpMethod === undefined)
        ? `uri and integrationHttpMethod are required when type is ${type}.`
        : undefined,
    ({ type, uri, integrationHttpMethod: method }) =>
      type === "AWS_PROXY" && String(known(uri)).includes(":lambda:path/") && known(method) && method !== "POST"
        ? `integrationHttpMethod is ${method}, but a function is always invoked with POST.`
        : undefined,
  ],
};
