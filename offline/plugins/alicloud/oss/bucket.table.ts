import type { Property, TypeTable } from "../../table.ts";
import { flag, integer, object, objectList, output, source, text, textList, textMap } from "../fields.ts";

const STORAGE_CLASSES = ["Standard", "IA", "Archive", "ColdArchive", "DeepColdArchive"];
/** The day only: OSS rules begin at midnight UTC. */
const day: Property = { ...text, pattern: /^\d{4}-\d{2}-\d{2}$/ };

export const bucketTable: TypeTable = {
  token: "alicloud:oss/bucket:Bucket",
  source: source("oss_bucket"),
  properties: {
    accessMonitor: object({ status: { ...text, computed: true, enum: ["Enabled", "Disabled"] } }, { computed: true }),
    acl: { ...text, computed: true, enum: ["private", "public-read", "public-read-write"] },
    bucket: { ...text, forceNew: true, computed: true, minLength: 3, maxLength: 63 },
    corsRules: objectList(
      {
        allowedHeaders: textList,
        allowedMethods: { ...textList, required: true },
        allowedOrigins: { ...textList, required: true },
        exposeHeaders: textList,
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
            prefix: text,
            tag: object({ key: { ...text, required: true }, value: { ...text, required: true } }),
          }),
          objectSizeGreaterThan: { ...integer, min: 1 },
          objectSizeLessThan: { ...integer, min: 1 },
        }),
        id: { ...text, computed: true, maxLength: 255 },
        noncurrentVersionExpirations: objectList({ days: { ...integer, required: true } }, { unordered: true }),
        noncurrentVersionTransitions: objectList(
          {
            days: { ...integer, required: true },
            isAccessTime: flag,
            returnToStdWhenVisit: flag,
            storageClass: { ...text, required: true, enum: STORAGE_CLASSES },
          },
          { unordered: true },
        ),
        prefix: { ...text, default: "" },
        tags: textMap,
        transitions: objectList(
          {
            createdBeforeDate: day,
            days: integer,
            isAccessTime: flag,
            returnToStdWhenVisit: flag,
            storageClass: { ...text, required: true, enum: STORAGE_CLASSES },
          },
          { unordered: true },
        ),
      },
      { maxItems: 1000 },
    ),
    location: output,
    logging: object({ targetBucket: { ...text, required: true }, targetPrefix: text }),
    loggingIsenable: flag,
    owner: output,
    policy: text,
    redundancyType: { ...text, forceNew: true, default: "LRS", enum: ["LRS", "ZRS"] },
    refererConfig: object({ allowEmpty: { ...flag, computed: true }, referers: { ...textList, required: true } }),
    resourceGroupId: { ...text, computed: true },
    serverSideEncryptionRule: object({
      kmsDataEncryption: { ...text, enum: ["SM4", ""] },
      kmsMasterKeyId: text,
      sseAlgorithm: { ...text, required: true, enum: ["AES256", "KMS", "SM4"] },
    }),
    storageClass: { ...text, forceNew: true, default: "Standard", enum: STORAGE_CLASSES },
    tags: textMap,
    transferAcceleration: object({ enabled: { ...flag, required: true } }),
    versioning: object({ status: { ...text, required: true, enum: ["Enabled", "Suspended"] } }),
    website: object({ errorDocument: text, indexDocument: { ...text, required: true } }),
  },
};
