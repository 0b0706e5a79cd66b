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
import type { BucketReader, BucketWriter, ObjectBody, ObjectHead, StoredObject } from "../../../../runtime/clients.ts";
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
  metadata: head.Metadata ?? {},
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

const typeOf = (body: ObjectBody): string => {
  if (typeof body === "string") return "text/plain; charset=utf-8";
  return (body instanceof Blob && body.type) || "application/octet-stream";
};

/** Content of a known length, which S3 asks for. */
const contentOf = async (body: ObjectBody): Promise<string | Uint8Array> =>
  typeof body === "string" || body instanceof Uint8Array
    ? body
    : new Uint8Array(await new Response(body).arrayBuffer());

/** Amazon S3. */
export const bucketClient: ClientFactory<"bucket"> = ({ bucket: Bucket }): BucketReader & BucketWriter => ({
  name: Bucket,
  async get(Key, { versionId: VersionId, signal } = {}) {
    const command = new GetObjectCommand({ Bucket, Key, VersionId });
    const object = await orMissing(s3().send(command, { abortSignal: signal }));
    return object && toStored(Key, object);
  },
  async head(Key) {
    const head = await orMissing(s3().send(new HeadObjectCommand({ Bucket, Key })));
    return head && toHead(Key, head);
  },
  async *list({ prefix: Prefix, after: StartAfter, limit = Number.POSITIVE_INFINITY } = {}) {
    if (limit <= 0) return;
    const MaxKeys = limit < 1000 ? limit : undefined;
    let left = limit;
    for await (const page of paginateListObjectsV2({ client: s3() }, { Bucket, Prefix, StartAfter, MaxKeys })) {
      for (const { Key: key = "", Size: size = 0, ETag, LastModified: modified = new Date(0) } of page.Contents ?? []) {
        yield { key, size, etag: unquote(ETag), modified };
        left -= 1;
        if (left <= 0) return;
      }
    }
  },
  async put(Key, body, { contentType = typeOf(body), cacheControl, metadata, signal } = {}) {
    const command = new PutObjectCommand({
      Bucket,
      Key,
      Body: await contentOf(body),
      ContentType: contentType,
      CacheControl: cacheControl,
      Metadata: metadata,
    });
    const { ETag, VersionId } = await s3().send(command, { abortSignal: signal });
    return { etag: unquote(ETag), versionId: VersionId };
  },
  async delete(Key) {
    await s3().send(new DeleteObjectCommand({ Bucket, Key }));
  },
  signedUrl(Key, { method = "get", expires: expiresIn = 900, contentType: ContentType } = {}) {
    if (method === "get") return getSignedUrl(s3(), new GetObjectCommand({ Bucket, Key }), { expiresIn });
    const command = new PutObjectCommand({ Bucket, Key, ContentType });
    const signableHeaders = ContentType === undefined ? undefined : new Set(["content-type"]);
    return getSignedUrl(s3(), command, { expiresIn, signableHeaders });
  },
});
