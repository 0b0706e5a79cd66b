import type { Property, TypeTable } from "../../table.ts";
import {
  arn,
  flag,
  integer,
  json,
  object,
  objectList,
  output,
  region,
  source,
  string,
  stringMap,
  stringSet,
  tagging,
} from "../fields.ts";

const bucket: Property = { ...string, required: true, forceNew: true, minLength: 1, maxLength: 63 };
const owner: Property = { ...string, computed: true, forceNew: true, pattern: /^\d{12}$/ };
const storageClasses = ["GLACIER", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "DEEP_ARCHIVE", "GLACIER_IR"];
const storageClass: Property = { ...string, required: true, enum: storageClasses };
const instant: Property = { ...string, pattern: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/ };

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html */
const event: Property = {
  ...string,
  pattern:
    /^s3:(ObjectCreated:(\*|Put|Post|Copy|CompleteMultipartUpload)|ObjectRemoved:(\*|Delete|DeleteMarkerCreated)|ObjectRestore:(\*|Post|Completed|Delete)|ReducedRedundancyLostObject|Replication:(\*|Operation\w+)|LifecycleExpiration:(\*|Delete|DeleteMarkerCreated)|LifecycleTransition|IntelligentTiering|ObjectTagging:(\*|Put|Delete)|ObjectAcl:Put|TestEvent)$/,
};
const filtered = (target: string, required: boolean): Property =>
  objectList({
    events: { type: "list", unordered: true, required: true, items: event },
    filterPrefix: string,
    filterSuffix: string,
    id: { ...string, computed: true },
    [target]: required ? { ...arn, required: true } : arn,
  });

export const bucketNotificationTable: TypeTable = {
  token: "aws:s3/bucketNotification:BucketNotification",
  source: source("s3", "bucket_notification"),
  properties: {
    bucket,
    eventbridge: { ...flag, default: false },
    lambdaFunctions: filtered("lambdaFunctionArn", false),
    queues: filtered("queueArn", true),
    region,
    topics: filtered("topicArn", true),
  },
};

export const bucketPublicAccessBlockTable: TypeTable = {
  token: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  source: source("s3", "bucket_public_access_block"),
  properties: {
    blockPublicAcls: { ...flag, default: false },
    blockPublicPolicy: { ...flag, default: false },
    bucket,
    ignorePublicAcls: { ...flag, default: false },
    region,
    restrictPublicBuckets: { ...flag, default: false },
    skipDestroy: flag,
  },
};

export const bucketOwnershipControlsTable: TypeTable = {
  token: "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
  source: source("s3", "bucket_ownership_controls"),
  properties: {
    bucket,
    region,
    rule: object(
      {
        objectOwnership: {
          ...string,
          required: true,
          enum: ["BucketOwnerPreferred", "ObjectWriter", "BucketOwnerEnforced"],
        },
      },
      { required: true },
    ),
  },
};

export const bucketVersioningTable: TypeTable = {
  token: "aws:s3/bucketVersioning:BucketVersioning",
  source: source("s3", "bucket_versioning"),
  properties: {
    bucket,
    expectedBucketOwner: { ...owner, computed: undefined },
    mfa: string,
    region,
    versioningConfiguration: object(
      {
        mfaDelete: { ...string, computed: true, enum: ["Enabled", "Disabled"] },
        status: { ...string, required: true, enum: ["Enabled", "Suspended", "Disabled"] },
      },
      { required: true },
    ),
  },
};

export const bucketCorsConfigurationTable: TypeTable = {
  token: "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
  source: source("s3", "bucket_cors_configuration"),
  properties: {
    bucket,
    corsRules: objectList(
      {
        allowedHeaders: stringSet,
        allowedMethods: {
          type: "list",
          unordered: true,
          required: true,
          items: { ...string, enum: ["GET", "PUT", "HEAD", "POST", "DELETE"] },
        },
        allowedOrigins: { ...stringSet, required: true },
        exposeHeaders: stringSet,
        id: { ...string, maxLength: 255 },
        maxAgeSeconds: integer,
      },
      { required: true, unordered: true, maxItems: 100 },
    ),
    expectedBucketOwner: { ...owner, computed: undefined },
    region,
  },
};

const positive: Property = { ...integer, min: 1 };
const lifecycleFilter = object({
  and: object({
    objectSizeGreaterThan: { ...integer, computed: true, min: 0 },
    objectSizeLessThan: { ...integer, computed: true, min: 1 },
    prefix: { ...string, computed: true },
    tags: stringMap,
  }),
  objectSizeGreaterThan: { ...integer, computed: true },
  objectSizeLessThan: { ...integer, computed: true },
  prefix: { ...string, computed: true },
  tag: object({ key: { ...string, required: true }, value: { ...string, required: true } }),
});

