import type { Property, TypeTable } from "../table.ts";
import { flag, integer, string, stringList, stringMap, stringSet } from "./fields.ts";

const endpoints: Property = { type: "list", items: stringMap };
const assumedRole: Property = {
  type: "object",
  properties: {
    duration: string,
    externalId: string,
    policy: string,
    policyArns: stringSet,
    roleArn: string,
    sessionName: string,
    sourceIdentity: string,
    tags: stringMap,
    transitiveTagKeys: stringSet,
  },
};

/** The arguments of `aws.Provider`. */
export const configTable: TypeTable = {
  token: "pulumi:providers:aws",
  source: "https://www.pulumi.com/registry/packages/aws/api-docs/provider/#inputs",
  properties: {
    accessKey: string,
    allowedAccountIds: { ...stringSet, conflictsWith: ["forbiddenAccountIds"] },
    assumeRoleWithWebIdentity: {
      type: "object",
      properties: {
        duration: string,
        policy: string,
        policyArns: stringSet,
        roleArn: string,
        sessionName: string,
        webIdentityToken: string,
        webIdentityTokenFile: string,
      },
    },
    assumeRoles: { type: "list", items: assumedRole },
    customCaBundle: string,
    defaultTags: { type: "object", properties: { tags: stringMap } },
    ec2MetadataServiceEndpoint: string,
    ec2MetadataServiceEndpointMode: string,
    endpoints,
    forbiddenAccountIds: { ...stringSet, conflictsWith: ["allowedAccountIds"] },
    httpProxy: string,
    httpsProxy: string,
    ignoreTags: { type: "object", properties: { keys: stringSet, keyPrefixes: stringSet } },
    insecure: flag,
    maxRetries: integer,
    noProxy: string,
    profile: string,
    region: string,
    retryMode: { ...string, enum: ["standard", "adaptive"] },
    s3UsEast1RegionalEndpoint: { ...string, enum: ["legacy", "regional"] },
    s3UsePathStyle: flag,
    secretKey: string,
    sharedConfigFiles: stringList,
    sharedCredentialsFiles: stringList,
    skipCredentialsValidation: flag,
    skipMetadataApiCheck: flag,
    skipRegionValidation: flag,
    skipRequestingAccountId: flag,
    stsRegion: string,
    tagPolicyCompliance: string,
    token: string,
    tokenBucketRateLimiterCapacity: integer,
    useDualstackEndpoint: flag,
    useFipsEndpoint: flag,
    userAgents: stringList,
  },
};
