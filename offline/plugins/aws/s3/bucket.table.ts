import type { Property, TypeTable } from "../../table.ts";
import {
  flag,
  integer,
  json,
  known,
  object,
  objectList,
  output,
  region,
  source,
  string,
  stringList,
  stringMap,
  tagging,
} from "../fields.ts";

/** Deprecated settings of the bucket, replaced by separate resources. */
const deprecated = { computed: true } as const;
const days: Property = { ...integer, min: 0 };
const storageClass: Property = { ...string, required: true };

const lifecycleRule = {
  abortIncompleteMultipartUploadDays: integer,
  enabled: { ...flag, required: true },
  expiration: object({ date: string, days, expiredObjectDeleteMarker: flag }),
  id: { ...string, computed: true, maxLength: 255 },
  noncurrentVersionExpiration: object({ days: { ...integer, min: 1 } }),
  noncurrentVersionTransitions: objectList({ days, storageClass }, { unordered: true }),
  prefix: string,
  tags: stringMap,
  transitions: objectList({ date: string, days, storageClass }, { unordered: true }),
} satisfies Record<string, Property>;

const status: Property = { ...string, required: true, enum: ["Enabled", "Disabled"] };
const replicationRule = {
  deleteMarkerReplicationStatus: { ...string, enum: ["Enabled", "Disabled"] },
  destination: object(
    {
      accessControlTranslation: object({ owner: { ...string, required: true, enum: ["Destination"] } }),
      accountId: string,
      bucket: { ...string, required: true },
      metrics: object({
        minutes: { ...integer, default: 15, min: 10, max: 15 },
        status: { ...string, default: "Enabled" },
      }),
      replicaKmsKeyId: string,
      replicationTime: object({ minutes: { ...integer, default: 15 }, status: { ...string, default: "Enabled" } }),
      storageClass: string,
    },
    { required: true },
  ),
  filter: object({ prefix: string, tags: stringMap }),
  id: { ...string, maxLength: 255 },
  prefix: { ...string, maxLength: 1024 },
  priority: integer,
  sourceSelectionCriteria: object({ sseKmsEncryptedObjects: object({ enabled: { ...flag, required: true } }) }),
  status,
} satisfies Record<string, Property>;

export const bucketTable: TypeTable = {
  token: "aws:s3/bucket:Bucket",
  source: source("s3", "bucket"),
  properties: {
    accelerationStatus: { ...string, ...deprecated, enum: ["Enabled", "Suspended"] },
    acl: {
      ...string,
      ...deprecated,
      conflictsWith: ["grants"],
      enum: [
        "private",
        "public-read",
        "public-read-write",
        "aws-exec-read",
        "authenticated-read",
        "log-delivery-write",
      ],
    },
    arn: output,
    bucket: { ...string, computed: true, forceNew: true, maxLength: 63, conflictsWith: ["bucketPrefix"] },
    bucketDomainName: output,
    bucketNamespace: { ...string, computed: true, forceNew: true, enum: ["account-regional", "global"] },
    bucketPrefix: { ...string, computed: true, forceNew: true, maxLength: 37, conflictsWith: ["bucket"] },
    bucketRegion: output,
    bucketRegionalDomainName: output,
    corsRules: objectList(
      {
        allowedHeaders: stringList,
        allowedMethods: { ...stringList, required: true },
        allowedOrigins: { ...stringList, required: true },
        exposeHeaders: stringList,
        maxAgeSeconds: integer,
      },
      deprecated,
    ),
    forceDestroy: { ...flag, default: false },
    grants: objectList(
      {
        id: string,
        permissions: { ...stringList, unordered: true, required: true },
        type: { ...string, required: true, enum: ["CanonicalUser", "Group"] },
        uri: string,
      },
      { ...deprecated, unordered: true, conflictsWith: ["acl"] },
    ),
    hostedZoneId: output,
    lifecycleRules: objectList(lifecycleRule, deprecated),
    logging: object({ targetBucket: { ...string, required: true }, targetPrefix: string }, deprecated),
    objectLockConfiguration: object(
      {
        objectLockEnabled: { ...string, enum: ["Enabled"] },
        rule: object({
          defaultRetention: object(
            {
              days: { ...integer, min: 1 },
              mode: { ...string, enum: ["GOVERNANCE", "COMPLIANCE"] },
              years: { ...integer, min: 1 },
            },
            { required: true },
          ),
        }),
      },
      { computed: true },
    ),
    objectLockEnabled: { ...flag, computed: true, forceNew: true, conflictsWith: ["objectLockConfiguration"] },
    policy: { ...json, ...deprecated },
    region,
    replicationConfiguration: object(
      { role: { ...string, required: true }, rules: objectList(replicationRule, { required: true, unordered: true }) },
      deprecated,
    ),
    requestPayer: { ...string, ...deprecated, enum: ["Requester", "BucketOwner"] },
    serverSideEncryptionConfiguration: object(
      {
        rule: object(
          {
            applyServerSideEncryptionByDefault: object({
              kmsMasterKeyId: string,
              sseAlgorithm: { ...string, required: true },
            }),
            blockedEncryptionTypes: stringList,
            bucketKeyEnabled: flag,
          },
          { required: true },
        ),
      },
      deprecated,
    ),
    ...tagging,
    versioning: object({ enabled: { ...flag, default: false }, mfaDelete: { ...flag, default: false } }, deprecated),
    website: object(
      { errorDocument: string, indexDocument: string, redirectAllRequestsTo: string, routingRules: json },
      deprecated,
    ),
    websiteDomain: output,
    websiteEndpoint: output,
  },
  rules: [({ bucket }) => bucketNameProblem(known(bucket))],
};

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
function bucketNameProblem(name: unknown): string | undefined {
  if (typeof name !== "string") return undefined;
  const wrong =
    !/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) ||
    /\.\.|\.-|-\./.test(name) ||
    /^\d+\.\d+\.\d+\.\d+$/.test(name) ||
    /^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|--x-s3)$/.test(name);
  return wrong
    ? `bucket is "${name}", but a bucket's name has 3 to 63 lower-case letters, digits, "." or "-", and begins and ends with a letter or digit.`
    : undefined;
}
