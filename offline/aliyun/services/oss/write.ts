import { ApiError } from "../../core/error.ts";
import type { ServiceResponse } from "../../core/http.ts";
import type { Call, Operation } from "../../core/service.ts";
import { decode } from "../../security/schemes/claim.ts";
import { readObjectAcl } from "./access.ts";
import { attributeHeaders, digest, identityHeaders, readAttributes, versionHeader } from "./attributes.ts";
import { answerCallback, CALLBACK, readCallback } from "./callback.ts";
import { copyPermissions, copySource } from "./copy-source.ts";
import { encrypting } from "./encryption.ts";
import { invalid, isoTime, type Oss, objectOperation, RESPONSE_PARAMETERS, VERSION, xmlAnswer } from "./operation.ts";
import { checkDigest } from "./settings.ts";
import { addVersion, type Bucket, findVersion, type ObjectVersion, removeVersion } from "./state.ts";

export interface Where {
  readonly bucket: Bucket;
  readonly key: string;
}

export const writeOperations = (oss: Oss): readonly Operation[] => [
  objectOperation(
    oss,
    {
      name: "PutObject",
      method: "PUT",
      also: [...RESPONSE_PARAMETERS, ...CALLBACK],
      actions: ["PutObject", encrypting(oss)],
      open: "write",
    },
    (call, where) => {
      checkDigest(call);
      const callback = readCallback(call);
      const version = store(oss, call, where, "ObjectCreated:PutObject", newVersion(oss, call, where.bucket));
      const done = { status: 200, headers: identityHeaders(where.bucket, version) };
      return callback ? answerCallback(oss, call, { ...where, version }, callback, done) : done;
    },
  ),
  objectOperation(
    oss,
    {
      name: "CopyObject",
      method: "PUT",
      headers: ["x-oss-copy-source"],
      actions: [...copyPermissions(oss), encrypting(oss)],
    },
    (call, where) => copyObject(oss, call, where),
  ),
  objectOperation(
    oss,
    {
      name: "AppendObject",
      method: "POST",
      query: ["append", "position"],
      actions: ["PutObject", encrypting(oss)],
      open: "write",
    },
    (call, where) => appendObject(oss, call, where),
  ),
  objectOperation(
    oss,
    { name: "PutSymlink", method: "PUT", query: ["symlink"], actions: ["PutObject"], open: "write" },
    (call, where) => putSymlink(oss, call, where),
  ),
  objectOperation(
    oss,
    {
      name: "GetSymlink",
      method: "GET",
      query: ["symlink"],
      also: VERSION,
      actions: ["GetObject"],
      open: "read",
    },
    (call, { bucket, key }) => {
      const version = findVersion(bucket, key, call.request.query.get("versionId"));
      if (version.symlinkTarget === undefined) {
        throw new ApiError(400, "NotSymlink", "The object is not symlink.", { Key: key });
      }
      const target = { "x-oss-symlink-target": encodeURIComponent(version.symlinkTarget) };
      return { status: 200, headers: { ...attributeHeaders(bucket, version), ...target } };
    },
  ),
];

type Unsaved = Omit<ObjectVersion, "versionId">;

const newVersion = (oss: Oss, call: Call, bucket: Bucket, body = call.request.body): Unsaved => ({
  ...readAttributes(oss, call, bucket),
  ...digest(oss, body),
  deleteMarker: false,
  modified: oss.world.clock.now(),
  type: "Normal",
});

/** Stores the file of a form upload. */
export const storeBody = (oss: Oss, call: Call, where: Where, body: Buffer): ObjectVersion =>
  store(oss, call, where, "ObjectCreated:PostObject", newVersion(oss, call, where.bucket, body));

/** Adds the version, and tells who listens. */
export function store(oss: Oss, call: Call, { bucket, key }: Where, event: string, version: Unsaved): ObjectVersion {
  const before = bucket.objects.get(key)?.[0];
  if (before && !before.deleteMarker && call.request.headers["x-oss-forbid-overwrite"] === "true") {
    throw new ApiError(
      409,
      "FileAlreadyExists",
      "The object you specified already exists and can not be overwritten.",
      {
        Key: key,
      },
    );
  }
  const added = addVersion(bucket, key, version);
  oss.world.changed();
  oss.notifier.notify(call, { name: event, bucket, key, version: added, delta: added.size - (before?.size ?? 0) });
  return added;
}

