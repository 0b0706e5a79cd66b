import { ApiError } from "../../core/error.ts";
import type { Call, Operation } from "../../core/service.ts";
import { childOf, childrenOf, parseXml, textOf } from "../../core/xml.ts";
import { ownerOf, readObjectAcl } from "./access.ts";
import { checkTags, versionHeader } from "./attributes.ts";
import { malformed, type Oss, objectOperation, VERSION, xmlAnswer } from "./operation.ts";
import { findVersion, type ObjectVersion, replaceVersion } from "./state.ts";
import type { Where } from "./write.ts";

/** ACL and tags of objects. */
export const objectSettingOperations = (oss: Oss): readonly Operation[] => [
  objectOperation(oss, { name: "PutObjectAcl", method: "PUT", query: ["acl"], also: VERSION }, (call, where) => {
    const stated = call.request.headers["x-oss-object-acl"] ?? "";
    return change(oss, call, where, { acl: readObjectAcl(oss.state, where.bucket, stated) });
  }),
  objectOperation(oss, { name: "GetObjectAcl", method: "GET", query: ["acl"], also: VERSION }, (call, where) =>
    xmlAnswer("AccessControlPolicy", { Owner: ownerOf(call), AccessControlList: { Grant: asked(call, where).acl } }),
  ),
  objectOperation(oss, { name: "PutObjectTagging", method: "PUT", query: ["tagging"], also: VERSION }, (call, where) =>
    change(oss, call, where, { tags: readTagSet(call) }),
  ),
  objectOperation(
    oss,
    { name: "GetObjectTagging", method: "GET", query: ["tagging"], also: VERSION },
    (call, where) => {
      const tags = Object.entries(asked(call, where).tags).map(([Key, Value]) => ({ Key, Value }));
      return xmlAnswer("Tagging", { TagSet: { Tag: tags } });
    },
  ),
  objectOperation(
    oss,
    { name: "DeleteObjectTagging", method: "DELETE", query: ["tagging"], also: VERSION },
    (call, where) => {
      const changed = change(oss, call, where, { tags: {} });
      return { ...changed, status: 204 };
    },
  ),
];

function asked(call: Call, { bucket, key }: Where): ObjectVersion {
  const version = findVersion(bucket, key, call.request.query.get("versionId"));
  if (!version.deleteMarker) return version;
  throw new ApiError(405, "MethodNotAllowed", "The specified method is not allowed against this resource.");
}

function change(oss: Oss, call: Call, where: Where, changes: Partial<ObjectVersion>) {
  const version = { ...asked(call, where), ...changes };
  replaceVersion(where.bucket, where.key, version);
  oss.world.changed();
  oss.notifier.notify(call, { name: "ObjectModified:UpdateObjectMeta", ...where, version });
  return { status: 200, headers: versionHeader(where.bucket, version) };
}

function readTagSet(call: Call): Record<string, string> {
  const document = parseXml(call.request.body.toString());
  if (document?.name !== "Tagging") throw malformed();
  const tags = childrenOf(childOf(document, "TagSet"), "Tag");
  return checkTags(tags.map((tag) => [textOf(tag, "Key") ?? "", textOf(tag, "Value") ?? ""]));
}
