import type { TypeTable } from "../../table.ts";
import { flag, integer, name, objectList, source, text, textSet } from "../fields.ts";

export const bucketAclTable: TypeTable = {
  token: "alicloud:oss/bucketAcl:BucketAcl",
  source: source("oss_bucket_acl"),
  properties: {
    acl: { ...text, required: true },
    bucket: name,
  },
};

export const bucketCorsTable: TypeTable = {
  token: "alicloud:oss/bucketCors:BucketCors",
  source: source("oss_bucket_cors"),
  properties: {
    bucket: name,
    corsRules: objectList(
      {
        allowedHeaders: textSet,
        allowedMethods: { ...textSet, required: true },
        allowedOrigins: textSet,
        exposeHeaders: textSet,
        maxAgeSeconds: integer,
      },
      { required: true, unordered: true },
    ),
    responseVary: { ...flag, computed: true },
  },
};

export const bucketVersioningTable: TypeTable = {
  token: "alicloud:oss/bucketVersioning:BucketVersioning",
  source: source("oss_bucket_versioning"),
  properties: {
    bucket: name,
    status: { ...text, computed: true, enum: ["Enabled", "Suspended"] },
  },
};

export const bucketServerSideEncryptionTable: TypeTable = {
  token: "alicloud:oss/bucketServerSideEncryption:BucketServerSideEncryption",
  source: source("oss_bucket_server_side_encryption"),
  properties: {
    bucket: name,
    kmsDataEncryption: { ...text, enum: ["SM4"] },
    kmsMasterKeyId: text,
    sseAlgorithm: { ...text, required: true, enum: ["KMS", "AES256", "SM4"] },
  },
};

export const bucketPolicyTable: TypeTable = {
  token: "alicloud:oss/bucketPolicy:BucketPolicy",
  source: source("oss_bucket_policy"),
  properties: {
    bucket: name,
    policy: { ...text, required: true, json: true },
  },
};

export const bucketPublicAccessBlockTable: TypeTable = {
  token: "alicloud:oss/bucketPublicAccessBlock:BucketPublicAccessBlock",
  source: source("oss_bucket_public_access_block"),
  properties: {
    blockPublicAccess: { ...flag, required: true },
    bucket: name,
  },
};
