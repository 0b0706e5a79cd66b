import { ApiError } from "../../core/error.ts";
import type { ServiceResponse } from "../../core/http.ts";
import type { Call, Operation, Permission } from "../../core/service.ts";
import { childOf, parseXml, textOf } from "../../core/xml.ts";
import { grantOf, ownerOf, readAcl } from "./access.ts";
import { tagsOf, wantedTags } from "./bucket-tags.ts";
import { answerPreflight } from "./cors.ts";
import {
  bucketOperation,
  define,
  invalid,
  isoTime,
  malformed,
  type Oss,
  objectOperation,
  openBucket,
  resourceArn,
  serviceOperation,
  xmlAnswer,
} from "./operation.ts";
import { type Bucket, compareKeys, type ObjectVersion } from "./state.ts";

const STORAGE_CLASSES = ["Standard", "IA", "Archive", "ColdArchive", "DeepColdArchive"];
const REDUNDANCIES = ["LRS", "ZRS"];

/** Buckets themselves. */
export const bucketOperations = (oss: Oss): readonly Operation[] => [
  serviceOperation(
    oss,
    {
      name: "ListBuckets",
      method: "GET",
      also: ["prefix", "marker", "max-keys", "tagging", "tag-key", "tag-value"],
    },
    (call) => listBuckets(oss, call),
  ),
  define(oss, { name: "PutBucket", method: "PUT" }, "/{bucket}", (call) => putBucket(oss, call)),
  bucketOperation(oss, { name: "DeleteBucket", method: "DELETE" }, (_call, bucket) => deleteBucket(oss, bucket)),
  bucketOperation(oss, { name: "GetBucketInfo", method: "GET", query: ["bucketInfo"] }, bucketInfo),
  bucketOperation(oss, { name: "GetBucketLocation", method: "GET", query: ["location"] }, (_call, bucket) =>
    xmlAnswer("LocationConstraint", `oss-${bucket.region}`),
  ),
  bucketOperation(oss, { name: "GetBucketStat", method: "GET", query: ["stat"] }, (_call, bucket) =>
    bucketStat(bucket),
  ),
  putBucketAcl(oss),
  bucketOperation(oss, { name: "GetBucketAcl", method: "GET", query: ["acl"] }, (call, bucket) =>
    xmlAnswer("AccessControlPolicy", { Owner: ownerOf(call), AccessControlList: { Grant: bucket.acl } }),
  ),
  bucketOperation(oss, { name: "PutBucketVersioning", method: "PUT", query: ["versioning"] }, (call, bucket) => {
    bucket.versioning = readVersioning(call);
    oss.world.changed();
    return { status: 200 };
  }),
  bucketOperation(oss, { name: "GetBucketVersioning", method: "GET", query: ["versioning"] }, (_call, bucket) =>
    xmlAnswer("VersioningConfiguration", { Status: bucket.versioning }),
  ),
  bucketOperation(oss, { name: "OptionBucket", method: "OPTIONS", unsigned: true }, (call, bucket) =>
    answerPreflight(bucket, call.request),
  ),
  objectOperation(oss, { name: "OptionObject", method: "OPTIONS", unsigned: true }, (call, { bucket }) =>
    answerPreflight(bucket, call.request),
  ),
];

function listBuckets(oss: Oss, call: Call): ServiceResponse {
  const { query, headers } = call.request;
  const prefix = query.get("prefix") ?? "";
  const marker = query.get("marker") ?? "";
  const most = Number(query.get("max-keys") ?? 100);
  if (!Number.isInteger(most) || most < 1 || most > 1000) {
    throw invalid("max-keys", query.get("max-keys") ?? "", "max-keys must be between 1 and 1000.");
  }
  const tags = wantedTags(query);
  const group = headers["x-oss-resource-group-id"];
  const all = [...oss.state.buckets.values()]
    .filter(({ name, isService }) => !isService && name.startsWith(prefix) && compareKeys(name, marker) > 0)
    .filter(({ resourceGroup }) => group === undefined || group === resourceGroup)
    .filter((bucket) => tags === undefined || hasTags(bucket, tags))
    .sort((a, b) => compareKeys(a.name, b.name));
  const page = all.slice(0, most);
  const truncated = all.length > page.length;
  return xmlAnswer("ListAllMyBucketsResult", {
    ...(prefix && { Prefix: prefix }),
    ...(marker && { Marker: marker }),
    ...(truncated && { MaxKeys: most, IsTruncated: true, NextMarker: page.at(-1)?.name }),
    Owner: ownerOf(call),
    Buckets: { Bucket: page.map((bucket) => ({ ...summary(bucket), ...(tags && tagSet(bucket)) })) },
  });
}

