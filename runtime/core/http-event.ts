/** HTTP events of all clouds: what is the same in them, whatever each calls its parts. */
import { isUtf8 } from "node:buffer";
import { isPlain } from "./content.ts";
import { contentOf } from "./fetch.ts";
import { fromBase64 } from "./values.ts";

/** What may not stand in a path as it is: front doors hand over some paths already decoded. */
const UNSAFE = /[?#\\]|%(?![0-9A-Fa-f]{2})/g;

/** An absolute path, encoded as far as it must be. */
export const escapePath = (path: string): string =>
  `${path.startsWith("/") ? "" : "/"}${path.replace(UNSAFE, encodeURIComponent)}`;

/** A part of a query from decoded values. */
export const queryPair = (name: string, value: string): string =>
  `${encodeURIComponent(name)}=${encodeURIComponent(value)}`;

/** Test events made by hand have hosts such as <url-id>, or none. */
const HOST = /^[\w.:[\]-]+$/;

/** The address that was called. `target` is the encoded path with its query; `protocol` is https unless it is "http". */
export function addressOf(protocol: string | undefined, host: string, target: string): string {
  const scheme = protocol === "http" ? "http" : "https";
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

/** Headers that are single values: Node takes them as they are where it can, which is faster. */
export function headersFrom(given: Readonly<Record<string, string | undefined>>): Headers {
  try {
    return new Headers(given as Record<string, string>);
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

/** What a Request is to have for a body: none without content, and none in the methods that have none. */
export function bodySource(event: EncodedBody, method: string): string | Uint8Array<ArrayBuffer> | undefined {
  if (!event.body || /^(get|head)$/i.test(method)) return undefined;
  return event.isBase64Encoded ? bytesOf(event) : event.body;
}

/** Whether a Request can have this method: the Fetch standard has none with the others. */
export const isRequestMethod = (method: string): boolean => !/^(connect|trace|track)$/i.test(method);

/** A response's body as text where its bytes are UTF-8, whatever they mean, else in base64: both arrive unchanged. */
export async function encodeBody(response: Response): Promise<{ body: string; isBase64Encoded: boolean }> {
  const content = contentOf(response);
  if (typeof content === "string" && isPlain(content)) return { body: content, isBase64Encoded: false };
  if (content === undefined && response.body === null) return { body: "", isBase64Encoded: false };
  const bytes = Buffer.from(await response.arrayBuffer());
  const isText = isUtf8(bytes);
  return { body: bytes.toString(isText ? "utf8" : "base64"), isBase64Encoded: !isText };
}

/** Headers of a response but its cookies. Those that occur repeatedly are joined, as HTTP allows for all but Set-Cookie. */
export function headersWithoutCookies(response: Response): Record<string, string> {
  const headers: Record<string, string> = {};
  response.headers.forEach((value, name) => {
    if (name !== "set-cookie") headers[name] = value;
  });
  return headers;
}
