import type { BucketReader, BucketWriter, ObjectHead, ObjectInfo, StoredObject } from "../../../../runtime/clients.ts";
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
import { credentials, region } from "../call.ts";
import type { ClientFactory } from "../facts.ts";
import * as hosts from "../hosts.ts";
import { type CallOptions, type Service, ServiceError, send } from "../http.ts";
import { type OssCall, presignOss, signOss } from "../signing/oss.ts";
import { elements, textOf } from "../xml.ts";

interface Call extends OssCall {
  readonly body?: string | Uint8Array<ArrayBuffer>;
}

const oss: Service<Call> = {
  sign(call, by) {
    const [url, init] = signOss(call, by);
    return [url, { ...init, ...(call.body !== undefined && { body: call.body }) }];
  },
  async refusal(answer) {
    const xml = await answer.text();
    // The answer to a HEAD request has no body to say more.
    const code = textOf(xml, "Code") ?? (answer.status === 404 ? "NoSuchKey" : `Http${answer.status}`);
    const id = answer.headers.get("x-oss-request-id") ?? undefined;
    return new ServiceError(code, textOf(xml, "Message") ?? "no message", answer.status, id);
  },
};

type Asked = Omit<Call, "host" | "region" | "bucket">;

const ask = (bucket: string, call: Asked, options?: CallOptions): Promise<Response> =>
  send(oss, { host: hosts.oss(bucket), region: region(), bucket, ...call }, options);

async function orMissing(call: Promise<Response>): Promise<Response | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof ServiceError && error.code === "NoSuchKey") return undefined;
    throw error;
  }
}

/** OSS puts the ETag in quotes and writes it in capitals. */
const toEtag = (etag: string | null | undefined): string => (etag ?? "").replaceAll('"', "").toLowerCase();

const META = "x-oss-meta-";

function toHead(key: string, { headers }: Response): ObjectHead {
  const metadata = [...headers].flatMap(([name, value]) =>
    name.startsWith(META) ? [[name.slice(META.length), decodeHeader(value)]] : [],
  );
  return {
    key,
    size: Number(headers.get("content-length") ?? 0),
    etag: toEtag(headers.get("etag")),
    modified: new Date(headers.get("last-modified") ?? 0),
    contentType: headers.get("content-type") ?? undefined,
    versionId: headers.get("x-oss-version-id") ?? undefined,
    metadata: Object.fromEntries(metadata),
  };
}

function toStored(key: string, answer: Response): StoredObject {
  return {
    ...toHead(key, answer),
    get body() {
      return answer.body ?? new Blob([]).stream();
    },
    bytes: async () => new Uint8Array(await answer.arrayBuffer()),
    text: () => answer.text(),
    json: async <T>() => (await answer.json()) as T,
  };
}

const MOST_KEYS = 1000;

/** Pages of a bucket's objects (https://www.alibabacloud.com/help/en/oss/developer-reference/listobjectsv2). */
async function* pages(bucket: string, given: Readonly<Record<string, string | undefined>>) {
  let token: string | undefined;
  do {
    const asked = { "list-type": "2", "encoding-type": "url", ...given, "continuation-token": token };
    const query = Object.fromEntries(
      Object.entries(asked).filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
    const xml = await (await ask(bucket, { method: "GET", query })).text();
    yield elements(xml, "Contents").map(toInfo);
    token = textOf(xml, "IsTruncated") === "true" ? textOf(xml, "NextContinuationToken") : undefined;
    if (token !== undefined) token = decodeURIComponent(token);
  } while (token !== undefined);
}

const toInfo = (xml: string): ObjectInfo => ({
  key: decodeURIComponent((textOf(xml, "Key") ?? "").replaceAll("+", "%20")),
  size: Number(textOf(xml, "Size") ?? 0),
  etag: toEtag(textOf(xml, "ETag")),
  modified: new Date(textOf(xml, "LastModified") ?? 0),
});

// A compressed answer would be another object with another length.
const PLAIN = { "accept-encoding": "identity" };

/** Object Storage Service. */
export const bucketClient: ClientFactory<"bucket"> = ({ bucket }, name): BucketReader & BucketWriter => {
  const place = `bucket "${name}"`;
  return {
    name: bucket,
    async get(key, options = {}) {
      const asked = `get of ${place}`;
      checkKey(asked, key);
      checkGet(asked, options);
      const { versionId, signal } = options;
      const query: Record<string, string> = versionId === undefined ? {} : { versionId };
      const answer = await orMissing(ask(bucket, { method: "GET", key, query, headers: PLAIN }, { signal }));
      return answer && toStored(key, answer);
    },
    async head(key) {
      checkKey(`head of ${place}`, key);
      const answer = await orMissing(ask(bucket, { method: "HEAD", key, headers: PLAIN }));
      return answer && toHead(key, answer);
    },
    async *list(options = {}) {
      checkList(`list of ${place}`, options);
      const { prefix, after, limit = Number.POSITIVE_INFINITY } = options;
      if (limit === 0) return;
      let left = limit;
      const most = String(Math.min(limit, MOST_KEYS));
      for await (const page of pages(bucket, { prefix, "start-after": after, "max-keys": most })) {
        for (const info of page) {
          yield info;
          left -= 1;
          if (left <= 0) return;
        }
      }
    },
    async put(key, body, options = {}) {
      const asked = `put of ${place}`;
      checkKey(asked, key);
      checkPut(asked, options);
      const { contentType = typeOf(body), cacheControl, metadata, signal } = options;
      const headers: Record<string, string> = { "content-type": contentType };
      if (cacheControl !== undefined) headers["cache-control"] = cacheControl;
      for (const [meta, value] of Object.entries(encodeMetadata(asked, metadata) ?? {})) headers[META + meta] = value;
      const content = await contentOf(asked, body);
      const answer = await ask(bucket, { method: "PUT", key, headers, body: content }, { signal });
      await answer.arrayBuffer();
      const versionId = answer.headers.get("x-oss-version-id") ?? undefined;
      return { etag: toEtag(answer.headers.get("etag")), versionId };
    },
    async delete(key) {
      checkKey(`delete of ${place}`, key);
      await (await ask(bucket, { method: "DELETE", key })).arrayBuffer();
    },
    /** An upload must send the content type that was given here, and none if none was: OSS signs it. */
    async signedUrl(key, options = {}) {
      checkKey(`signedUrl of ${place}`, key);
      checkSignedUrl(`signedUrl of ${place}`, options);
      const { method = "get", expires = 900, contentType } = options;
      const headers: Record<string, string> =
        method === "put" && contentType !== undefined ? { "content-type": contentType } : {};
      const call = { host: hosts.publicOss(bucket), region: region(), bucket, key, headers };
      return presignOss({ ...call, method: method.toUpperCase() }, expires, credentials());
    },
  };
};
