import { ApiError } from "../../core/error.ts";
import type { ServiceResponse } from "../../core/http.ts";
import type { Call, Operation } from "../../core/service.ts";
import { attributeHeaders, identityHeaders } from "./attributes.ts";
import { checkConditions, readRange } from "./conditions.ts";
import { type Oss, objectOperation } from "./operation.ts";
import { type Bucket, findVersion, type ObjectVersion } from "./state.ts";

/** Headers of the answer that a reader may choose. */
const OVERRIDES = [
  "content-type",
  "content-language",
  "expires",
  "cache-control",
  "content-disposition",
  "content-encoding",
];

export const readOperations = (oss: Oss): readonly Operation[] => [
  objectOperation(oss, { name: "GetObject", method: "GET", open: "read" }, (call, where) =>
    getObject(oss, call, where),
  ),
  objectOperation(
    oss,
    { name: "HeadObject", method: "HEAD", actions: ["GetObject"], open: "read" },
    (call, { bucket, key }) => {
      const version = follow(bucket, key, call);
      if (checkConditions(call.request.headers, version) === "unchanged")
        return { status: 304, headers: basic(version) };
      return { status: 200, headers: { ...basic(version), "content-length": String(version.size) } };
    },
  ),
  objectOperation(
    oss,
    { name: "GetObjectMeta", method: "HEAD", query: ["objectMeta"], actions: ["GetObject"], open: "read" },
    (call, { bucket, key }) => metaAnswer(follow(bucket, key, call)),
  ),
];

interface Where {
  readonly bucket: Bucket;
  readonly key: string;
}

function getObject(oss: Oss, call: Call, { bucket, key }: Where): ServiceResponse {
  const { headers } = call.request;
  const version = follow(bucket, key, call);
  if (checkConditions(headers, version) === "unchanged") return { status: 304, headers: basic(version) };
  const body = oss.world.blobs.get(version.blob);
  const answer = { ...basic(version), ...overrides(call) };
  const range = readRange(headers, version.size);
  if (!range) return { status: 200, headers: answer, body };
  return {
    status: 206,
    headers: { ...answer, "content-range": `bytes ${range.start}-${range.end}/${version.size}` },
    body: body.subarray(range.start, range.end + 1),
  };
}

/** The version asked for; where that is a link, what the link points to. */
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
  return { ...target, type: "Symlink" };
}

const notAllowed = (marker: ObjectVersion): ApiError =>
  new ApiError(405, "MethodNotAllowed", "The specified method is not allowed against this resource.", {
    "header:x-oss-delete-marker": "true",
    "header:x-oss-version-id": marker.versionId,
  });

const basic = (version: ObjectVersion): Record<string, string> => ({
  ...attributeHeaders(version),
  "accept-ranges": "bytes",
  "last-modified": new Date(version.modified).toUTCString(),
});

function overrides(call: Call): Record<string, string> {
  return Object.fromEntries(
    OVERRIDES.flatMap((name) => {
      const value = call.request.query.get(`response-${name}`);
      return value === null ? [] : [[name, value]];
    }),
  );
}

const metaAnswer = (version: ObjectVersion): ServiceResponse => ({
  status: 200,
  headers: {
    ...identityHeaders(version),
    "last-modified": new Date(version.modified).toUTCString(),
    "content-length": String(version.size),
  },
});
