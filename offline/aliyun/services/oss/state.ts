import { randomBytes } from "node:crypto";
import { ApiError } from "../../core/error.ts";

export type Acl = "private" | "public-read" | "public-read-write";
export type ObjectType = "Normal" | "Multipart" | "Appendable" | "Symlink";

/** One version of an object, or a marker that it was deleted. */
export interface ObjectVersion {
  /** "null" for versions made while versioning was off. */
  readonly versionId: string;
  readonly deleteMarker: boolean;
  /** Milliseconds. */
  readonly modified: number;
  /** Identifier of the bytes. */
  readonly blob: string;
  readonly size: number;
  /** In upper case, without quotation marks. */
  readonly etag: string;
  /** Decimal. */
  readonly crc64: string;
  readonly type: ObjectType;
  readonly storageClass: string;
  /** Content-Type, Cache-Control and so on, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** User metadata, names without "x-oss-meta-", lower case. */
  readonly meta: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly acl: Acl | "default";
  /** Algorithm that the bytes are encrypted with. */
  readonly encryption?: string;
  /** Key of KMS, where it is one of the account's own. */
  readonly encryptionKey?: string;
  /** Algorithm of the data key, where KMS keeps the key: "SM4". */
  readonly dataEncryption?: string;
  /** MD5 of the whole, Base64, of an object whose parts came in order. */
  readonly md5?: string;
  readonly symlinkTarget?: string;
  /** When an archived object can be read; milliseconds. */
  readonly restored?: { readonly from: number; readonly until: number };
}

export interface Part {
  readonly number: number;
  readonly blob: string;
  readonly size: number;
  readonly etag: string;
  readonly crc64: string;
  readonly modified: number;
}

/** The attributes of an object whose multipart upload is not completed. */
export interface Upload {
  readonly id: string;
  readonly key: string;
  readonly initiated: number;
  readonly attributes: ObjectAttributes;
  /** Parts come in order: the whole object's MD5 is answered at the end. */
  readonly sequential?: true;
  readonly parts: Record<number, Part>;
}

export type ObjectAttributes = Pick<
  ObjectVersion,
  "storageClass" | "headers" | "meta" | "tags" | "acl" | "encryption" | "encryptionKey" | "dataEncryption"
>;

export interface Bucket {
  readonly name: string;
  readonly region: string;
  readonly created: number;
  readonly storageClass: string;
  readonly redundancy: string;
  acl: Acl;
  /** True if it belongs to a service and not to the account. */
  readonly isService?: boolean;
  versioning?: "Enabled" | "Suspended";
  resourceGroup: string;
  /** Documents of its sub-resources, by query key: "cors" -> XML. */
  readonly settings: Record<string, string>;
  /** Versions by key, the newest first. */
  readonly objects: Map<string, ObjectVersion[]>;
  readonly uploads: Map<string, Upload>;
}

/** Everything OSS holds. */
export class OssState {
  readonly buckets = new Map<string, Bucket>();
  /** Documents of the account's own settings, by query key. */
  readonly account: Record<string, string> = {};

  bucket(name: string): Bucket {
    const bucket = this.buckets.get(name);
    if (!bucket) throw new ApiError(404, "NoSuchBucket", "The specified bucket does not exist.", { BucketName: name });
    return bucket;
  }

  snapshot(): object {
    return {
      account: this.account,
      buckets: [...this.buckets.values()].map((bucket) => ({
        ...bucket,
        objects: [...bucket.objects],
        uploads: [...bucket.uploads],
      })),
    };
  }

  restore(state: object): void {
    const saved = state as { account: Record<string, string>; buckets: SavedBucket[] };
    this.clear();
    Object.assign(this.account, saved.account);
    for (const bucket of saved.buckets) {
      this.buckets.set(bucket.name, { ...bucket, objects: new Map(bucket.objects), uploads: new Map(bucket.uploads) });
    }
  }

  clear(): void {
    this.buckets.clear();
    for (const key of Object.keys(this.account)) delete this.account[key];
  }
}

type SavedBucket = Omit<Bucket, "objects" | "uploads"> & {
  objects: [string, ObjectVersion[]][];
  uploads: [string, Upload][];
};

/** The version asked for, or the newest. Throws what the vendor answers when it isn't there. */
export function findVersion(bucket: Bucket, key: string, versionId: string | null = null): ObjectVersion {
  const versions = bucket.objects.get(key) ?? [];
  if (versionId !== null) {
    const version = versions.find((candidate) => candidate.versionId === versionId);
    if (!version) {
      throw new ApiError(404, "NoSuchVersion", "The specified version does not exist.", {
        Key: key,
        VersionId: versionId,
      });
    }
    return version;
  }
  const [newest] = versions;
  if (!newest || newest.deleteMarker) throw noSuchKey(key, newest);
  return newest;
}

const noSuchKey = (key: string, marker: ObjectVersion | undefined): ApiError =>
  new ApiError(404, "NoSuchKey", "The specified key does not exist.", {
    Key: key,
    ...(marker && { "header:x-oss-delete-marker": "true", "header:x-oss-version-id": marker.versionId }),
  });

/** Adds a version, as the bucket's versioning has it: beside the others, or in the place of the unversioned one. */
export function addVersion(bucket: Bucket, key: string, version: Omit<ObjectVersion, "versionId">): ObjectVersion {
  const versionId = bucket.versioning === "Enabled" ? newVersionId() : "null";
  const others = (bucket.objects.get(key) ?? []).filter((other) => other.versionId !== versionId);
  const added = { ...version, versionId };
  bucket.objects.set(key, [added, ...others]);
  return added;
}

/** Takes a version away for good. */
export function removeVersion(bucket: Bucket, key: string, versionId: string): ObjectVersion | undefined {
  const versions = bucket.objects.get(key) ?? [];
  const removed = versions.find((version) => version.versionId === versionId);
  const rest = versions.filter((version) => version !== removed);
  if (rest.length > 0) bucket.objects.set(key, rest);
  else bucket.objects.delete(key);
  return removed;
}

/** Changes what may change of a version. */
export function replaceVersion(bucket: Bucket, key: string, version: ObjectVersion): void {
  const versions = bucket.objects.get(key) ?? [];
  bucket.objects.set(
    key,
    versions.map((other) => (other.versionId === version.versionId ? version : other)),
  );
}

const newVersionId = (): string => `CAEQ${randomBytes(24).toString("hex")}`;

/** Keys in the order of their UTF-8 bytes, as the vendor lists them. */
export const compareKeys = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
