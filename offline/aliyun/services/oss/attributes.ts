import { createHash } from "node:crypto";
import { crc64 } from "../../core/crc64.ts";
import { ApiError } from "../../core/error.ts";
import type { Call } from "../../core/service.ts";
import { readAcl } from "./access.ts";
import { invalid, type Oss } from "./operation.ts";
import type { Bucket, ObjectAttributes, ObjectVersion } from "./state.ts";

const STORAGE_CLASSES = ["Standard", "IA", "Archive", "ColdArchive", "DeepColdArchive"];
const KEPT = ["cache-control", "content-disposition", "content-encoding", "content-language", "expires"];
const META = "x-oss-meta-";

/** What the headers of a write say of the object. */
export function readAttributes(oss: Oss, call: Call, bucket: Bucket): ObjectAttributes {
  const { headers } = call.request;
  const storageClass = headers["x-oss-storage-class"] ?? bucket.storageClass;
  if (!STORAGE_CLASSES.includes(storageClass)) {
    throw invalid("x-oss-storage-class", storageClass, `There is no storage class ${storageClass}.`);
  }
  const acl = headers["x-oss-object-acl"] ?? "default";
  const encryption = headers["x-oss-server-side-encryption"];
  return {
    storageClass,
    headers: {
      "content-type": headers["content-type"] ?? "application/octet-stream",
      ...Object.fromEntries(KEPT.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]]))),
    },
    meta: readMeta(headers),
    tags: parseTags(headers["x-oss-tagging"]),
    acl: acl === "default" ? acl : readAcl(oss.state, bucket, acl),
    ...(encryption !== undefined && { encryption }),
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
  return checkTags(Object.fromEntries(new URLSearchParams(text ?? "")));
}

/** @throws ApiError for more tags than an object may have, or longer ones. */
export function checkTags(tags: Record<string, string>): Record<string, string> {
  const wrong = Object.entries(tags).some(([key, value]) => key === "" || key.length > 128 || value.length > 256);
  if (wrong || Object.keys(tags).length > 10) {
    throw new ApiError(
      400,
      "InvalidTag",
      "The tag you specified is not valid: at most 10, keys up to 128 letters, values up to 256.",
    );
  }
  return tags;
}

/** What follows from the bytes of an object or a part. */
export function digest(oss: Oss, body: Buffer): Pick<ObjectVersion, "blob" | "size" | "etag" | "crc64"> {
  return {
    blob: oss.world.blobs.put(body),
    size: body.length,
    etag: createHash("md5").update(body).digest("hex").toUpperCase(),
    crc64: crc64(body),
  };
}

/** Headers that state an object's own attributes. */
export function attributeHeaders(version: ObjectVersion): Record<string, string> {
  return {
    ...version.headers,
    ...Object.fromEntries(Object.entries(version.meta).map(([name, value]) => [`${META}${name}`, value])),
    "x-oss-object-type": version.type,
    "x-oss-storage-class": version.storageClass,
    ...(version.encryption !== undefined && { "x-oss-server-side-encryption": version.encryption }),
    ...(Object.keys(version.tags).length > 0 && { "x-oss-tagging-count": String(Object.keys(version.tags).length) }),
    ...(version.type === "Appendable" && { "x-oss-next-append-position": String(version.size) }),
    ...identityHeaders(version),
  };
}

/** Headers that say which version it is and what its bytes are. */
export function identityHeaders(version: ObjectVersion): Record<string, string> {
  return {
    etag: `"${version.etag}"`,
    "x-oss-hash-crc64ecma": version.crc64,
    ...versionHeader(version),
  };
}

/** The version's identifier, where the bucket keeps versions. */
export const versionHeader = (version: ObjectVersion): Record<string, string> =>
  version.versionId === "null" ? {} : { "x-oss-version-id": version.versionId };