const lifecycleRule = {
  abortIncompleteMultipartUpload: object({ daysAfterInitiation: integer }),
  expiration: object({
    date: instant,
    days: { ...integer, computed: true },
    expiredObjectDeleteMarker: { ...flag, computed: true },
  }),
  filter: { ...lifecycleFilter, computed: true },
  id: { ...string, required: true, minLength: 1, maxLength: 255 },
  noncurrentVersionExpiration: object({
    newerNoncurrentVersions: { ...positive, computed: true },
    noncurrentDays: { ...positive, required: true },
  }),
  noncurrentVersionTransitions: objectList(
    {
      newerNoncurrentVersions: { ...positive, computed: true },
      noncurrentDays: { ...integer, required: true, min: 0 },
      storageClass,
    },
    { unordered: true },
  ),
  prefix: { ...string, computed: true },
  status: { ...string, required: true, enum: ["Enabled", "Disabled"] },
  transitions: objectList(
    { date: instant, days: { ...integer, computed: true, min: 0 }, storageClass },
    { unordered: true },
  ),
} satisfies Record<string, Property>;

export const bucketLifecycleConfigurationTable: TypeTable = {
  token: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  source: source("s3", "bucket_lifecycle_configuration"),
  properties: {
    bucket,
    expectedBucketOwner: owner,
    region,
    rules: objectList(lifecycleRule, { minItems: 1 }),
    timeouts: object({ create: string, update: string }),
    transitionDefaultMinimumObjectSize: {
      ...string,
      computed: true,
      enum: ["varies_by_storage_class", "all_storage_classes_128K"],
    },
  },
};

export const bucketServerSideEncryptionConfigurationTable: TypeTable = {
  token: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  source: source("s3", "bucket_server_side_encryption_configuration"),
  properties: {
    bucket,
    expectedBucketOwner: { ...owner, computed: undefined },
    region,
    rules: objectList(
      {
        applyServerSideEncryptionByDefault: object({
          kmsMasterKeyId: string,
          sseAlgorithm: { ...string, required: true, enum: ["AES256", "aws:fsx", "aws:kms", "aws:kms:dsse"] },
        }),
        blockedEncryptionTypes: {
          type: "list",
          computed: true,
          unordered: true,
          items: { ...string, enum: ["NONE", "SSE-C"] },
        },
        bucketKeyEnabled: flag,
      },
      { required: true, unordered: true },
    ),
  },
};

export const bucketPolicyTable: TypeTable = {
  token: "aws:s3/bucketPolicy:BucketPolicy",
  source: source("s3", "bucket_policy"),
  properties: { bucket, policy: { ...json, required: true }, region },
};

const content = (...others: string[]): Pick<Property, "conflictsWith"> => ({ conflictsWith: others });

const objectProperties: Record<string, Property> = {
  acl: {
    ...string,
    computed: true,
    enum: [
      ...["private", "public-read", "public-read-write", "authenticated-read", "aws-exec-read"],
      ...["bucket-owner-read", "bucket-owner-full-control"],
    ],
  },
  arn: output,
  bucket: { ...string, required: true, forceNew: true, minLength: 1 },
  bucketKeyEnabled: { ...flag, computed: true },
  cacheControl: string,
  content: { ...string, ...content("source", "contentBase64") },
  contentBase64: { ...string, ...content("source", "content") },
  contentDisposition: string,
  contentEncoding: string,
  contentLanguage: string,
  contentType: { ...string, computed: true },
  etag: { ...string, computed: true, conflictsWith: ["kmsKeyId"] },
  forceDestroy: { ...flag, default: false },
  key: { ...string, computed: true, forceNew: true, minLength: 1 },
  kmsKeyId: { ...arn, computed: true },
  metadata: stringMap,
  objectLockLegalHoldStatus: { ...string, enum: ["ON", "OFF"] },
  objectLockMode: { ...string, enum: ["GOVERNANCE", "COMPLIANCE"] },
  objectLockRetainUntilDate: instant,
  region,
  serverSideEncryption: { ...string, computed: true, enum: ["AES256", "aws:fsx", "aws:kms", "aws:kms:dsse"] },
  source: { type: "asset", ...content("content", "contentBase64") },
  sourceHash: string,
  storageClass: {
    ...string,
    computed: true,
    enum: [
      ...["STANDARD", "REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER"],
      ...["DEEP_ARCHIVE", "OUTPOSTS", "GLACIER_IR", "SNOW", "EXPRESS_ONEZONE", "FSX_OPENZFS", "FSX_ONTAP"],
    ],
  },
  ...tagging,
  versionId: output,
  websiteRedirect: string,
};

const objectRules: TypeTable["rules"] = [
  ({ metadata }) => {
    const upper = Object.keys((metadata ?? {}) as object).find((key) => key !== key.toLowerCase());
    return upper === undefined ? undefined : `metadata.${upper} must be in lower case.`;
  },
];

export const bucketObjectTable: TypeTable = {
  token: "aws:s3/bucketObject:BucketObject",
  source: source("s3", "bucket_object"),
  properties: objectProperties,
  rules: objectRules,
};

const checksums = ["checksumCrc32", "checksumCrc32c", "checksumCrc64nvme", "checksumSha1", "checksumSha256"];

export const bucketObjectv2Table: TypeTable = {
  token: "aws:s3/bucketObjectv2:BucketObjectv2",
  source: source("s3", "object"),
  properties: {
    ...objectProperties,
    checksumAlgorithm: { ...string, enum: ["CRC32", "CRC32C", "SHA1", "SHA256", "CRC64NVME"] },
    ...Object.fromEntries(checksums.map((name) => [name, output])),
    overrideProvider: object({ defaultTags: object({ tags: stringMap }) }),
  },
  rules: objectRules,
};
