import type { Property, TypeTable } from "../../table.ts";
import { arn, flag, integer, output, region, source, string, stringList, stringSet, tagging } from "../fields.ts";
import { tableRules } from "./rules.ts";

const positive: Property = { ...integer, min: 1 };

const key: Property = { ...string, minLength: 1, maxLength: 255 };

const projectionType: Property = { ...string, required: true, enum: ["ALL", "INCLUDE", "KEYS_ONLY"] };

const indexName: Property = { ...string, required: true, minLength: 3, maxLength: 255, pattern: /^[a-zA-Z0-9_.-]+$/ };

const onDemandThroughput: Property = {
  type: "object",
  properties: { maxReadRequestUnits: integer, maxWriteRequestUnits: integer },
};

const warmThroughput: Property = {
  type: "object",
  computed: true,
  properties: {
    readUnitsPerSecond: { ...integer, computed: true, min: 12_000 },
    writeUnitsPerSecond: { ...integer, computed: true, min: 4000 },
  },
};

const globalSecondaryIndex: Property = {
  type: "object",
  properties: {
    hashKey: { ...key, computed: true },
    keySchemas: {
      type: "list",
      computed: true,
      maxItems: 8,
      items: {
        type: "object",
        properties: {
          attributeName: { ...key, required: true },
          keyType: { ...string, required: true, enum: ["HASH", "RANGE"] },
        },
      },
    },
    name: indexName,
    nonKeyAttributes: stringSet,
    onDemandThroughput,
    projectionType,
    rangeKey: { ...key, computed: true },
    readCapacity: { ...integer, computed: true },
    warmThroughput,
    writeCapacity: { ...integer, computed: true },
  },
};

const replica: Property = {
  type: "object",
  properties: {
    arn: output,
    consistencyMode: { ...string, default: "EVENTUAL", enum: ["EVENTUAL", "STRONG"] },
    deletionProtectionEnabled: { ...flag, computed: true },
    kmsKeyArn: { ...arn, computed: true },
    pointInTimeRecovery: { ...flag, default: false },
    propagateTags: { ...flag, default: false },
    regionName: { ...string, required: true },
    streamArn: output,
    streamLabel: output,
  },
};

const importTable: Property = {
  type: "object",
  forceNew: true,
  conflictsWith: ["restoreSourceName"],
  properties: {
    inputCompressionType: { ...string, enum: ["GZIP", "ZSTD", "NONE"] },
    inputFormat: { ...string, required: true, enum: ["DYNAMODB_JSON", "ION", "CSV"] },
    inputFormatOptions: {
      type: "object",
      properties: { csv: { type: "object", properties: { delimiter: string, headerLists: stringSet } } },
    },
    s3BucketSource: {
      type: "object",
      required: true,
      properties: { bucket: { ...string, required: true }, bucketOwner: string, keyPrefix: string },
    },
  },
};

export const tableTable: TypeTable = {
  token: "aws:dynamodb/table:Table",
  source: source("dynamodb", "table"),
  properties: {
    arn: output,
    attributes: {
      type: "list",
      unordered: true,
      computed: true,
      items: {
        type: "object",
        properties: { name: { ...key, required: true }, type: { ...string, required: true, enum: ["B", "N", "S"] } },
      },
    },
    billingMode: { ...string, default: "PROVISIONED", enum: ["PROVISIONED", "PAY_PER_REQUEST"] },
    deletionProtectionEnabled: flag,
    globalSecondaryIndexes: { type: "list", unordered: true, items: globalSecondaryIndex },
    globalTableWitness: { type: "object", properties: { regionName: string } },
    hashKey: { ...key, computed: true, forceNew: true },
    importTable,
    localSecondaryIndexes: {
      type: "list",
      unordered: true,
      forceNew: true,
      items: {
        type: "object",
        properties: {
          name: indexName,
          nonKeyAttributes: stringList,
          projectionType,
          rangeKey: { ...key, required: true },
        },
      },
    },
    name: { ...string, computed: true, forceNew: true, minLength: 3, maxLength: 255, pattern: /^[a-zA-Z0-9_.-]+$/ },
    onDemandThroughput,
    pointInTimeRecovery: {
      type: "object",
      computed: true,
      properties: {
        enabled: { ...flag, required: true },
        recoveryPeriodInDays: { ...integer, computed: true, min: 1, max: 35 },
      },
    },
    rangeKey: { ...key, forceNew: true },
    readCapacity: { ...positive, computed: true },
    region,
    replicas: { type: "list", unordered: true, items: replica },
    restoreBackupArn: { ...arn, forceNew: true, conflictsWith: ["restoreSourceName", "restoreSourceTableArn"] },
    restoreDateTime: { ...string, forceNew: true },
    restoreSourceName: { ...string, forceNew: true, conflictsWith: ["importTable", "restoreSourceTableArn"] },
    restoreSourceTableArn: { ...arn, forceNew: true, conflictsWith: ["importTable", "restoreSourceName"] },
    restoreToLatestTime: { ...flag, forceNew: true },
    serverSideEncryption: {
      type: "object",
      computed: true,
      properties: { enabled: { ...flag, required: true }, kmsKeyArn: { ...arn, computed: true } },
    },
    streamArn: output,
    streamEnabled: flag,
    streamLabel: output,
    streamViewType: {
      ...string,
      computed: true,
      enum: ["", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES", "KEYS_ONLY"],
    },
    tableClass: { ...string, default: "STANDARD", enum: ["STANDARD", "STANDARD_INFREQUENT_ACCESS"] },
    ...tagging,
    ttl: {
      type: "object",
      computed: true,
      properties: { attributeName: { ...string, maxLength: 255 }, enabled: { ...flag, default: false } },
    },
    warmThroughput,
    writeCapacity: { ...positive, computed: true },
  },
  rules: tableRules,
};
