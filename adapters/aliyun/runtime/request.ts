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

/** The path, still encoded. */
export function pathOf({ rawPath }: HttpEvent): string {
  const mark = rawPath.indexOf("?");
  return escapePath(mark < 0 ? rawPath : rawPath.slice(0, mark));
}

function queryOf({ rawPath, rawQueryString, queryParameters = {} }: HttpEvent): string {
  const mark = rawPath.indexOf("?");
  const given = rawQueryString ?? (mark < 0 ? undefined : rawPath.slice(mark + 1));
  if (given !== undefined) return given;
  return Object.entries(queryParameters)
    .map(([name, value]) => queryPair(name, value))
    .join("&");
}

function urlOf(event: HttpEvent): string {
  const path = pathOf(event);
  const query = queryOf(event);
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
