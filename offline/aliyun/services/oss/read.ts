import { ApiError } from "../../core/error.ts";
import type { ServiceResponse } from "../../core/http.ts";
import type { Call, Operation } from "../../core/service.ts";
import { isPublicObject } from "./access.ts";
import { attributeHeaders, hasControls, headerValue, identityHeaders } from "./attributes.ts";
import { checkConditions, readRange } from "./conditions.ts";
import { decrypting } from "./encryption.ts";
import { invalid, type Oss, OVERRIDES, objectOperation, RESPONSE_PARAMETERS, VERSION } from "./operation.ts";
import { checkReadable, restoreInfo } from "./restore.ts";
import { type Bucket, findVersion, type ObjectVersion } from "./state.ts";
import { visit } from "./website.ts";

const READING = [...VERSION, ...RESPONSE_PARAMETERS];

export const readOperations = (oss: Oss): readonly Operation[] => [
  objectOperation(
    oss,
    { name: "GetObject", method: "GET", also: READING, actions: ["GetObject", decrypting(oss)], open: "read" },
    (call, where) => visitPage(oss, call, where.bucket),
  ),
  objectOperation(
    oss,
    { name: "HeadObject", method: "HEAD", also: READING, actions: ["GetObject"], open: "read" },
    (call, { bucket, key }) => {
      const version = follow(bucket, key, call);
      const headers = basic(oss, bucket, version);
      if (checkConditions(call.request.headers, version) === "unchanged") return { status: 304, headers };
      return { status: 200, headers: { ...headers, "content-length": String(version.size) } };
    },
  ),
  objectOperation(
    oss,
    {
      name: "GetObjectMeta",
      method: "HEAD",
      query: ["objectMeta"],
      also: VERSION,
      actions: ["GetObject"],
      open: "read",
    },
    (call, { bucket, key }) => metaAnswer(bucket, follow(bucket, key, call)),
  ),
];

/** Reads an object, or the page of the bucket's website that stands in its place. */
export const visitPage = (oss: Oss, call: Call, bucket: Bucket): ServiceResponse =>
  visit(bucket, call, {
    read: (key) => getObject(oss, call, { bucket, key }),
    isPublic: (key) => isPublicObject(oss.state, bucket, { key, versionId: null }, "read"),
  });

interface Where {
  readonly bucket: Bucket;
  readonly key: string;
}

function getObject(oss: Oss, call: Call, { bucket, key }: Where): ServiceResponse {
  const { headers } = call.request;
  const version = follow(bucket, key, call);
  const basics = basic(oss, bucket, version);
  if (checkConditions(headers, version) === "unchanged") return { status: 304, headers: basics };
  checkReadable(oss, bucket, version);
  const body = oss.world.blobs.get(version.blob);
  const answer = { ...basics, ...overrides(call) };
  const range = readRange(headers, version.size);
  if (!range) return { status: 200, headers: answer, body };
  return {
    status: 206,
    headers: { ...answer, "content-range": `bytes ${range.start}-${range.end}/${version.size}` },
    body: body.subarray(range.start, range.end + 1),
  };
}

/**
 * The version asked for; where that is a link, the bytes that it points to with the link's own attributes.
 * @see https://www.alibabacloud.com/help/en/oss/developer-reference/putsymlink
 */
export function follow(bucket: Bucket, key: string, call: Call): ObjectVersion {
  const version = findVersion(bucket, key, call.request.query.get("versionId"));
  if (version.deleteMarker) throw notAllowed(version);
  if (version.symlinkTarget === undefined) return version;
  const target = bucket.objects.get(version.symlinkTarget)?.[0];
  if (!target || target.deleteMarker) {
    throw new ApiError(404, "SymlinkTargetNotExist", "The symlink target object does not exist.");
  }
  if (target.symlinkTarget !== undefined) {
    throw new ApiError(400, "InvalidTargetType", "The symlink's target object type is invalid.");
  }
  const { blob, size, etag, crc64, modified } = target;
  return { ...version, blob, size, etag, crc64, modified: Math.max(modified, version.modified) };
}

const notAllowed = (marker: ObjectVersion): ApiError =>
  new ApiError(405, "MethodNotAllowed", "The specified method is not allowed against this resource.", {
    "header:x-oss-delete-marker": "true",
    "header:x-oss-version-id": marker.versionId,
  });

const basic = (oss: Oss, bucket: Bucket, version: ObjectVersion): Record<string, string> => ({
  ...attributeHeaders(bucket, version),
  ...restoreHeader(restoreInfo(version, oss.world.clock.now())),
  "accept-ranges": "bytes",
  "last-modified": new Date(version.modified).toUTCString(),
});

const restoreHeader = (info: string | undefined): Record<string, string> =>
  info === undefined ? {} : { "x-oss-restore": info };

function overrides(call: Call): Record<string, string> {
  return Object.fromEntries(
    OVERRIDES.flatMap((name) => {
      const parameter = `response-${name}`;
      const value = call.request.query.get(parameter);
      if (value === null) return [];
      if (hasControls(value)) throw invalid(parameter, value, "A header of the answer cannot hold control characters.");
      return [[name, headerValue(value)]];
    }),
  );
}

const metaAnswer = (bucket: Bucket, version: ObjectVersion): ServiceResponse => ({
  status: 200,
  headers: {
    ...identityHeaders(bucket, version),
    "last-modified": new Date(version.modified).toUTCString(),
    "content-length": String(version.size),
  },
});
