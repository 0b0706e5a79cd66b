import type { TypeTable } from "../../table.ts";
import { arn, output, region, source, string, tagging } from "../fields.ts";
import { ipAddressType } from "./fields.ts";

export const domainNameTable: TypeTable = {
  token: "aws:apigatewayv2/domainName:DomainName",
  source: source("apigatewayv2", "domain_name"),
  properties: {
    apiMappingSelectionExpression: output,
    arn: output,
    domainName: { ...string, required: true, forceNew: true, minLength: 1, maxLength: 512 },
    domainNameConfiguration: {
      type: "object",
      required: true,
      properties: {
        certificateArn: { ...arn, required: true },
        endpointType: { ...string, required: true, enum: ["REGIONAL"] },
        hostedZoneId: output,
        ipAddressType,
        ownershipVerificationCertificateArn: { ...arn, computed: true },
        securityPolicy: { ...string, required: true, enum: ["TLS_1_2"] },
        targetDomainName: output,
      },
    },
    mutualTlsAuthentication: {
      type: "object",
      properties: { truststoreUri: { ...string, required: true }, truststoreVersion: string },
    },
    region,
    routingMode: {
      ...string,
      computed: true,
      enum: ["API_MAPPING_ONLY", "ROUTING_RULE_ONLY", "ROUTING_RULE_THEN_API_MAPPING"],
    },
    ...tagging,
  },
};
