import { ApiError } from "../../core/error.ts";
import type { ServiceResponse } from "../../core/http.ts";
import type { Call } from "../../core/service.ts";
import { childOf, parseXml, textOf } from "../../core/xml.ts";
import type { Bucket } from "./state.ts";

/**
 * A bucket's pages, for readers without a signature: its index and error documents. Routing rules have no effect here.
 * https://help.aliyun.com/en/oss/developer-reference/putbucketwebsite
 */
interface Website {
  readonly index: string | undefined;
  /** True if folders have index documents of their own. */
  readonly folders: boolean;
  /** The answer to `abc` if only `abc/index.html` exists: 0 redirects there, 1 does not, 2 answers its content. */
  readonly type: string;
  readonly error: { readonly key: string; readonly status: number } | undefined;
}

function websiteOf({ settings }: Bucket, { caller, request }: Call): Website | undefined {
  if (settings.website === undefined || caller.type !== "anonymous" || request.query.size > 0) return undefined;
  const document = parseXml(settings.website);
  const [index, error] = [childOf(document, "IndexDocument"), childOf(document, "ErrorDocument")];
  const key = textOf(error, "Key")?.trim();
  return {
    index: textOf(index, "Suffix")?.trim(),
    folders: textOf(index, "SupportSubDir")?.trim() === "true",
    type: textOf(index, "Type")?.trim() || "0",
    error: key ? { key, status: Number(textOf(error, "HttpStatus")?.trim() || 404) } : undefined,
  };
}

/** The key of the index document that a call reads. None for calls that mean an object, or the list of objects. */
export function indexDocument(bucket: Bucket, call: Call): string | undefined {
  const { key = "" } = call.params;
  const website = key === "" || key.endsWith("/") ? websiteOf(bucket, call) : undefined;
  if (website?.index === undefined) return undefined;
  return website.folders ? key + website.index : website.index;
}

/**
 * Reads an object as a visitor of the bucket's website sees it.
 * @param read Throws ApiError NoSuchKey for an object that is not there.
 * @param isPublic Returns true if this object is public.
 */
export function visit(
  bucket: Bucket,
  call: Call,
  { read, isPublic }: { read(key: string): ServiceResponse; isPublic(key: string): boolean },
): ServiceResponse {
  const { key = "" } = call.params;
  const index = indexDocument(bucket, call);
  try {
    return read(index ?? key);
  } catch (error) {
    const website = websiteOf(bucket, call);
    if (website === undefined || !(error instanceof ApiError) || error.code !== "NoSuchKey") throw error;
    const nested = index === undefined && website.folders && website.index !== undefined && `${key}/${website.index}`;
    if (nested && website.type !== "1" && isThere(bucket, nested) && isPublic(nested)) {
      return website.type === "2" ? read(nested) : { status: 302, headers: { location: `${call.request.rawPath}/` } };
    }
    const page = website.error;
    if (page === undefined || !isThere(bucket, page.key) || !isPublic(page.key)) throw error;
    return { ...read(page.key), status: page.status };
  }
}

const isThere = ({ objects }: Bucket, key: string): boolean => objects.get(key)?.[0]?.deleteMarker === false;
