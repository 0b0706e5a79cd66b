import type { TypeTable } from "../../table.ts";
import { flag, integer, name, objectList, source, string, stringSet } from "../fields.ts";

export const bucketAclTable: TypeTable = {
  token: "alicloud:oss/bucketAcl:BucketAcl",
  source: source("oss_bucket_acl"),
  properties: {
    acl: { ...string, required: true },
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
        allowedHeaders: stringSet,
        allowedMethods: { ...stringSet, required: true },
        allowedOrigins: stringSet,
        exposeHeaders: stringSet,
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
    status: { ...string, computed: true, enum: ["Enabled", "Suspended"] },
  },
};

export const bucketServerSideEncryptionTable: TypeTable = {
  token: "alicloud:oss/bucketServerSideEncryption:BucketServerSideEncryption",
  source: source("oss_bucket_server_side_encryption"),
  properties: {
    bucket: name,
    kmsDataEncryption: { ...string, enum: ["SM4"] },
    kmsMasterKeyId: string,
    sseAlgorithm: { ...string, required: true, enum: ["KMS", "AES256", "SM4"] },
  },
};

export const bucketPolicyTable: TypeTable = {
  token: "alicloud:oss/bucketPolicy:BucketPolicy",
  source: source("oss_bucket_policy"),
  properties: {
    bucket: name,
    policy: { ...string, required: true, json: true },
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
