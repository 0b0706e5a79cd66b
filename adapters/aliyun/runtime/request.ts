import type { HttpInfo } from "../../../runtime/context.ts";
import { createRequest } from "../../../runtime/core/fetch.ts";
import {
  addressOf,
  bodySource,
  escapePath,
  headersFrom,
  isRequestMethod,
  queryPair,
} from "../../../runtime/core/http-event.ts";

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

/** Path, still encoded, and query. */
function targetOf({ rawPath, rawQueryString, queryParameters = {} }: HttpEvent): [path: string, query: string] {
  const mark = rawPath.indexOf("?");
  const path = mark < 0 ? rawPath : rawPath.slice(0, mark);
  const given = rawQueryString ?? (mark < 0 ? undefined : rawPath.slice(mark + 1));
  const pairs = Object.entries(queryParameters).map(([name, value]) => queryPair(name, value));
  return [escapePath(path), given ?? pairs.join("&")];
}

export const pathOf = (event: HttpEvent): string => targetOf(event)[0];

function urlOf(event: HttpEvent): string {
  const [path, query] = targetOf(event);
  const host = headerOf(event, "host") ?? event.requestContext.domainName ?? "";
  return addressOf(headerOf(event, "x-forwarded-proto"), host, `${path}${query && `?${query}`}`);
}

/** One header's value, whatever the letters of its name. */
function headerOf({ headers = {} }: HttpEvent, name: string): string | undefined {
  if (headers[name] !== undefined) return headers[name];
  for (const key in headers) if (key.toLowerCase() === name) return headers[key];
  return undefined;
}

/** The headers, whatever the letters of their names. */
export const headersOf = ({ headers = {} }: HttpEvent): Headers => headersFrom(headers);

/** The event as a Fetch request. Its method must be one that a Request can have: see `canBeRequest`. */
export const toRequest = (event: HttpEvent): Request =>
  createRequest(urlOf(event), methodOf(event), () => headersOf(event), bodySource(event, methodOf(event)));

export const canBeRequest = (event: HttpEvent): boolean => isRequestMethod(methodOf(event));

export const sourceIpOf = ({ requestContext: { http } }: HttpEvent): HttpInfo["sourceIp"] => http.sourceIp ?? "";
