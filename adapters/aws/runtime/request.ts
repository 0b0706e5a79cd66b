import type { APIGatewayProxyEvent, APIGatewayProxyEventV2 } from "aws-lambda";
import type { HttpInfo } from "../../../runtime/context.ts";
import { createRequest } from "../../../runtime/core/fetch.ts";
import { fromBase64 } from "../../../runtime/core/values.ts";

/** Payload format 2.0: HTTP APIs and function URLs. */
export type EventV2 = APIGatewayProxyEventV2 & { requestContext: { authorizer?: AuthorizerV2 } };
/** Payload format 1.0: REST APIs. */
export type EventV1 = APIGatewayProxyEvent;
export type HttpEvent = EventV2 | EventV1;

interface AuthorizerV2 {
  readonly jwt?: { readonly claims: Readonly<Record<string, unknown>>; readonly scopes?: readonly string[] | null };
  readonly iam?: { readonly userArn: string; readonly accountId: string };
}

export function isV2(event: unknown): event is EventV2 {
  const { version, requestContext } = (event ?? {}) as { version?: unknown; requestContext?: { http?: unknown } };
  return version === "2.0" && typeof requestContext?.http === "object";
}

export function isV1(event: unknown): event is EventV1 {
  const { httpMethod, requestContext } = (event ?? {}) as { httpMethod?: unknown; requestContext?: { elb?: unknown } };
  // Load balancers send a similar event, with their target group in it.
  return typeof httpMethod === "string" && typeof requestContext === "object" && requestContext.elb === undefined;
}

export const methodOf = (event: HttpEvent): string =>
  isV2(event) ? event.requestContext.http.method : event.httpMethod;

/** What may not stand in a path as it is; the front doors hand over some paths already decoded. */
const UNSAFE = /[?#\\]|%(?![0-9A-Fa-f]{2})/g;
const escapeUnsafe = (path: string): string =>
  `${path.startsWith("/") ? "" : "/"}${path.replace(UNSAFE, encodeURIComponent)}`;

function queryOf(event: EventV1): string {
  const values = event.multiValueQueryStringParameters;
  if (!values) return "";
  const pairs = Object.entries(values).flatMap(([name, all]) =>
    (all ?? []).map((value) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`),
  );
  return pairs.join("&");
}

// Test events made by hand have hosts such as <url-id>, or none.
const HOST = /^[\w.:[\]-]+$/;

function urlOf(event: HttpEvent): string {
  const v2 = isV2(event);
  const { host = event.headers?.Host, "x-forwarded-proto": protocol } = event.headers ?? {};
  const query = v2 ? event.rawQueryString : queryOf(event);
  const target = `${escapeUnsafe(v2 ? event.rawPath : event.path)}${query ? `?${query}` : ""}`;
  const scheme = protocol === "http" ? "http" : "https";
  const given = host ?? event.requestContext.domainName ?? "";
  try {
    return new URL(`${scheme}://${HOST.test(given) ? given : "localhost"}${target}`).href;
  } catch {
    // Port 99999, and the like.
    return new URL(`${scheme}://localhost${target}`).href;
  }
}

function append(headers: Headers, name: string, value: string | undefined): void {
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

/** The headers as they came, where they are single values: Node takes them as they are, which is faster. */
function headersOfV2({ headers: given, cookies }: EventV2): Headers {
  // Cookies come apart from the other headers.
  const all = cookies?.length && given.cookie === undefined ? { ...given, cookie: cookies.join("; ") } : given;
  try {
    return new Headers(all as Record<string, string>);
  } catch {
    const headers = new Headers();
    for (const name in all) append(headers, name, all[name]);
    return headers;
  }
}

function headersOfV1(event: EventV1): Headers {
  const headers = new Headers();
  const repeated = event.multiValueHeaders ?? {};
  for (const name in repeated) for (const value of repeated[name] ?? []) append(headers, name, value);
  for (const name in event.headers) if (!headers.has(name)) append(headers, name, event.headers[name]);
  return headers;
}

/** The request's headers, repeated ones included. */
export const headersOf = (event: HttpEvent): Headers => (isV2(event) ? headersOfV2(event) : headersOfV1(event));

/** The body's bytes as they were sent. */
export function bytesOf({ body, isBase64Encoded }: HttpEvent): Uint8Array<ArrayBuffer> {
  return isBase64Encoded ? fromBase64(body ?? "") : new TextEncoder().encode(body ?? "");
}

function sourceOf(event: HttpEvent, method: string): string | Uint8Array<ArrayBuffer> | undefined {
  const { body, isBase64Encoded } = event;
  if (!body || method === "GET" || method === "HEAD") return undefined;
  return isBase64Encoded ? bytesOf(event) : body;
}

/** The event as a Fetch request. Its method must be one that a Request can have: see `canBeRequest`. */
export const toRequest = (event: HttpEvent): Request => {
  const method = methodOf(event);
  return createRequest(urlOf(event), method, () => headersOf(event), sourceOf(event, method));
};

/** The Fetch standard has no requests with these methods. */
export const canBeRequest = (event: HttpEvent): boolean => !/^(connect|trace|track)$/i.test(methodOf(event));

/** Values of the route's parameters. */
export const paramsOf = (event: HttpEvent): Readonly<Record<string, string>> =>
  (event.pathParameters ?? {}) as Readonly<Record<string, string>>;

export function httpInfoOf(event: HttpEvent): HttpInfo {
  const { requestContext: context } = event;
  if (!isV2(event)) {
    const { sourceIp = "", userArn, accountId } = event.requestContext.identity ?? {};
    return { sourceIp, ...(userArn && { auth: { kind: "iam", caller: userArn, account: accountId ?? "" } }) };
  }
  const { sourceIp } = event.requestContext.http;
  const { jwt, iam } = (context as EventV2["requestContext"]).authorizer ?? {};
  if (jwt) return { sourceIp, auth: { kind: "jwt", claims: jwt.claims, scopes: jwt.scopes ?? [] } };
  if (iam) return { sourceIp, auth: { kind: "iam", caller: iam.userArn, account: iam.accountId } };
  return { sourceIp };
}
