/** The client of a bucket, for services that have objects at paths, metadata in headers and lists in XML. */
import type { BucketReader, BucketWriter, ObjectHead, ObjectInfo, StoredObject } from "../clients.ts";
import type { HttpResponse } from "./http-request.ts";
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
} from "./objects.ts";
import { elements, textOf } from "./xml.ts";

/** A call for an object, or for the bucket if it has no key. */
export interface ObjectCall {
  readonly method: string;
  readonly key?: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Names are in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
}

export interface AskOptions {
  readonly signal?: AbortSignal;
  /** Milliseconds until a try fails. Default: the service's. */
  readonly timeout?: number;
  /** Leaves the body of the response to the caller. */
  readonly streamed?: boolean;
}

/** A bucket of a service. */
export interface ObjectStore {
  /** The cloud's own name of the bucket. */
  readonly bucket: string;
  /** Start of the names of the service's own headers: "x-amz-". */
  readonly prefix: string;
  /** Makes a call. @throws The service's error. */
  ask(call: ObjectCall, options?: AskOptions): Promise<HttpResponse>;
  /** Returns true for the error of an object that does not exist. */
  isMissing(error: unknown): boolean;
  /** An address that allows the call for so many seconds. */
  sign(call: ObjectCall, expires: number): Promise<string>;
  /** Reads a token that came in a list, as it must be sent for the next page. Default: as it came. */
  readToken?(token: string): string;
}

/** An ETag without the quotes that services put around it, and in lower case. */
const toEtag = (etag = ""): string => etag.replaceAll('"', "").toLowerCase();

function toHead(key: string, { headers }: HttpResponse, prefix: string): ObjectHead {
  const meta = `${prefix}meta-`;
  const metadata = Object.entries(headers).flatMap(([name, value = ""]) =>
    name.startsWith(meta) ? [[name.slice(meta.length), decodeHeader(value)]] : [],
  );
  return {
    key,
    size: Number(headers["content-length"] ?? 0),
    etag: toEtag(headers.etag),
    modified: new Date(headers["last-modified"] ?? 0),
    contentType: headers["content-type"],
    versionId: headers[`${prefix}version-id`],
    metadata: Object.fromEntries(metadata),
  };
}

const toStored = (key: string, response: HttpResponse, prefix: string): StoredObject => ({
  ...toHead(key, response, prefix),
  get body() {
    return response.body;
  },
  bytes: () => response.bytes(),
  text: () => response.text(),
  json: <T>() => response.json<T>(),
});

/** Milliseconds: an upload is answered when all of it has arrived. */
const UPLOAD_TIMEOUT = 300_000;
/** Most keys of a page. */
const MAX_KEYS = 1000;

async function* pages(
  { ask, readToken = String }: ObjectStore,
  given: Readonly<Record<string, string | undefined>>,
): AsyncGenerator<ObjectInfo[]> {
  let token: string | undefined;
  do {
    const asked = { "list-type": "2", "encoding-type": "url", ...given, "continuation-token": token };
    const query = Object.fromEntries(
      Object.entries(asked).filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
    const xml = await (await ask({ method: "GET", query })).text();
    yield elements(xml, "Contents").map(toInfo);
    const next = textOf(xml, "IsTruncated") === "true" ? textOf(xml, "NextContinuationToken") : undefined;
    token = next === undefined ? undefined : readToken(next);
  } while (token !== undefined);
}

/** Keys in lists are percent-encoded, because XML cannot hold every character. */
const toInfo = (xml: string): ObjectInfo => ({
  key: decodeURIComponent((textOf(xml, "Key") ?? "").replaceAll("+", "%20")),
  size: Number(textOf(xml, "Size") ?? 0),
  etag: toEtag(textOf(xml, "ETag")),
  modified: new Date(textOf(xml, "LastModified") ?? 0),
});

/** Makes the client. @param name The bucket's name in the spec. */
export function objectClient(store: ObjectStore, name: string): BucketReader & BucketWriter {
  const place = `bucket "${name}"`;
  const signedUrl: BucketReader["signedUrl"] = async (key, options = {}) => {
    checkKey(`signedUrl of ${place}`, key);
    checkSignedUrl(`signedUrl of ${place}`, options);
    const { method = "get", expires = 900, contentType } = options;
    // The type is signed, so an upload must send it.
    const headers: Record<string, string> =
      method === "put" && contentType !== undefined ? { "content-type": contentType } : {};
    return store.sign({ method: method.toUpperCase(), key, headers }, expires);
  };
  return { name: store.bucket, signedUrl, ...reader(store, place), ...writer(store, place) };
}

function reader(store: ObjectStore, place: string): Pick<BucketReader, "get" | "head" | "list"> {
  const { prefix } = store;
  const orMissing = async (call: Promise<HttpResponse>): Promise<HttpResponse | undefined> => {
    try {
      return await call;
    } catch (error) {
      if (store.isMissing(error)) return undefined;
      throw error;
    }
  };
  return {
    async get(key, options = {}) {
      const asked = `get of ${place}`;
      checkKey(asked, key);
      checkGet(asked, options);
      const { versionId, signal } = options;
      const query: Record<string, string> = versionId === undefined ? {} : { versionId };
      const response = await orMissing(store.ask({ method: "GET", key, query }, { signal, streamed: true }));
      return response && toStored(key, response, prefix);
    },
    async head(key) {
      checkKey(`head of ${place}`, key);
      const response = await orMissing(store.ask({ method: "HEAD", key }));
      return response && toHead(key, response, prefix);
    },
    async *list(options = {}) {
      checkList(`list of ${place}`, options);
      const { prefix: start, after, limit = Number.POSITIVE_INFINITY } = options;
      if (limit === 0) return;
      let left = limit;
      const most = String(Math.min(limit, MAX_KEYS));
      for await (const page of pages(store, { prefix: start, "start-after": after, "max-keys": most })) {
        for (const info of page) {
          yield info;
          left -= 1;
          if (left <= 0) return;
        }
      }
    },
  };
}

function writer(store: ObjectStore, place: string): Pick<BucketWriter, "put" | "delete"> {
  const { prefix } = store;
  return {
    async put(key, body, options = {}) {
      const asked = `put of ${place}`;
      checkKey(asked, key);
      checkPut(asked, options);
      const { contentType = typeOf(body), cacheControl, metadata, signal } = options;
      const headers: Record<string, string> = { "content-type": contentType };
      if (cacheControl !== undefined) headers["cache-control"] = cacheControl;
      for (const [meta, value] of Object.entries(encodeMetadata(asked, metadata) ?? {}))
        headers[`${prefix}meta-${meta}`] = value;
      const call = { method: "PUT", key, headers, body: await contentOf(asked, body) };
      const response = await store.ask(call, { signal, timeout: UPLOAD_TIMEOUT });
      return { etag: toEtag(response.headers.etag), versionId: response.headers[`${prefix}version-id`] };
    },
    async delete(key) {
      checkKey(`delete of ${place}`, key);
      await store.ask({ method: "DELETE", key });
    },
  };
}
