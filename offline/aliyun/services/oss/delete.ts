import type { ServiceResponse } from "../../core/http.ts";
import type { Call, Operation } from "../../core/service.ts";
import { childrenOf, parseXml, textOf, type XmlElement } from "../../core/xml.ts";
import { versionHeader } from "./attributes.ts";
import { checkKey } from "./keys.ts";
import { bucketOperation, invalid, malformed, type Oss, objectOperation, resourceArn, xmlAnswer } from "./operation.ts";
import { checkDigest } from "./settings.ts";
import { addVersion, type Bucket, type ObjectVersion, removeVersion } from "./state.ts";

interface Wanted {
  readonly key: string;
  readonly versionId?: string;
}

export const deleteOperations = (oss: Oss): readonly Operation[] => [
  objectOperation(oss, { name: "DeleteObject", method: "DELETE", open: "write" }, (call, { bucket, key }) =>
    answer(bucket, remove(oss, call, bucket, { key }, "ObjectRemoved:DeleteObject")),
  ),
  objectOperation(
    oss,
    { name: "DeleteObjectVersion", method: "DELETE", query: ["versionId"] },
    (call, { bucket, key }) => {
      const versionId = call.request.query.get("versionId") ?? "";
      if (versionId === "") throw invalid("versionId", versionId, "The version id must not be empty.");
      return answer(bucket, remove(oss, call, bucket, { key, versionId }, "ObjectRemoved:DeleteObject"));
    },
  ),
  bucketOperation(
    oss,
    {
      name: "DeleteMultipleObjects",
      method: "POST",
      query: ["delete"],
      also: ["encoding-type"],
      actions: [
        {
          action: "oss:DeleteObject",
          resource: (call) => readWanted(call).map(({ key }) => resourceArn(oss.state, call, call.params.bucket, key)),
        },
      ],
    },
    (call, bucket) => deleteMultiple(oss, call, bucket),
  ),
];

interface Removed {
  /** The marker that was added or removed, or the version that was removed. */
  readonly version?: ObjectVersion;
  readonly marker: boolean;
}

/** Removes an object as the bucket's versioning prescribes. The removal of an absent key succeeds. */
function remove(oss: Oss, call: Call, bucket: Bucket, { key, versionId }: Wanted, event: string): Removed {
  const removed = versionId === undefined ? hide(oss, bucket, key) : takeAway(bucket, key, versionId);
  oss.world.changed();
  oss.notifier.notify(call, { name: event, bucket, key });
  return removed;
}

function takeAway(bucket: Bucket, key: string, versionId: string): Removed {
  const version = removeVersion(bucket, key, versionId);
  return { ...(version && { version }), marker: version?.deleteMarker ?? false };
}

function hide(oss: Oss, bucket: Bucket, key: string): Removed {
  if (bucket.versioning === undefined) {
    removeVersion(bucket, key, "null");
    return { marker: false };
  }
  return { version: addVersion(bucket, key, markerAt(oss.world.clock.now())), marker: true };
}

const markerAt = (modified: number): Omit<ObjectVersion, "versionId"> => ({
  deleteMarker: true,
  modified,
  blob: "",
  size: 0,
  etag: "",
  crc64: "0",
  type: "Normal",
  storageClass: "Standard",
  headers: {},
  meta: {},
  tags: {},
  acl: "default",
});

const answer = (bucket: Bucket, { version, marker }: Removed): ServiceResponse => ({
  status: 204,
  headers: {
    ...(version && versionHeader(bucket, version)),
    ...(marker && { "x-oss-delete-marker": "true" }),
  },
});

function readWanted(call: Call): Wanted[] {
  const document = parseXml(call.request.body.toString());
  const objects = childrenOf(document, "Object");
  if (document?.name !== "Delete" || objects.length === 0 || objects.length > 1000) throw malformed();
  if (!holdsOnly(document, ["Object", "Quiet"])) throw malformed();
  return objects.map((object) => {
    const key = textOf(object, "Key");
    const versionId = textOf(object, "VersionId");
    // A removal that is not understood whole must not become one of the newest version.
    if (!key || versionId === "" || !holdsOnly(object, ["Key", "VersionId"])) throw malformed();
    checkKey(key);
    return { key, ...(versionId && { versionId }) };
  });
}

const holdsOnly = ({ children }: XmlElement, names: readonly string[]): boolean =>
  children.every(({ name }) => names.includes(name));

function deleteMultiple(oss: Oss, call: Call, bucket: Bucket): ServiceResponse {
  checkDigest(call);
  const wanted = readWanted(call);
  const quiet = textOf(parseXml(call.request.body.toString()), "Quiet") === "true";
  const encode = call.request.query.get("encoding-type") === "url" ? encodeURIComponent : (key: string) => key;
  const results = wanted.map((one) => ({
    wanted: one,
    removed: remove(oss, call, bucket, one, "ObjectRemoved:DeleteObjects"),
  }));
  if (quiet) return { status: 200 };
  return xmlAnswer("DeleteResult", {
    ...(call.request.query.get("encoding-type") === "url" && { EncodingType: "url" }),
    Deleted: results.map(({ wanted: { key, versionId }, removed: { version, marker } }) => ({
      Key: encode(key),
      VersionId: versionId,
      DeleteMarker: marker ? true : undefined,
      DeleteMarkerVersionId: marker ? version?.versionId : undefined,
    })),
  });
}
