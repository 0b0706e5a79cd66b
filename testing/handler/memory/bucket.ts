import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import { type ObjectCall, type ObjectStore, objectClient } from "../../../runtime/core/bucket-client.ts";
import { HttpResponse } from "../../../runtime/core/http-request.ts";
import { decodeHeader } from "../../../runtime/core/objects.ts";
import { escapeXml } from "../../../runtime/core/xml.ts";
import type { MemoryStore, StoreFactory } from "./store.ts";

/** Start of the names of this store's own headers. */
const PREFIX = "x-memory-";

interface Version {
  readonly id: string;
  /** Absent for a delete marker. */
  readonly body?: Buffer;
  readonly headers: Readonly<Record<string, string>>;
  readonly modified: Date;
}

class MissingObject extends Error {}

/** Answers the calls of a bucket's client as a service does. */
class MemoryBucket implements ObjectStore {
  readonly prefix = PREFIX;
  readonly #versions = new Map<string, Version[]>();
  readonly #keepsVersions: boolean;
  #serial = 0;

  constructor(
    readonly bucket: string,
    keepsVersions: boolean,
  ) {
    this.#keepsVersions = keepsVersions;
  }

  readonly ask = async (call: ObjectCall): Promise<HttpResponse> => {
    const { method, key, query = {} } = call;
    if (key === undefined) return answer(this.#list(query));
    if (method === "PUT") return answer("", this.#headersOf(this.#put(key, call)));
    if (method === "DELETE") {
      this.#delete(key);
      return answer("");
    }
    const found = this.#find(key, query.versionId);
    return answer(method === "HEAD" ? "" : found.body, this.#headersOf(found));
  };

  isMissing(error: unknown): boolean {
    return error instanceof MissingObject;
  }

  async sign({ method, key = "", headers = {} }: ObjectCall, expires: number): Promise<string> {
    const type = headers["content-type"];
    const query = new URLSearchParams({
      method: method.toLowerCase(),
      expires: String(expires),
      ...(type && { type }),
    });
    return `https://${this.bucket}.memory.invalid/${key.split("/").map(encodeURIComponent).join("/")}?${query}`;
  }

  snapshot(): Readonly<Record<string, unknown>> {
    const keys = this.#keys().map((key) => {
      const { body = Buffer.alloc(0), headers } = this.#find(key);
      const text = body.toString();
      const content = Buffer.from(text).equals(body) ? { text } : { base64: body.toString("base64") };
      const own = Object.entries(headers).map(([name, value]) => [
        name.replace(`${PREFIX}meta-`, ""),
        decodeHeader(value),
      ]);
      return [key, { ...Object.fromEntries(own), ...content }];
    });
    return Object.fromEntries(keys);
  }

  clear(): void {
    this.#versions.clear();
  }

  #put(key: string, { body = "", headers = {} }: ObjectCall): Version {
    const version = { id: `v${++this.#serial}`, body: Buffer.from(body), headers, modified: new Date() };
    this.#add(key, version);
    return version;
  }

  #add(key: string, version: Version): void {
    this.#versions.set(key, [...(this.#keepsVersions ? (this.#versions.get(key) ?? []) : []), version]);
  }

  #delete(key: string): void {
    if (!this.#keepsVersions) this.#versions.delete(key);
    else if (this.#versions.has(key)) this.#add(key, { id: `v${++this.#serial}`, headers: {}, modified: new Date() });
  }

  #find(key: string, id?: string): Version {
    const versions = this.#versions.get(key) ?? [];
    const found = id === undefined ? versions.at(-1) : versions.find((version) => version.id === id);
    if (found?.body === undefined) throw new MissingObject(key);
    return found;
  }

  #headersOf({ id, body = Buffer.alloc(0), headers, modified }: Version): Record<string, string> {
    return {
      ...headers,
      etag: `"${createHash("md5").update(body).digest("hex")}"`,
      "content-length": String(body.length),
      "last-modified": modified.toUTCString(),
      ...(this.#keepsVersions && { [`${PREFIX}version-id`]: id }),
    };
  }

  /** Keys of objects that are there, by their bytes as services sort them. */
  #keys(): string[] {
    const keys = [...this.#versions].flatMap(([key, versions]) => (versions.at(-1)?.body === undefined ? [] : [key]));
    return keys.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  }

  #list(query: Readonly<Record<string, string>>): string {
    const { prefix = "", "continuation-token": token, "max-keys": most } = query;
    const after = token ?? query["start-after"];
    const isAfter = (key: string) => after === undefined || Buffer.compare(Buffer.from(key), Buffer.from(after)) > 0;
    const found = this.#keys().filter((key) => key.startsWith(prefix) && isAfter(key));
    const page = found.slice(0, Number(most ?? 1000));
    const next = found.length > page.length ? page.at(-1) : undefined;
    const contents = page.map((key) => {
      const version = this.#find(key);
      const { etag = "" } = this.#headersOf(version);
      return `<Contents><Key>${encodeURIComponent(key)}</Key><Size>${version.body?.length}</Size><ETag>${escapeXml(etag)}</ETag><LastModified>${version.modified.toISOString()}</LastModified></Contents>`;
    });
    const more = next === undefined ? "" : `<NextContinuationToken>${escapeXml(next)}</NextContinuationToken>`;
    return `<List><IsTruncated>${next !== undefined}</IsTruncated>${more}${contents.join("")}</List>`;
  }
}

function answer(body: string | Buffer = "", headers: Readonly<Record<string, string>> = {}): HttpResponse {
  const message = Object.assign(Readable.from([Buffer.from(body)]), { statusCode: 200, headers });
  return new HttpResponse(message as unknown as IncomingMessage);
}

/** A bucket, read and written by the code of the real client. */
export const bucketStore: StoreFactory<"bucket"> = ({ name, spec }): MemoryStore => {
  const store = new MemoryBucket(name, spec.versioning);
  return { client: () => objectClient(store, name), snapshot: () => store.snapshot(), clear: () => store.clear() };
};
