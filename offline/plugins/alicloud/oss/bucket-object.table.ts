import type { TypeTable } from "../../table.ts";
import { name, output, source, text } from "../fields.ts";

const sameTime = (old: string, wanted: string) => Date.parse(old) === Date.parse(wanted);

export const bucketObjectTable: TypeTable = {
  token: "alicloud:oss/bucketObject:BucketObject",
  source: source("oss_bucket_object"),
  properties: {
    acl: { ...text, default: "private", enum: ["private", "public-read", "public-read-write"] },
    bucket: name,
    cacheControl: text,
    content: { ...text, conflictsWith: ["source"] },
    contentDisposition: text,
    contentEncoding: text,
    contentLength: output,
    contentMd5: text,
    contentType: { ...text, computed: true },
    etag: output,
    expires: text,
    key: name,
    kmsKeyId: { ...text, ignored: ({ serverSideEncryption }) => serverSideEncryption !== "KMS" },
    objectWormMode: { ...text, computed: true, enum: ["COMPLIANCE"], requiredWith: ["objectWormRetainUntilDate"] },
    objectWormRetainUntilDate: { ...text, computed: true, equivalent: sameTime, requiredWith: ["objectWormMode"] },
    serverSideEncryption: { ...text, default: "AES256", enum: ["KMS", "AES256"] },
    source: { ...text, conflictsWith: ["content"] },
    versionId: output,
  },
};
