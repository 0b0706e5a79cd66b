import type { Property, TypeTable } from "../table.ts";
import { flag, integer, text, textList, textMap, textSet } from "./fields.ts";

const endpoints: Property = { type: "list", items: textMap };
const assumedRole: Property = {
  type: "object",
  properties: {
    duration: text,
    externalId: text,
    policy: text,
    policyArns: textSet,
    roleArn: text,
    sessionName: text,
    sourceIdentity: text,
    tags: textMap,
    transitiveTagKeys: textSet,
  },
};

/** The arguments of `aws.Provider`. */
export const configTable: TypeTable = {
  token: "pulumi:providers:aws",
  source: "https://www.pulumi.com/registry/packages/aws/api-docs/provider/#inputs",
  properties: {
    accessKey: text,
    allowedAccountIds: { ...textSet, conflictsWith: ["forbiddenAccountIds"] },
    assumeRoleWithWebIdentity: {
      type: "object",
      properties: {
        duration: text,
        policy: text,
        policyArns: textSet,
        roleArn: text,
        sessionName: text,
        webIdentityToken: text,
        webIdentityTokenFile: text,
      },
    },
    assumeRoles: { type: "list", items: assumedRole },
    customCaBundle: text,
    defaultTags: { type: "object", properties: { tags: textMap } },
    ec2MetadataServiceEndpoint: text,
    ec2MetadataServiceEndpointMode: text,
    endpoints,
    forbiddenAccountIds: { ...textSet, conflictsWith: ["allowedAccountIds"] },
    httpProxy: text,
    httpsProxy: text,
    ignoreTags: { type: "object", properties: { keys: textSet, keyPrefixes: textSet } },
    insecure: flag,
    maxRetries: integer,
    noProxy: text,
    profile: text,
    region: text,
    retryMode: { ...text, enum: ["standard", "adaptive"] },
    s3UsEast1RegionalEndpoint: { ...text, enum: ["legacy", "regional"] },
    s3UsePathStyle: flag,
    secretKey: text,
    sharedConfigFiles: textList,
    sharedCredentialsFiles: textList,
    skipCredentialsValidation: flag,
    skipMetadataApiCheck: flag,
    skipRegionValidation: flag,
    skipRequestingAccountId: flag,
    stsRegion: text,
    tagPolicyCompliance: text,
    token: text,
    tokenBucketRateLimiterCapacity: integer,
    useDualstackEndpoint: flag,
    useFipsEndpoint: flag,
    userAgents: textList,
  },
};
