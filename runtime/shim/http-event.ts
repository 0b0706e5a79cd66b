/** HTTP events of all clouds: what is the same in them, whatever each calls its parts. */
import { isUtf8 } from "node:buffer";
import { fromBase64 } from "../core/values.ts";
import { isPlain } from "./content.ts";
import { isEncoded } from "./content-coding.ts";
import { contentOf } from "./fetch.ts";
import { eachHeader, lazyHeaders, makeHeaders } from "./headers.ts";

/** Characters that must be encoded in a path: front doors decode some paths. */
const UNSAFE = /[?#\\]|%(?![0-9A-Fa-f]{2})/g;

/** An absolute path, encoded as far as it must be. */
export const escapePath = (path: string): string =>
  `${path.startsWith("/") ? "" : "/"}${path.replace(UNSAFE, encodeURIComponent)}`;

/** A part of a query from decoded values. */
export const queryPair = (name: string, value: string): string =>
  `${encodeURIComponent(name)}=${encodeURIComponent(value)}`;

/** Test events made by hand have hosts such as <url-id>, or none. */
const HOST = /^[\w.:[\]-]+$/;

/** Hosts and targets that are the same after `new URL`: names in lower case and ASCII, no segments that begin with a dot. */
const NORMAL_HOST = /^(?!.*xn--)(?:[a-z0-9-]+\.)+[a-z]{2,}$/;
const NORMAL_TARGET = /^(?:\/(?:[\w~-][\w.~-]*)?)+(?:\?[\w.~&=%+-]*)?$/;

/** The address that was called. `target` is the encoded path with its query; `protocol` is https unless it is "http". */
export function addressOf(protocol: string | undefined, host: string, target: string): string {
  const scheme = protocol === "http" ? "http" : "https";
  if (NORMAL_HOST.test(host) && NORMAL_TARGET.test(target)) return `${scheme}://${host}${target}`;
  try {
    return new URL(`${scheme}://${HOST.test(host) ? host : "localhost"}${target}`).href;
  } catch {
    // Port 99999, and the like.
    return new URL(`${scheme}://localhost${target}`).href;
  }
}

/** Adds a header, or leaves it out where HTTP knows no header of that name. */
export function appendHeader(headers: Headers, name: string, value: string | undefined): void {
  if (value === undefined) return;
  try {
    headers.append(name, value);
  } catch {
    // Header values are bytes: text beyond Latin-1 is handed over as its UTF-8 bytes, as a server without a front door would.
    const bytes = Buffer.from(value)
      .toString("latin1")
      .replace(/[\0\r\n]/g, " ");
    if (/^[\w!#$%&'*+.^`|~-]+$/.test(name)) headers.append(name, bytes);
  }
}

/** Headers that are single values, in one object or in several without a common name. */
export const headersFrom = (...given: readonly Readonly<Record<string, string | undefined>>[]): Headers =>
  lazyHeaders(given, () => checkedHeaders(Object.assign({}, ...given)));

/** What HTTP knows of these headers. */
function checkedHeaders(given: Readonly<Record<string, string | undefined>>): Headers {
  try {
    return makeHeaders(given as Record<string, string>);
  } catch {
    const headers = new Headers();
    for (const name in given) appendHeader(headers, name, given[name]);
    return headers;
  }
}

/** A body as text, or in base64. */
interface EncodedBody {
  readonly body?: string | null;
  readonly isBase64Encoded?: boolean;
}

/** The body's bytes as they were sent. */
export const bytesOf = ({ body, isBase64Encoded }: EncodedBody): Uint8Array<ArrayBuffer> =>
  isBase64Encoded ? fromBase64(body ?? "") : new TextEncoder().encode(body ?? "");

/** The body of a Request: none for empty content and for methods without a body. */
export function bodySource(event: EncodedBody, method: string): string | Uint8Array<ArrayBuffer> | undefined {
  if (!event.body || /^(get|head)$/i.test(method)) return undefined;
  return event.isBase64Encoded ? bytesOf(event) : event.body;
}

/** True if a Request can have this method: the Fetch standard has none with the others. */
export const isRequestMethod = (method: string): boolean => !/^(connect|trace|track)$/i.test(method);

/** A response as its parts travel. */
interface EncodedResponse {
  /** Without cookies. */
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

/** Type of a body that says none: front doors would call it JSON. */
export const UNKNOWN_TYPE = "application/octet-stream";

/**
 * A response's headers, and its body as text where its bytes are UTF-8, whatever they mean, else in base64: both arrive
 * unchanged. The answer to HEAD has the headers of the answer to GET and no body: a body that is a stream is not read for
 * that, and counts as not empty and encoded as its headers say.
 */
export async function encodeResponse(response: Response, method: string): Promise<EncodedResponse> {
  const headers = headersToSend(response);
  const content = contentOf(response);
  const isHead = method === "HEAD";
  if (content === undefined && (isHead || response.body === null)) {
    if (response.body !== null) headers["content-type"] ??= UNKNOWN_TYPE;
    return { headers, body: "", isBase64Encoded: false };
  }
  const body = typeof content === "string" && isPlain(content) ? content : Buffer.from(await response.arrayBuffer());
  if (body.length > 0) headers["content-type"] ??= UNKNOWN_TYPE;
  // A range of an encoded file has no beginning to be recognised by.
  const isCoded =
    typeof body !== "string" && (response.status === 206 || (await isEncoded(body, headers["content-encoding"])));
  if (!isCoded) delete headers["content-encoding"];
  if (isHead) return { headers, body: "", isBase64Encoded: false };
  if (typeof body === "string") return { headers, body, isBase64Encoded: false };
  const isText = isUtf8(body);
  return { headers, body: body.toString(isText ? "utf8" : "base64"), isBase64Encoded: !isText };
}

/** Headers of one connection (https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1), and what the front door counts itself. */
const OF_CONNECTION =
  /^(connection|keep-alive|proxy-auth.*|proxy-connection|te|trailer|transfer-encoding|upgrade|content-length|set-cookie)$/;

/** Codings that `fetch` undoes, leaving the header (https://fetch.spec.whatwg.org/#handle-content-codings). */
const UNDONE = /^((x-)?gzip|deflate|br|[, ])+$/i;

/**
 * Headers of a response but its cookies, without those of a connection: a response may come from a server that the
 * handler asked. Those that occur repeatedly are joined, as HTTP allows for all but Set-Cookie.
 */
export function headersToSend(response: Response): Record<string, string> {
  const headers: Record<string, string> = {};
  const named =
    response.headers
      .get("connection")
      ?.toLowerCase()
      .split(/[\s,]+/) ?? [];
  eachHeader(response.headers, (value, name) => {
    if (!OF_CONNECTION.test(name) && !named.includes(name)) headers[name] = value;
  });
  // Only what `fetch` returns has an address.
  if (response.url !== "" && UNDONE.test(headers["content-encoding"] ?? "")) delete headers["content-encoding"];
  return headers;
}
