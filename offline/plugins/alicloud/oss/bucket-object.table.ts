import type { TypeTable } from "../../table.ts";
import { name, output, source, string } from "../fields.ts";

const sameTime = (old: string, wanted: string) => Date.parse(old) === Date.parse(wanted);

export const bucketObjectTable: TypeTable = {
  token: "alicloud:oss/bucketObject:BucketObject",
  source: source("oss_bucket_object"),
  properties: {
    acl: { ...string, default: "private", enum: ["private", "public-read", "public-read-write"] },
    bucket: name,
    cacheControl: string,
    content: { ...string, conflictsWith: ["source"] },
    contentDisposition: string,
    contentEncoding: string,
    contentLength: output,
    contentMd5: string,
    contentType: { ...string, computed: true },
    etag: output,
    expires: string,
    key: name,
    kmsKeyId: { ...string, ignored: ({ serverSideEncryption }) => serverSideEncryption !== "KMS" },
    objectWormMode: { ...string, computed: true, enum: ["COMPLIANCE"], requiredWith: ["objectWormRetainUntilDate"] },
    objectWormRetainUntilDate: { ...string, computed: true, equivalent: sameTime, requiredWith: ["objectWormMode"] },
    serverSideEncryption: { ...string, default: "AES256", enum: ["KMS", "AES256"] },
    source: { ...string, conflictsWith: ["content"] },
    versionId: output,
  },
};
