import type { ResolvedResource } from "../../../model/resolve.ts";
import { adopted, resourceGroup } from "../../graph/group.ts";
import type { PartHandle } from "../../graph/lowering.ts";
import { ref } from "../../graph/node.ts";
import type { InputsOf } from "../../graph/provider-types.ts";
import { arnOf } from "../arns.ts";
import type { AliyunScope } from "../context.ts";
import { adopt, keyId } from "../references.ts";
import type { AliyunTypes } from "../resource-types.ts";
import { nameOf } from "./shared.ts";

type BucketInputs = InputsOf<AliyunTypes, "alicloud:oss/bucket:Bucket">;
type BucketSpec = ResolvedResource<"bucket">["spec"];

const SECONDS_PER_DAY = 86_400;
/** OSS has no word for "every method". */
const ALL_METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE"];

/**
 * A private, encrypted bucket. Its rules are part of the bucket's own inputs although the provider has resources for
 * them too: it reads them as part of the bucket, and would take those of another resource for a change to undo.
 */
export function bucket(scope: AliyunScope, resource: ResolvedResource<"bucket">): PartHandle {
  const { spec } = resource;
  const { component, group } = resourceGroup<AliyunTypes>(scope, resource, "polyfn:aliyun:Bucket");
  if (spec.existing !== undefined) return adopted(adopt(scope, resource.kind, spec.existing), component);
  const args: BucketInputs = {
    bucket: nameOf(scope, resource),
    forceDestroy: !spec.keep,
    serverSideEncryptionRule:
      spec.key === undefined
        ? { sseAlgorithm: "AES256" }
        : { sseAlgorithm: "KMS", kmsMasterKeyId: keyId(scope, spec.key) },
    ...(spec.versioning && { versioning: { status: "Enabled" } }),
    ...cors(spec),
    ...expiry(spec),
    tags: resource.tags,
  };
  // Versioning of a bucket can be suspended but not removed, and the provider would try to remove it at every update.
  const node = group.add(
    "alicloud:oss/bucket:Bucket",
    "bucket",
    args,
    spec.versioning ? {} : { ignoreChanges: ["versioning"] },
  );
  // Whatever access lists and policies anyone writes later.
  group.add("alicloud:oss/bucketPublicAccessBlock:BucketPublicAccessBlock", "access", {
    bucket: ref(node, "bucket"),
    blockPublicAccess: true,
  });
  return {
    name: ref(node, "bucket"),
    id: arnOf.bucket(scope.context.place, ref(node, "bucket")),
    component,
    nodes: group.nodes,
  };
}

function cors(spec: BucketSpec): Pick<BucketInputs, "corsRules"> {
  if (!spec.cors) return {};
  const { origins, methods, headers, exposeHeaders, maxAge } = spec.cors;
  return {
    corsRules: [
      {
        allowedOrigins: origins,
        allowedMethods: methods.includes("*") ? ALL_METHODS : methods,
        ...(headers.length > 0 && { allowedHeaders: headers }),
        ...(exposeHeaders.length > 0 && { exposeHeaders }),
        ...(maxAge > 0 && { maxAgeSeconds: maxAge }),
      },
    ],
  };
}

function expiry(spec: BucketSpec): Pick<BucketInputs, "lifecycleRules" | "lifecycleRuleAllowSameActionOverlap"> {
  if (spec.expire.length === 0) return {};
  const prefixes = spec.expire.map(({ prefix }) => prefix);
  return {
    lifecycleRules: spec.expire.map(({ prefix, after }, index) => ({
      id: `expire-${index + 1}`,
      prefix,
      enabled: true,
      expirations: [{ days: after / SECONDS_PER_DAY }],
    })),
    // Without this OSS refuses two rules for one object; with it the one that deletes earlier wins.
    ...(overlap(prefixes) && { lifecycleRuleAllowSameActionOverlap: true }),
  };
}

const overlap = (prefixes: readonly string[]): boolean =>
  prefixes.some((one, i) => prefixes.some((other, j) => i !== j && other.startsWith(one)));
