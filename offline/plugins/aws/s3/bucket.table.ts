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
  tagging,
  text,
  textList,
  textMap,
} from "../fields.ts";

/** Settings of the bucket that resources of their own hold today. */
const deprecated = { computed: true } as const;
const days: Property = { ...integer, min: 0 };
const storageClass: Property = { ...text, required: true };

const lifecycleRule = {
  abortIncompleteMultipartUploadDays: integer,
  enabled: { ...flag, required: true },
  expiration: object({ date: text, days, expiredObjectDeleteMarker: flag }),
  id: { ...text, computed: true, maxLength: 255 },
  noncurrentVersionExpiration: object({ days: { ...integer, min: 1 } }),
  noncurrentVersionTransitions: objectList({ days, storageClass }, { unordered: true }),
  prefix: text,
  tags: textMap,
  transitions: objectList({ date: text, days, storageClass }, { unordered: true }),
} satisfies Record<string, Property>;

const status: Property = { ...text, required: true, enum: ["Enabled", "Disabled"] };
const replicationRule = {
  deleteMarkerReplicationStatus: { ...text, enum: ["Enabled", "Disabled"] },
  destination: object(
    {
      accessControlTranslation: object({ owner: { ...text, required: true, enum: ["Destination"] } }),
      accountId: text,
      bucket: { ...text, required: true },
      metrics: object({
        minutes: { ...integer, default: 15, min: 10, max: 15 },
        status: { ...text, default: "Enabled" },
      }),
      replicaKmsKeyId: text,
      replicationTime: object({ minutes: { ...integer, default: 15 }, status: { ...text, default: "Enabled" } }),
      storageClass: text,
    },
    { required: true },
  ),
  filter: object({ prefix: text, tags: textMap }),
  id: { ...text, maxLength: 255 },
  prefix: { ...text, maxLength: 1024 },
  priority: integer,
  sourceSelectionCriteria: object({ sseKmsEncryptedObjects: object({ enabled: { ...flag, required: true } }) }),
  status,
} satisfies Record<string, Property>;

export const bucketTable: TypeTable = {
  token: "aws:s3/bucket:Bucket",
  source: source("s3", "bucket"),
  properties: {
    accelerationStatus: { ...text, ...deprecated, enum: ["Enabled", "Suspended"] },
    acl: {
      ...text,
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
    bucket: { ...text, computed: true, forceNew: true, maxLength: 63, conflictsWith: ["bucketPrefix"] },
    bucketDomainName: output,
    bucketNamespace: { ...text, computed: true, forceNew: true, enum: ["account-regional", "global"] },
    bucketPrefix: { ...text, computed: true, forceNew: true, maxLength: 37, conflictsWith: ["bucket"] },
    bucketRegion: output,
    bucketRegionalDomainName: output,
    corsRules: objectList(
      {
        allowedHeaders: textList,
        allowedMethods: { ...textList, required: true },
        allowedOrigins: { ...textList, required: true },
        exposeHeaders: textList,
        maxAgeSeconds: integer,
      },
      deprecated,
    ),
    forceDestroy: { ...flag, default: false },
    grants: objectList(
      {
        id: text,
        permissions: { ...textList, unordered: true, required: true },
        type: { ...text, required: true, enum: ["CanonicalUser", "Group"] },
        uri: text,
      },
      { ...deprecated, unordered: true, conflictsWith: ["acl"] },
    ),
    hostedZoneId: output,
    lifecycleRules: objectList(lifecycleRule, deprecated),
    logging: object({ targetBucket: { ...text, required: true }, targetPrefix: text }, deprecated),
    objectLockConfiguration: object(
      {
        objectLockEnabled: { ...text, enum: ["Enabled"] },
        rule: object({
          defaultRetention: object(
            {
              days: { ...integer, min: 1 },
              mode: { ...text, enum: ["GOVERNANCE", "COMPLIANCE"] },
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
      { role: { ...text, required: true }, rules: objectList(replicationRule, { required: true, unordered: true }) },
      deprecated,
    ),
    requestPayer: { ...text, ...deprecated, enum: ["Requester", "BucketOwner"] },
    serverSideEncryptionConfiguration: object(
      {
        rule: object(
          {
            applyServerSideEncryptionByDefault: object({
              kmsMasterKeyId: text,
              sseAlgorithm: { ...text, required: true },
            }),
            blockedEncryptionTypes: textList,
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
      { errorDocument: text, indexDocument: text, redirectAllRequestsTo: text, routingRules: json },
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
