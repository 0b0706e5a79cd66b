import type { ResolvedResource, ResolvedTrigger } from "../../../model/resolve.ts";
import type { Group } from "../../graph/group.ts";
import { adopted, attaching, resourceGroup } from "../../graph/group.ts";
import type { AttachedNodes, PartHandle } from "../../graph/lowering.ts";
import { type NodeRef, ref } from "../../graph/node.ts";
import type { OutputsOf } from "../../graph/provider-types.ts";
import { arnOf } from "../arns.ts";
import type { AwsScope } from "../context.ts";
import { encodeKeyFilter } from "../key-filters.ts";
import { physicalName } from "../names.ts";
import { adopt, keyArn } from "../references.ts";
import { type AwsTypes, isType } from "../resource-types.ts";
import { target } from "../triggers/target.ts";

type BucketGroup = Group<AwsTypes>;
type Bucket = NodeRef<OutputsOf<AwsTypes, "aws:s3/bucket:Bucket">>;
type BucketSpec = ResolvedResource<"bucket">["spec"];

const SECONDS_PER_DAY = 86_400;
/** S3 has no word for "every method". */
const ALL_METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE"];

/** S3 encrypts every object, with the key of the spec or its own, and ignores ACLs by itself; public access is shut out here for good. */
export function bucket(scope: AwsScope, resource: ResolvedResource<"bucket">): PartHandle {
  const { spec } = resource;
  const { component, group } = resourceGroup<AwsTypes>(scope, resource, "polyfn:aws:Bucket");
  if (spec.existing !== undefined) return adopted(adopt(scope, resource.kind, spec.existing), component);
  const node = group.add("aws:s3/bucket:Bucket", "bucket", {
    bucket: physicalName(scope.deployment, resource, scope.context.place),
    forceDestroy: !spec.keep,
    tags: resource.tags,
  });
  group.add("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "access", {
    bucket: ref(node, "bucket"),
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  });
  addEncryption(scope, spec, group, node);
  const versioning = addVersioning(spec, group, node);
  addCors(spec, group, node);
  addExpiry(spec, group, node, versioning);
  return {
    name: ref(node, "bucket"),
    id: arnOf.bucket(scope.context.place, ref(node, "bucket")),
    component,
    nodes: group.nodes,
  };
}

/** With a bucket key S3 asks KMS once for many objects. */
function addEncryption(scope: AwsScope, spec: BucketSpec, group: BucketGroup, node: Bucket): void {
  if (spec.key === undefined) return;
  group.add("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", "encryption", {
    bucket: ref(node, "bucket"),
    rules: [
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn(scope, spec.key) },
        bucketKeyEnabled: true,
      },
    ],
  });
}

function addVersioning(spec: BucketSpec, group: BucketGroup, node: Bucket): NodeRef[] {
  if (!spec.versioning) return [];
  const args = { bucket: ref(node, "bucket"), versioningConfiguration: { status: "Enabled" } };
  return [group.add("aws:s3/bucketVersioning:BucketVersioning", "versioning", args)];
}

function addCors(spec: BucketSpec, group: BucketGroup, node: Bucket): void {
  if (!spec.cors) return;
  const { origins, methods, headers, exposeHeaders, maxAge } = spec.cors;
  group.add("aws:s3/bucketCorsConfiguration:BucketCorsConfiguration", "cors", {
    bucket: ref(node, "bucket"),
    corsRules: [
      {
        allowedOrigins: origins,
        allowedMethods: methods.includes("*") ? ALL_METHODS : methods,
        ...(headers.length > 0 && { allowedHeaders: headers }),
        ...(exposeHeaders.length > 0 && { exposeHeaders }),
        ...(maxAge > 0 && { maxAgeSeconds: maxAge }),
      },
    ],
  });
}

function addExpiry(spec: BucketSpec, group: BucketGroup, node: Bucket, dependsOn: NodeRef[]): void {
  if (spec.expire.length === 0) return;
  const rules = spec.expire.map(({ prefix, after }) => ({ prefix, days: after / SECONDS_PER_DAY }));
  group.add(
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    "lifecycle",
    {
      bucket: ref(node, "bucket"),
      rules: rules.map(({ prefix, days }, index) => ({
        id: `expire-${index + 1}`,
        status: "Enabled",
        filter: { prefix },
        expiration: { days },
      })),
    },
    { dependsOn },
  );
}

const EVENTS = { created: "s3:ObjectCreated:*", removed: "s3:ObjectRemoved:*" } as const;

/** A bucket has one notification document; a second resource would overwrite the first, so all triggers share this one. */
export function attachBucket(scope: AwsScope, resource: ResolvedResource<"bucket">): AttachedNodes {
  const triggers = resource.triggers.filter((trigger) => trigger.kind === "bucket");
  if (triggers.length === 0) return {};
  const { name } = scope.resource(resource.name);
  return attaching<AwsTypes>(scope, resource, (group) => {
    group.add(
      "aws:s3/bucketNotification:BucketNotification",
      "notification",
      { bucket: name, lambdaFunctions: triggers.map((trigger) => notification(scope, trigger)) },
      // S3 tries each function while it takes the document, so every permission must be there before.
      { dependsOn: triggers.flatMap((trigger) => permissionsOf(scope, trigger)) },
    );
  });
}

function notification(scope: AwsScope, trigger: ResolvedTrigger<"bucket">) {
  const { events, prefix, suffix } = trigger.spec;
  // Servers on this machine compare filters with keys as they are.
  const encode = scope.context.endpoint === undefined ? encodeKeyFilter : (text: string) => text;
  return {
    id: `${trigger.function}-${trigger.name}`,
    lambdaFunctionArn: target(scope, trigger).arn,
    events: [...events].sort().map((event) => EVENTS[event]),
    ...(prefix !== "" && { filterPrefix: encode(prefix) }),
    ...(suffix !== "" && { filterSuffix: encode(suffix) }),
  };
}

const permissionsOf = (scope: AwsScope, trigger: ResolvedTrigger): NodeRef[] =>
  Object.values(scope.trigger(trigger).nodes).filter((node) => isType(node, "aws:lambda/permission:Permission"));
