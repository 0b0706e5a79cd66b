import {
  DeleteObjectCommand,
  GetObjectCommand,
  type GetObjectCommandOutput,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type { BucketReader, BucketWriter, ObjectHead, StoredObject } from "../../../../runtime/clients.ts";
import {
  checkGet,
  checkKey,
  checkList,
  checkPut,
  checkSignedUrl,
  contentOf,
  decodeHeader,
  encodeMetadata,
  typeOf,
} from "../../../../runtime/core/objects.ts";
import { lazy } from "../../../../runtime/core/values.ts";
import type { ClientFactory } from "../facts.ts";
import { hasEndpoint } from "../sdk.ts";

const s3 = lazy(
  () =>
    new S3Client({
      // A server in place of the cloud rarely answers for a host name per bucket.
      forcePathStyle: hasEndpoint("S3"),
      // Else a signed address would carry the checksum of an empty body, and every upload to it would fail.
      requestChecksumCalculation: "WHEN_REQUIRED",
    }),
);

/** Without the right to list, S3 answers 403 for a missing object: then it can't be told from a forbidden one. */
const isMissing = (error: unknown): boolean => {
  const { name } = error as Error;
  return name === "NoSuchKey" || name === "NotFound";
};

async function orMissing<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** S3 puts the ETag in quotes; its notifications don't. */
const unquote = (etag = ""): string => etag.replaceAll('"', "");

const toHead = (key: string, head: HeadObjectCommandOutput | GetObjectCommandOutput): ObjectHead => ({
  key,
  size: head.ContentLength ?? 0,
  etag: unquote(head.ETag),
  modified: head.LastModified ?? new Date(0),
  contentType: head.ContentType,
  versionId: head.VersionId,
  metadata: Object.fromEntries(
    Object.entries(head.Metadata ?? {}).map(([name, value]) => [name.toLowerCase(), decodeHeader(value)]),
  ),
});

function toStored(key: string, object: GetObjectCommandOutput): StoredObject {
  const { Body } = object;
  const bytes = async () => (await Body?.transformToByteArray()) ?? new Uint8Array();
  const text = async () => (await Body?.transformToString()) ?? "";
  return {
    ...toHead(key, object),
    get body() {
      return (Body?.transformToWebStream() ?? new Blob([]).stream()) as ReadableStream<Uint8Array>;
    },
    bytes,
    text,
    json: async <T>() => JSON.parse(await text()) as T,
  };
}

/** Keys in lists are percent-encoded: XML has no words for some characters. */
const decodeKey = (key = ""): string => decodeURIComponent(key.replaceAll("+", "%20"));

/** Amazon S3. */
export const bucketClient: ClientFactory<"bucket"> = ({ bucket: Bucket }, name): BucketReader & BucketWriter => {
  const place = `bucket "${name}"`;
  return {
    name: Bucket,
    async get(Key, options = {}) {
      const asked = `get of ${place}`;
      checkKey(asked, Key);
      checkGet(asked, options);
      const { versionId: VersionId, signal } = options;
      const command = new GetObjectCommand({ Bucket, Key, VersionId });
      const object = await orMissing(s3().send(command, { abortSignal: signal }));
      return object && toStored(Key, object);
    },
    async head(Key) {
      checkKey(`head of ${place}`, Key);
      const head = await orMissing(s3().send(new HeadObjectCommand({ Bucket, Key })));
      return head && toHead(Key, head);
    },
    async *list(options = {}) {
      checkList(`list of ${place}`, options);
      const { prefix: Prefix, after: StartAfter, limit = Number.POSITIVE_INFINITY } = options;
      if (limit === 0) return;
      const MaxKeys = limit < 1000 ? limit : undefined;
      const asked = { Bucket, Prefix, StartAfter, MaxKeys, EncodingType: "url" } as const;
      let left = limit;
      for await (const page of paginateListObjectsV2({ client: s3() }, asked)) {
        for (const { Key, Size: size = 0, ETag, LastModified: modified = new Date(0) } of page.Contents ?? []) {
          yield { key: decodeKey(Key), size, etag: unquote(ETag), modified };
          left -= 1;
          if (left <= 0) return;
        }
      }
    },
    async put(Key, body, options = {}) {
      const asked = `put of ${place}`;
      checkKey(asked, Key);
      checkPut(asked, options);
      const command = new PutObjectCommand({
        Bucket,
        Key,
        Metadata: encodeMetadata(asked, options.metadata),
        Body: await contentOf(asked, body),
        ContentType: options.contentType ?? typeOf(body),
        CacheControl: options.cacheControl,
      });
      const { ETag, VersionId } = await s3().send(command, { abortSignal: options.signal });
      return { etag: unquote(ETag), versionId: VersionId };
    },
    async delete(Key) {
      checkKey(`delete of ${place}`, Key);
      await s3().send(new DeleteObjectCommand({ Bucket, Key }));
    },
    async signedUrl(Key, options = {}) {
      checkKey(`signedUrl of ${place}`, Key);
      checkSignedUrl(`signedUrl of ${place}`, options);
      const { method = "get", expires: expiresIn = 900, contentType: ContentType } = options;
      if (method === "get") return getSignedUrl(s3(), new GetObjectCommand({ Bucket, Key }), { expiresIn });
      const command = new PutObjectCommand({ Bucket, Key, ContentType });
      const signableHeaders = ContentType === undefined ? undefined : new Set(["content-type"]);
      return getSignedUrl(s3(), command, { expiresIn, signableHeaders });
    },
  };
};
