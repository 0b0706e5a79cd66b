import type { HttpInfo } from "../../../runtime/context.ts";
import { createRequest } from "../../../runtime/shim/fetch.ts";
import { addressOf, bodySource, escapePath, headersFrom, queryPair } from "../../../runtime/shim/http-event.ts";
import type { HttpEvent } from "./http-form.ts";

/** True if the call came to the function's own address, and not to an api's domain. */
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

/** The value of a header, whose name may be in any case. */
function headerOf({ headers = {} }: HttpEvent, name: string): string | undefined {
  if (headers[name] !== undefined) return headers[name];
  for (const key in headers) if (key.toLowerCase() === name) return headers[key];
  return undefined;
}

/** The headers as a Fetch object, which ignores the case of their names. */
export const headersOf = ({ headers = {} }: HttpEvent): Headers => headersFrom(headers);

/** The event as a Fetch request. Its method must be one that a Request can have. */
export const toRequest = (event: HttpEvent): Request =>
  createRequest(urlOf(event), methodOf(event), () => headersOf(event), bodySource(event, methodOf(event)));

export const sourceIpOf = ({ requestContext: { http } }: HttpEvent): HttpInfo["sourceIp"] => http.sourceIp ?? "";
