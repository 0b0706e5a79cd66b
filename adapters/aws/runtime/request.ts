import type { APIGatewayProxyEvent, APIGatewayProxyEventV2 } from "aws-lambda";
import type { HttpInfo, Logger } from "../../../runtime/context.ts";
import { createRequest } from "../../../runtime/shim/fetch.ts";
import {
  addressOf,
  appendHeader,
  bodySource,
  escapePath,
  headersFrom,
  queryPair,
} from "../../../runtime/shim/http-event.ts";
import { type Claims, scopesOf } from "../../../runtime/shim/token.ts";
import { claimsOf } from "./token.ts";

/** Payload format 2.0: HTTP APIs and function URLs. */
export type EventV2 = APIGatewayProxyEventV2 & { requestContext: { authorizer?: AuthorizerV2 } };
/** Payload format 1.0: REST APIs. */
export type EventV1 = APIGatewayProxyEvent;
export type HttpEvent = EventV2 | EventV1;

interface AuthorizerV2 {
  readonly jwt?: Verified;
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

/** True if the call came to the function's own address, and not to an api, which sends the same format. */
export const isFunctionUrl = (event: HttpEvent): boolean => {
  const { domainName } = event.requestContext;
  return isV2(event) && (domainName === undefined || domainName.includes(".lambda-url."));
};

export const methodOf = (event: HttpEvent): string =>
  isV2(event) ? event.requestContext.http.method : event.httpMethod;

function queryOf(event: EventV1): string {
  const values = event.multiValueQueryStringParameters;
  if (!values) return "";
  const pairs = Object.entries(values).flatMap(([name, all]) => (all ?? []).map((value) => queryPair(name, value)));
  return pairs.join("&");
}

function urlOf(event: HttpEvent): string {
  const v2 = isV2(event);
  const { host = event.headers?.Host, "x-forwarded-proto": protocol } = event.headers ?? {};
  const query = v2 ? event.rawQueryString : queryOf(event);
  const target = `${escapePath(v2 ? event.rawPath : event.path)}${query ? `?${query}` : ""}`;
  return addressOf(protocol, host ?? event.requestContext.domainName ?? "", target);
}

/** Cookies come apart from the other headers. */
const headersOfV2 = ({ headers: given, cookies }: EventV2): Headers =>
  cookies?.length && given.cookie === undefined
    ? headersFrom(given, { cookie: cookies.join("; ") })
    : headersFrom(given);

function headersOfV1(event: EventV1): Headers {
  const headers = new Headers();
  const repeated = event.multiValueHeaders ?? {};
  for (const name in repeated) for (const value of repeated[name] ?? []) appendHeader(headers, name, value);
  for (const name in event.headers) if (!headers.has(name)) appendHeader(headers, name, event.headers[name]);
  return headers;
}

/** The request's headers, repeated ones included. */
export const headersOf = (event: HttpEvent): Headers => (isV2(event) ? headersOfV2(event) : headersOfV1(event));

/** The event as a Fetch request. Its method must be one that a Request can have. */
export const toRequest = (event: HttpEvent): Request => {
  const method = methodOf(event);
  return createRequest(urlOf(event), method, () => headersOf(event), bodySource(event, method));
};

/** Values of the route's parameters. */
export const paramsOf = (event: HttpEvent): Readonly<Record<string, string>> =>
  (event.pathParameters ?? {}) as Readonly<Record<string, string>>;

interface Verified {
  readonly claims: Claims;
  readonly scopes?: readonly string[] | null;
}

/** A token's claims from API Gateway's authorizer, each as a string. REST APIs verify only Cognito's tokens. */
const verifiedOf = (event: HttpEvent): Partial<Verified> | null | undefined =>
  isV2(event) ? (event as EventV2).requestContext.authorizer?.jwt : event.requestContext.authorizer;

/** The caller. The claims are read from the token itself if the request has it. */
export function httpInfoOf(event: HttpEvent, ctx: { readonly log: Logger }): HttpInfo {
  const { sourceIp, caller, account } = isV2(event) ? signerV2(event) : signerV1(event);
  const { claims: verified, scopes } = verifiedOf(event) ?? {};
  if (!verified) return { sourceIp, ...(caller && { auth: { kind: "iam", caller, account: account ?? "" } }) };
  const claims = claimsOf(event, verified);
  if (claims) return { sourceIp, auth: { kind: "jwt", claims, scopes: scopesOf(claims) } };
  ctx.log.warn("The request does not contain the verified token: its claims are strings, as API Gateway gives them.");
  return { sourceIp, auth: { kind: "jwt", claims: verified, scopes: scopes ?? scopesOf(verified) } };
}

interface Signer {
  readonly sourceIp: string;
  readonly caller?: string | null | undefined;
  readonly account?: string | null | undefined;
}

function signerV1({ requestContext: { identity } }: EventV1): Signer {
  return { sourceIp: identity?.sourceIp ?? "", caller: identity?.userArn, account: identity?.accountId };
}

function signerV2({ requestContext: { http, authorizer } }: EventV2): Signer {
  return { sourceIp: http.sourceIp, caller: authorizer?.iam?.userArn, account: authorizer?.iam?.accountId };
}