function hasTags(bucket: Bucket, wanted: NonNullable<ReturnType<typeof wantedTags>>): boolean {
  const tags = tagsOf(bucket);
  return wanted.every(([key, value]) => (value === undefined ? tags.has(key) : tags.get(key) === value));
}

const tagSet = (bucket: Bucket) => ({
  Tagging: { TagSet: { Tag: [...tagsOf(bucket)].map(([Key, Value]) => ({ Key, Value })) } },
});

const summary = (bucket: Bucket) => ({
  CreationDate: isoTime(bucket.created),
  ExtranetEndpoint: `oss-${bucket.region}.aliyuncs.com`,
  IntranetEndpoint: `oss-${bucket.region}-internal.aliyuncs.com`,
  Location: `oss-${bucket.region}`,
  Name: bucket.name,
  Region: bucket.region,
  StorageClass: bucket.storageClass,
  ResourceGroupId: bucket.resourceGroup,
});

/** The ACL of a bucket, which is made where it does not exist. */
function putBucketAcl(oss: Oss): Operation {
  const isThere = (call: Call): boolean => oss.state.buckets.has(call.params.bucket ?? "");
  const making: Permission = {
    action: "oss:PutBucket",
    resource: (call) => (isThere(call) ? [] : resourceArn(oss.state, call)),
  };
  const about = { name: "PutBucketAcl", method: "PUT", query: ["acl"], actions: ["PutBucketAcl", making] };
  return define(oss, about, "/{bucket}", (call) => {
    const stated = call.request.headers["x-oss-acl"] ?? grantOf(call.request.body.toString());
    const acl = readAcl(oss.state, oss.state.buckets.get(call.params.bucket ?? ""), stated ?? "");
    const bucket = isThere(call) ? openBucket(oss, call) : makeBucket(oss, call);
    bucket.acl = acl;
    oss.world.changed();
    return { status: 200, headers: { location: `/${bucket.name}` } };
  });
}

function makeBucket(oss: Oss, call: Call): Bucket {
  const name = bucketName(call);
  const bucket = newBucket(oss, call, name, { storageClass: "Standard", redundancy: "LRS" });
  oss.state.buckets.set(name, bucket);
  return bucket;
}

/** @throws ApiError for a name that no bucket can have. */
function bucketName(call: Call): string {
  const { bucket: name = "" } = call.params;
  if (/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(name)) return name;
  throw new ApiError(400, "InvalidBucketName", "The specified bucket is not valid.", { BucketName: name });
}

function putBucket(oss: Oss, call: Call): ServiceResponse {
  const name = bucketName(call);
  const { headers } = call.request;
  const existing = oss.state.buckets.get(name);
  // The vendor's provider sends an empty one when it is told none.
  const stated = headers["x-oss-acl"] || undefined;
  const acl = stated === undefined ? undefined : readAcl(oss.state, existing, stated);
  if (existing && existing.region !== call.region) {
    throw new ApiError(409, "BucketAlreadyExists", "The requested bucket name is not available.", { BucketName: name });
  }
  if (existing && acl) existing.acl = acl;
  if (!existing)
    oss.state.buckets.set(name, { ...newBucket(oss, call, name, readConfiguration(call)), acl: acl ?? "private" });
  oss.world.changed();
  return { status: 200, headers: { location: `/${name}` } };
}

interface Configuration {
  readonly storageClass: string;
  readonly redundancy: string;
}

function newBucket(oss: Oss, call: Call, name: string, { storageClass, redundancy }: Configuration): Bucket {
  const { headers } = call.request;
  const encryption = headers["x-oss-server-side-encryption"];
  return {
    name,
    region: call.region,
    created: oss.world.clock.now(),
    storageClass,
    redundancy,
    acl: "private",
    resourceGroup: headers["x-oss-resource-group-id"] ?? "rg-default-id",
    settings: encryption === undefined ? {} : { encryption: encryptionDocument(call, encryption) },
    objects: new Map(),
    uploads: new Map(),
  };
}

/** A bucket that belongs to a service and not to the account. */
export const serviceBucket = (name: string, region: string, created: number): Bucket => ({
  ...{ name, region, created, isService: true },
  ...{ storageClass: "Standard", redundancy: "LRS", acl: "private", resourceGroup: "rg-default-id" },
  ...{ settings: {}, objects: new Map(), uploads: new Map() },
});

