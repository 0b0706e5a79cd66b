import type { HttpInfo } from "../../../runtime/context.ts";
import { createRequest } from "../../../runtime/core/fetch.ts";
import { fromBase64 } from "../../../runtime/core/values.ts";

/**
 * A call over HTTP as FC hands it to functions in its own runtimes
 * (https://www.alibabacloud.com/help/en/functioncompute/fc-3-0/user-guide/http-trigger-invoking-function).
 */
export interface HttpEvent {
  readonly version: "v1";
  /** Encoded. */
  readonly rawPath: string;
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
  /** Names as they were sent, repeated ones joined by commas. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Decoded. Repeated ones joined by commas: FC doesn't say which commas were there before. */
  readonly queryParameters?: Readonly<Record<string, string>>;
  /** Not sent by FC today. Preferred to `queryParameters`, because it is exact. */
  readonly rawQueryString?: string;
  readonly requestContext: {
    readonly accountId?: string;
    readonly domainName?: string;
    readonly http: { readonly method: string; readonly path?: string; readonly sourceIp?: string };
    readonly requestId?: string;
  };
}

export function isHttp(event: unknown): event is HttpEvent {
  const { version, requestContext } = (event ?? {}) as { version?: unknown; requestContext?: { http?: unknown } };
  return version === "v1" && typeof requestContext?.http === "object";
}

/** Whether the call came to the function's own address, and not to an api's domain. */
export const isOwnAddress = ({ requestContext: { domainName } }: HttpEvent): boolean =>
  domainName === undefined || /\.fcapp(-internal)?\.\w+$|\.fcapp\.run$/.test(domainName);

/** The host that was called. */
export const domainOf = ({ requestContext: { domainName } }: HttpEvent): string | undefined =>
  domainName?.toLowerCase();

export const methodOf = (event: HttpEvent): string => event.requestContext.http.method;

/** What may not stand in a path as it is. */
const UNSAFE = /[?#\\]|%(?![0-9A-Fa-f]{2})/g;

/** Path, still encoded, and query. */
function targetOf({ rawPath, rawQueryString, queryParameters = {} }: HttpEvent): [path: string, query: string] {
  const mark = rawPath.indexOf("?");
  const path = mark < 0 ? rawPath : rawPath.slice(0, mark);
  const given = rawQueryString ?? (mark < 0 ? undefined : rawPath.slice(mark + 1));
  const pairs = Object.entries(queryParameters).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  );
  return [`${path.startsWith("/") ? "" : "/"}${path.replace(UNSAFE, encodeURIComponent)}`, given ?? pairs.join("&")];
}

export const pathOf = (event: HttpEvent): string => targetOf(event)[0];

const HOST = /^[\w.:[\]-]+$/;

function urlOf(event: HttpEvent): string {
  const [path, query] = targetOf(event);
  const target = `${path}${query && `?${query}`}`;
  const scheme = headerOf(event, "x-forwarded-proto") === "http" ? "http" : "https";
  const given = headerOf(event, "host") ?? event.requestContext.domainName ?? "";
  try {
    return new URL(`${scheme}://${HOST.test(given) ? given : "localhost"}${target}`).href;
  } catch {
    // Port 99999, and the like.
    return new URL(`${scheme}://localhost${target}`).href;
  }
}

/** One header's value, whatever the letters of its name. */
function headerOf({ headers = {} }: HttpEvent, name: string): string | undefined {
  if (headers[name] !== undefined) return headers[name];
  for (const key in headers) if (key.toLowerCase() === name) return headers[key];
  return undefined;
}

/** The headers, whatever the letters of their names. */
export function headersOf({ headers: given = {} }: HttpEvent): Headers {
  try {
    return new Headers(given as Record<string, string>);
  } catch {
    const headers = new Headers();
    for (const [name, value] of Object.entries(given)) append(headers, name, value);
    return headers;
  }
}

function append(headers: Headers, name: string, value: string): void {
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

/** The body as it was sent, byte for byte. */
export const bytesOf = ({ body = "", isBase64Encoded }: HttpEvent): Uint8Array<ArrayBuffer> =>
  isBase64Encoded ? fromBase64(body) : new TextEncoder().encode(body);

function sourceOf(event: HttpEvent): string | Uint8Array<ArrayBuffer> | undefined {
  const { body, isBase64Encoded } = event;
  if (body === undefined || body === "" || /^(get|head)$/i.test(methodOf(event))) return undefined;
  return isBase64Encoded ? fromBase64(body) : body;
}

/** The event as a Fetch request. Its method must be one that a Request can have: see `canBeRequest`. */
export const toRequest = (event: HttpEvent): Request =>
  createRequest(urlOf(event), methodOf(event), () => headersOf(event), sourceOf(event));

/** The Fetch standard has no requests with these methods. */
export const canBeRequest = (event: HttpEvent): boolean => !/^(connect|trace|track)$/i.test(methodOf(event));

export const sourceIpOf = ({ requestContext: { http } }: HttpEvent): HttpInfo["sourceIp"] => http.sourceIp ?? "";
