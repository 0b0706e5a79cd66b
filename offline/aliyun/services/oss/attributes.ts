import { createHash } from "node:crypto";
import { crc64 } from "../../core/crc64.ts";
import { ApiError } from "../../core/error.ts";
import type { Call } from "../../core/service.ts";
import { readObjectAcl } from "./access.ts";
import { ALGORITHMS, encryptionHeader, encryptionOf } from "./encryption.ts";
import { invalid, type Oss } from "./operation.ts";
import type { Bucket, ObjectAttributes, ObjectVersion } from "./state.ts";

const STORAGE_CLASSES = ["Standard", "IA", "Archive", "ColdArchive", "DeepColdArchive"];
const KEPT = [
  "content-type",
  "cache-control",
  "content-disposition",
  "content-encoding",
  "content-language",
  "expires",
];
const META = "x-oss-meta-";

/** Attributes of the object from the headers of a write. */
export function readAttributes(oss: Oss, call: Call, bucket: Bucket): ObjectAttributes {
  const { headers } = call.request;
  const wrong = [...KEPT, ...Object.keys(headers).filter((name) => name.startsWith(META))].find((name) =>
    hasControls(headers[name] ?? ""),
  );
  if (wrong !== undefined) throw invalid(wrong, headers[wrong] ?? "", "A header cannot hold control characters.");
  const storageClass = headers["x-oss-storage-class"] ?? bucket.storageClass;
  if (!STORAGE_CLASSES.includes(storageClass)) {
    throw invalid("x-oss-storage-class", storageClass, `There is no storage class ${storageClass}.`);
  }
  const encrypted = encryptionOf(headers, bucket);
  const { encryption } = encrypted;
  if (encryption !== undefined && !ALGORITHMS.includes(encryption)) {
    throw new ApiError(400, "InvalidEncryptionAlgorithmError", "The encryption algorithm is AES256, SM4 or KMS.", {
      "x-oss-server-side-encryption": encryption,
    });
  }
  return {
    storageClass,
    headers: {
      "content-type": headers["content-type"] ?? "application/octet-stream",
      ...Object.fromEntries(KEPT.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]]))),
    },
    meta: readMeta(headers),
    tags: parseTags(headers["x-oss-tagging"]),
    acl: readObjectAcl(oss.state, bucket, headers["x-oss-object-acl"] ?? "default"),
    ...encrypted,
  };
}

function readMeta(headers: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(headers).flatMap(([name, value]) =>
    name.startsWith(META) ? [[name.slice(META.length), value] as const] : [],
  );
  const size = entries.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  if (size > 8192) {
    throw new ApiError(400, "MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size.");
  }
  return Object.fromEntries(entries);
}

/** `a=b&c=d`, percent-encoded; at most ten. */
export function parseTags(text: string | undefined): Record<string, string> {
  return checkTags([...new URLSearchParams(text ?? "")]);
}

/** @throws ApiError for more tags than an object may have, longer or repeated ones, or ones with other characters. */
export function checkTags(pairs: readonly (readonly [key: string, value: string])[]): Record<string, string> {
  const allowed = (text: string, most: number) => text.length <= most && /^[\p{L}\p{M}\p{N}_ +\-=.:/]*$/u.test(text);
  const tags = Object.fromEntries(pairs);
  const wrong = pairs.some(([key, value]) => key === "" || !allowed(key, 128) || !allowed(value, 256));
  if (wrong || pairs.length > 10 || Object.keys(tags).length < pairs.length) {
    throw new ApiError(
      400,
      "InvalidTag",
      "The tag you specified is not valid: at most 10, keys up to 128 characters, values up to 256, of letters, digits, spaces and +-=._:/",
    );
  }
  return tags;
}

/** Text as the bytes of a header, one a letter: OSS sends UTF-8. */
export const headerValue = (text: string): string => Buffer.from(text).toString("latin1");

/** True if a text holds characters that no header can hold. */
export const hasControls = (text: string): boolean => [...text].some((letter) => letter < " " || letter === "\x7f");

/** Attributes that follow from the bytes of an object or a part. */
export function digest(oss: Oss, body: Buffer): Pick<ObjectVersion, "blob" | "size" | "etag" | "crc64"> {
  return {
    blob: oss.world.blobs.put(body),
    size: body.length,
    etag: createHash("md5").update(body).digest("hex").toUpperCase(),
    crc64: crc64(body),
  };
}

/** Headers that state an object's own attributes. */
export function attributeHeaders(bucket: Bucket, version: ObjectVersion): Record<string, string> {
  return {
    ...version.headers,
    ...Object.fromEntries(Object.entries(version.meta).map(([name, value]) => [`${META}${name}`, value])),
    "x-oss-object-type": version.type,
    "x-oss-storage-class": version.storageClass,
    ...(Object.keys(version.tags).length > 0 && { "x-oss-tagging-count": String(Object.keys(version.tags).length) }),
    ...(version.type === "Appendable" && { "x-oss-next-append-position": String(version.size) }),
    ...identityHeaders(bucket, version),
  };
}

/** Headers that say which version it is, what its bytes are and how they are encrypted. */
export function identityHeaders(bucket: Bucket, version: ObjectVersion): Record<string, string> {
  return {
    etag: `"${version.etag}"`,
    "x-oss-hash-crc64ecma": version.crc64,
    ...(version.type === "Normal" && digestHeader(version)),
    ...(version.md5 !== undefined && { "content-md5": version.md5 }),
    ...encryptionHeader(bucket, version),
    ...versionHeader(bucket, version),
  };
}

/** The MD5 of bytes that came at once, which is their entity tag too. */
export const digestHeader = ({ etag }: { readonly etag: string }): Record<string, string> => ({
  "content-md5": Buffer.from(etag, "hex").toString("base64"),
});

/** The version's identifier, where the bucket keeps versions or has kept them: "null" while that is suspended. */
export const versionHeader = (bucket: Bucket, version: ObjectVersion): Record<string, string> =>
  bucket.versioning === undefined ? {} : { "x-oss-version-id": version.versionId };
