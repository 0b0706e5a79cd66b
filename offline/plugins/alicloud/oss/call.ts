import { XMLBuilder, XMLParser } from "fast-xml-parser";
import type { Fields } from "../../server/resource-type.ts";
import type { AlicloudContext } from "../clients.ts";
import { alicloudErrors, statusOf } from "../errors.ts";

interface BucketCall {
  readonly method: "GET" | "PUT" | "DELETE" | "POST";
  /** Query parameter that selects a setting, such as `cors`. Absent for the bucket itself. */
  readonly part?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** An XML document as `{ RootElement: content }`, or a string. */
  readonly document?: Fields | string;
}

/** The method of the vendor's client that its methods for single bucket settings use. */
interface Requester {
  request(params: object): Promise<{ data?: Uint8Array }>;
}

const parser = new XMLParser({ parseTagValue: false, ignoreDeclaration: true });
const builder = new XMLBuilder({ format: false });

/**
 * Reads or writes a bucket setting. Returns the content of the response's root element, or a JSON document as it is.
 */
export async function ossCall(cloud: AlicloudContext, bucket: string, call: BucketCall): Promise<Fields> {
  const client = (await cloud.oss(bucket)) as unknown as Requester;
  const content = typeof call.document === "object" ? builder.build(call.document) : call.document;
  const { data } = await client.request({
    method: call.method,
    bucket,
    ...(call.part !== undefined && { subres: call.part }),
    ...(call.headers && { headers: { ...call.headers } }),
    ...(content !== undefined && { content, mime: "xml" }),
    successStatuses: [200, 204],
  });
  const text = data ? Buffer.from(data).toString() : "";
  if (text.trim() === "") return {};
  if (text.trimStart().startsWith("{")) return JSON.parse(text) as Fields;
  const [root] = Object.values(parser.parse(text) as Fields);
  return typeof root === "object" && root !== null ? (root as Fields) : {};
}

/** Reads a bucket setting; undefined when it was never set. A missing bucket is still an error. */
export async function partOrNone(cloud: AlicloudContext, bucket: string, name: string): Promise<Fields | undefined> {
  try {
    return await ossCall(cloud, bucket, { method: "GET", part: name });
  } catch (error) {
    const missing = alicloudErrors.isGone(error) || statusOf(error) === 404;
    if (missing && !(error instanceof Error && "code" in error && error.code === "NoSuchBucket")) return undefined;
    throw error;
  }
}

/** The XML parser returns a list with one element as the element. */
export function listOf(value: unknown): Fields[] {
  return value === undefined || value === "" ? [] : ([value].flat() as Fields[]);
}

export function textsOf(value: unknown): string[] {
  return value === undefined || value === "" ? [] : [value].flat().map(String);
}
