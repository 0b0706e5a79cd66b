import { z } from "zod";

/** https://www.alibabacloud.com/help/en/functioncompute/fc/user-guide/native-oss-triggers */
export const OSS_EVENTS = [
  "oss:ObjectCreated:*",
  "oss:ObjectCreated:PutObject",
  "oss:ObjectCreated:PutSymlink",
  "oss:ObjectCreated:PostObject",
  "oss:ObjectCreated:CopyObject",
  "oss:ObjectCreated:AppendObject",
  "oss:ObjectCreated:InitiateMultipartUpload",
  "oss:ObjectCreated:UploadPart",
  "oss:ObjectCreated:UploadPartCopy",
  "oss:ObjectCreated:CompleteMultipartUpload",
  "oss:ObjectRemoved:*",
  "oss:ObjectRemoved:DeleteObject",
  "oss:ObjectRemoved:DeleteObjects",
  "oss:ObjectRemoved:AbortMultipartUpload",
  "oss:ObjectModified:UpdateObjectMeta",
  "oss:ObjectDownloaded:GetObject",
] as const;

export type OssEvent = (typeof OSS_EVENTS)[number];

/** OSS's longest object name, in bytes. */
const MAX_KEY_BYTES = 1023;

const part = z
  .string()
  .refine((text) => Buffer.byteLength(text) <= MAX_KEY_BYTES, "longer than an object's name can be")
  .default("");

/**
 * `triggerConfig` of a bucket's trigger. Prefix and suffix are plain text, without wildcards.
 *
 * @example { "events": ["oss:ObjectCreated:PutObject"], "filter": { "key": { "prefix": "in/", "suffix": ".png" } } }
 */
export const oss = z.strictObject({
  events: z.array(z.enum(OSS_EVENTS)).min(1),
  filter: z.strictObject({ key: z.strictObject({ prefix: part, suffix: part }) }),
});
