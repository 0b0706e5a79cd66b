import { ApiError } from "../../core/error.ts";
import type { Call, Permission } from "../../core/service.ts";
import { decode } from "../../security/schemes/claim.ts";
import { checkConditions } from "./conditions.ts";
import { decrypting, type Source } from "./encryption.ts";
import { checkKey } from "./keys.ts";
import { invalid, type Oss, resourceArn } from "./operation.ts";
import { checkReadable } from "./restore.ts";
import { findVersion, type ObjectVersion } from "./state.ts";

/** `x-oss-copy-source: /bucket/key?versionId=...`, percent-encoded. */
function readSource(call: Call): Source {
  const header = call.request.headers["x-oss-copy-source"] ?? "";
  const [path = "", query = ""] = header.split("?");
  const [, bucket, key] = /^\/?([^/]+)\/(.+)$/s.exec(decode(path)) ?? [];
  if (bucket === undefined || key === undefined) {
    throw invalid(
      "x-oss-copy-source",
      header,
      "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
    );
  }
  checkKey(key);
  return { bucket, key, versionId: new URLSearchParams(query).get("versionId") };
}

/** Reading the source and writing the copy. */
export const copyPermissions = (oss: Oss): (string | Permission)[] => [
  "PutObject",
  {
    action: "oss:GetObject",
    resource: (call) => {
      const { bucket, key } = readSource(call);
      return resourceArn(oss.state, call, bucket, key);
    },
  },
  decrypting(oss, readSource),
];

/** The version that is copied, and whether its bucket keeps versions; it must be in the same region, and fit the caller's conditions. */
export function copySource(oss: Oss, call: Call): { version: ObjectVersion; kept: boolean } {
  const { bucket: name, key, versionId } = readSource(call);
  const bucket = oss.state.bucket(name);
  if (bucket.region !== oss.state.bucket(call.params.bucket ?? "").region) {
    throw new ApiError(400, "InvalidArgument", "The source and the target bucket must be in the same region.");
  }
  const version = findVersion(bucket, key, versionId);
  if (version.deleteMarker) throw new ApiError(404, "NoSuchKey", "The specified key does not exist.", { Key: key });
  if (checkConditions(call.request.headers, version, "x-oss-copy-source-") === "unchanged") {
    throw new ApiError(304, "NotModified", "The source is not modified.");
  }
  checkReadable(oss, bucket, version);
  return { version, kept: bucket.versioning !== undefined };
}