function encryptionDocument(call: Call, algorithm: string): string {
  const { headers } = call.request;
  const { body } = xmlAnswer("ServerSideEncryptionRule", {
    ApplyServerSideEncryptionByDefault: {
      SSEAlgorithm: algorithm,
      KMSMasterKeyID: headers["x-oss-server-side-encryption-key-id"],
      KMSDataEncryption: headers["x-oss-server-side-data-encryption"],
    },
  });
  return String(body);
}

function readConfiguration(call: Call): Configuration {
  const text = call.request.body.toString();
  const document = text.trim() === "" ? undefined : parseXml(text.trim());
  if (text.trim() !== "" && document?.name !== "CreateBucketConfiguration") throw malformed();
  const storageClass = textOf(document, "StorageClass")?.trim() || "Standard";
  const redundancy = textOf(document, "DataRedundancyType")?.trim() || "LRS";
  if (!STORAGE_CLASSES.includes(storageClass)) {
    throw new ApiError(400, "InvalidStorageClass", `No such storage class: ${storageClass}`);
  }
  if (!REDUNDANCIES.includes(redundancy)) {
    throw invalid("DataRedundancyType", redundancy, "DataRedundancyType must be LRS or ZRS.");
  }
  return { storageClass, redundancy };
}

function deleteBucket(oss: Oss, bucket: Bucket): ServiceResponse {
  if (bucket.objects.size > 0 || bucket.uploads.size > 0) {
    throw new ApiError(409, "BucketNotEmpty", "The bucket has objects. Please delete them first.", {
      BucketName: bucket.name,
    });
  }
  oss.state.buckets.delete(bucket.name);
  oss.world.changed();
  return { status: 204 };
}

function bucketInfo(call: Call, bucket: Bucket): ServiceResponse {
  const { settings } = bucket;
  const monitor = textOf(parseXml(settings.accessmonitor ?? ""), "Status") ?? "Disabled";
  const accelerated = textOf(parseXml(settings.transferAcceleration ?? ""), "Enabled") === "true";
  const blocked = textOf(parseXml(settings.publicAccessBlock ?? ""), "BlockPublicAccess") === "true";
  const rule = childOf(parseXml(settings.encryption ?? ""), "ApplyServerSideEncryptionByDefault");
  return xmlAnswer("BucketInfo", {
    Bucket: {
      AccessMonitor: monitor,
      Comment: "",
      AccessControlList: { Grant: bucket.acl },
      BlockPublicAccess: blocked,
      ...summary(bucket),
      CrossRegionReplication: "Disabled",
      DataRedundancyType: bucket.redundancy,
      Owner: ownerOf(call),
      ServerSideEncryptionRule: {
        SSEAlgorithm: textOf(rule, "SSEAlgorithm") ?? "None",
        KMSMasterKeyID: textOf(rule, "KMSMasterKeyID"),
        KMSDataEncryption: textOf(rule, "KMSDataEncryption"),
      },
      TransferAcceleration: accelerated ? "Enabled" : "Disabled",
      Versioning: bucket.versioning,
    },
  });
}

function bucketStat(bucket: Bucket): ServiceResponse {
  const versions = [...bucket.objects.values()].flat();
  const size = versions.reduce((sum, version) => sum + version.size, 0);
  return xmlAnswer("BucketStat", {
    Storage: size,
    ObjectCount: versions.filter((version) => !version.deleteMarker).length,
    MultipartUploadCount: bucket.uploads.size,
    LiveChannelCount: 0,
    LastModifiedTime: Math.floor(Math.max(0, ...versions.map((version) => version.modified)) / 1000),
    ...statOfClasses(versions),
    DeleteMarkerCount: versions.filter((version) => version.deleteMarker).length,
  });
}

/** Bytes and objects of each storage class; those of the colder ones are real and billed bytes alike. */
function statOfClasses(versions: readonly ObjectVersion[]): Record<string, number> {
  const entries = STORAGE_CLASSES.flatMap((storageClass) => {
    const stored = versions.filter((version) => version.storageClass === storageClass);
    const size = stored.reduce((sum, version) => sum + version.size, 0);
    const name = storageClass === "IA" ? "InfrequentAccess" : storageClass;
    const real = storageClass === "Standard" ? [] : [[`${name}RealStorage`, size] as const];
    return [[`${name}Storage`, size] as const, ...real, [`${name}ObjectCount`, stored.length] as const];
  });
  return Object.fromEntries(entries);
}

function readVersioning(call: Call): "Enabled" | "Suspended" {
  const status = textOf(parseXml(call.request.body.toString()), "Status")?.trim();
  if (status !== "Enabled" && status !== "Suspended") throw malformed();
  return status;
}
