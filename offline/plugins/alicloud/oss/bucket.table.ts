import type { Property, TypeTable } from "../../table.ts";
import { flag, integer, object, objectList, output, source, string, stringList, stringMap } from "../fields.ts";

const STORAGE_CLASSES = ["Standard", "IA", "Archive", "ColdArchive", "DeepColdArchive"];
/** A date without a time: OSS rules take effect at midnight UTC. */
const day: Property = { ...string, pattern: /^\d{4}-\d{2}-\d{2}$/ };

export const bucketTable: TypeTable = {
  token: "alicloud:oss/bucket:Bucket",
  source: source("oss_bucket"),
  properties: {
    accessMonitor: object({ status: { ...string, computed: true, enum: ["Enabled", "Disabled"] } }, { computed: true }),
    acl: { ...string, computed: true, enum: ["private", "public-read", "public-read-write"] },
    bucket: { ...string, forceNew: true, computed: true, minLength: 3, maxLength: 63 },
    corsRules: objectList(
      {
        allowedHeaders: stringList,
        allowedMethods: { ...stringList, required: true },
        allowedOrigins: { ...stringList, required: true },
        exposeHeaders: stringList,
        maxAgeSeconds: integer,
      },
      { maxItems: 10 },
    ),
    creationDate: output,
    extranetEndpoint: output,
    forceDestroy: { ...flag, default: false },
    intranetEndpoint: output,
    lifecycleRuleAllowSameActionOverlap: { ...flag, default: false },
    lifecycleRules: objectList(
      {
        abortMultipartUploads: objectList({ createdBeforeDate: day, days: integer }, { unordered: true }),
        enabled: { ...flag, required: true },
        expirations: objectList(
          { createdBeforeDate: day, date: day, days: integer, expiredObjectDeleteMarker: flag },
          { unordered: true },
        ),
        filter: object({
          not: object({
            prefix: string,
            tag: object({ key: { ...string, required: true }, value: { ...string, required: true } }),
          }),
          objectSizeGreaterThan: { ...integer, min: 1 },
          objectSizeLessThan: { ...integer, min: 1 },
        }),
        id: { ...string, computed: true, maxLength: 255 },
        noncurrentVersionExpirations: objectList({ days: { ...integer, required: true } }, { unordered: true }),
        noncurrentVersionTransitions: objectList(
          {
            days: { ...integer, required: true },
            isAccessTime: flag,
            returnToStdWhenVisit: flag,
            storageClass: { ...string, required: true, enum: STORAGE_CLASSES },
          },
          { unordered: true },
        ),
        prefix: { ...string, default: "" },
        tags: stringMap,
        transitions: objectList(
          {
            createdBeforeDate: day,
            days: integer,
            isAccessTime: flag,
            returnToStdWhenVisit: flag,
            storageClass: { ...string, required: true, enum: STORAGE_CLASSES },
          },
          { unordered: true },
        ),
      },
      { maxItems: 1000 },
    ),
    location: output,
    logging: object({ targetBucket: { ...string, required: true }, targetPrefix: string }),
    loggingIsenable: flag,
    owner: output,
    policy: string,
    redundancyType: { ...string, forceNew: true, default: "LRS", enum: ["LRS", "ZRS"] },
    refererConfig: object({ allowEmpty: { ...flag, computed: true }, referers: { ...stringList, required: true } }),
    resourceGroupId: { ...string, computed: true },
    serverSideEncryptionRule: object({
      kmsDataEncryption: { ...string, enum: ["SM4", ""] },
      kmsMasterKeyId: string,
      sseAlgorithm: { ...string, required: true, enum: ["AES256", "KMS", "SM4"] },
    }),
    storageClass: { ...string, forceNew: true, default: "Standard", enum: STORAGE_CLASSES },
    tags: stringMap,
    transferAcceleration: object({ enabled: { ...flag, required: true } }),
    versioning: object({ status: { ...string, required: true, enum: ["Enabled", "Suspended"] } }),
    website: object({ errorDocument: string, indexDocument: { ...string, required: true } }),
  },
};