function copyObject(oss: Oss, call: Call, where: Where): ServiceResponse {
  const { version: source, kept } = copySource(oss, call);
  const directive = call.request.headers["x-oss-metadata-directive"] ?? "COPY";
  if (!["COPY", "REPLACE"].includes(directive)) {
    throw invalid("x-oss-metadata-directive", directive, "The metadata directive must be COPY or REPLACE.");
  }
  const { tags: newTags, ...attributes } = readAttributes(oss, call, where.bucket);
  const replaceTags = call.request.headers["x-oss-tagging-directive"]?.toUpperCase() === "REPLACE";
  const version = store(oss, call, where, "ObjectCreated:CopyObject", {
    ...withoutRestore(source),
    ...(attributes.encryption !== undefined && { encryptionKey: undefined, dataEncryption: undefined }),
    ...attributes,
    ...(directive === "COPY" && { headers: source.headers, meta: source.meta }),
    tags: replaceTags ? newTags : source.tags,
    modified: oss.world.clock.now(),
    type: source.type === "Multipart" ? "Multipart" : "Normal",
  });
  const answer = xmlAnswer("CopyObjectResult", { ETag: `"${version.etag}"`, LastModified: isoTime(version.modified) });
  return {
    ...answer,
    headers: {
      ...answer.headers,
      ...identityHeaders(where.bucket, version),
      ...(kept && { "x-oss-copy-source-version-id": source.versionId }),
    },
  };
}

/** A copy is not restored, whatever its source is. */
const withoutRestore = ({ restored: _, ...version }: ObjectVersion): ObjectVersion => version;

function appendObject(oss: Oss, call: Call, where: Where): ServiceResponse {
  checkDigest(call);
  const before = bucketHead(where);
  if (before && before.type !== "Appendable") {
    throw new ApiError(409, "ObjectNotAppendable", "The object is not appendable", { Key: where.key });
  }
  const position = Number(call.request.query.get("position"));
  const length = before?.size ?? 0;
  if (position !== length) {
    throw new ApiError(409, "PositionNotEqualToLength", "Position is not equal to file length", {
      "header:x-oss-next-append-position": String(length),
    });
  }
  const { body: added, headers } = call.request;
  const stated = headers["x-oss-object-acl"];
  const body = before ? Buffer.concat([oss.world.blobs.get(before.blob), added]) : added;
  const version: Unsaved = {
    ...(before ?? readAttributes(oss, call, where.bucket)),
    // Later appends change the ACL where they name one, and no other attribute.
    ...(before && stated !== undefined && { acl: readObjectAcl(oss.state, where.bucket, stated) }),
    ...digest(oss, body),
    deleteMarker: false,
    modified: oss.world.clock.now(),
    type: "Appendable",
  };
  // Appending changes the version there is; it never makes another.
  if (before) removeVersion(where.bucket, where.key, before.versionId);
  const stored = store(oss, call, where, "ObjectCreated:AppendObject", version);
  return {
    status: 200,
    headers: { ...identityHeaders(where.bucket, stored), "x-oss-next-append-position": String(stored.size) },
  };
}

function bucketHead({ bucket, key }: Where): ObjectVersion | undefined {
  const head = bucket.objects.get(key)?.[0];
  return head?.deleteMarker ? undefined : head;
}

function putSymlink(oss: Oss, call: Call, where: Where): ServiceResponse {
  const stated = call.request.headers["x-oss-symlink-target"];
  if (!stated) throw invalid("x-oss-symlink-target", "", "A symlink needs a target.");
  const version = store(oss, call, where, "ObjectCreated:PutSymlink", {
    ...newVersion(oss, call, where.bucket),
    type: "Symlink",
    symlinkTarget: decode(stated),
  });
  return { status: 200, headers: { etag: `"${version.etag}"`, ...versionHeader(where.bucket, version) } };
}
