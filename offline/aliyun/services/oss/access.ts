import { ApiError } from "../../core/error.ts";
import type { Call } from "../../core/service.ts";
import { childOf, parseXml, textOf } from "../../core/xml.ts";
import type { Acl, Bucket, OssState } from "./state.ts";
import { indexDocument } from "./website.ts";

export const ACLS: readonly Acl[] = ["private", "public-read", "public-read-write"];

/** True if the object's or bucket's ACL allows this to everyone. Visitors of a website read its index documents. */
export function isPublic(state: OssState, call: Call, kind: "read" | "write"): boolean {
  const bucket = state.buckets.get(call.params.bucket ?? "");
  if (!bucket) return false;
  const key = (kind === "read" ? indexDocument(bucket, call) : undefined) ?? call.params.key ?? "";
  return isPublicObject(state, bucket, { key, versionId: call.request.query.get("versionId") }, kind);
}

/** True if everyone may do this with an object. */
export function isPublicObject(
  state: OssState,
  bucket: Bucket,
  { key, versionId }: { readonly key: string; readonly versionId: string | null },
  kind: "read" | "write",
): boolean {
  if (blocksPublicAccess(state, bucket)) return false;
  const versions = bucket.objects.get(key) ?? [];
  const version = versionId === null ? versions[0] : versions.find((one) => one.versionId === versionId);
  const own = version && version.acl !== "default" ? version.acl : bucket.acl;
  return kind === "read" ? own !== "private" : own === "public-read-write";
}

/** True if the bucket or the account forbids public ACLs. */
export const blocksPublicAccess = (state: OssState, bucket: Bucket): boolean =>
  [state.account.publicAccessBlock, bucket.settings.publicAccessBlock].some(
    (document) => document !== undefined && textOf(parseXml(document), "BlockPublicAccess") === "true",
  );

/**
 * An ACL as a header or a document states it.
 * @throws ApiError for one that doesn't exist, and a public one where those are blocked.
 */
export function readAcl(state: OssState, bucket: Bucket | undefined, text: string): Acl {
  const acl = ACLS.find((one) => one === text);
  if (!acl) {
    throw new ApiError(400, "InvalidArgument", "no such bucket access control exists", {
      ArgumentName: "x-oss-acl",
      ArgumentValue: text,
    });
  }
  const blocked = bucket ? blocksPublicAccess(state, bucket) : false;
  if (acl !== "private" && blocked) {
    throw new ApiError(403, "AccessDenied", "Put public bucket acl is not allowed.");
  }
  return acl;
}

/** The ACL of an object, which can be "default": that of its bucket. */
export const readObjectAcl = (state: OssState, bucket: Bucket, text: string): Acl | "default" =>
  text === "default" ? text : readAcl(state, bucket, text);

/** The owner's element, as every listing has it. */
export const ownerOf = (call: Call): { ID: string; DisplayName: string } => ({
  ID: call.account,
  DisplayName: call.account,
});

/** The grant of an AccessControlPolicy document. */
export const grantOf = (document: string): string | undefined =>
  textOf(childOf(parseXml(document), "AccessControlList"), "Grant");
