import type { ServiceRequest } from "../../../core/http.ts";
import type { HttpCall } from "../../../execution/contract.ts";
import { isoTime } from "../compute.ts";

/** A request to a function's address, after authorization and rewriting. */
export interface HttpRequest {
  readonly request: ServiceRequest;
  readonly requestId: string;
  /** As sent, percent-encoded. */
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  /** Headers that claims of a token become. */
  readonly added: Readonly<Record<string, string>>;
  readonly account: string;
  /** Milliseconds. */
  readonly now: number;
}

/** Headers that FC keeps to itself. */
const RESERVED = /^(x-fc-|connection$|keep-alive$)/;

const TEXT =
  /^(text\/|application\/(json|xml|javascript|ecmascript|x-www-form-urlencoded|graphql|[\w.+-]+\+(json|xml))\b)/i;

/** The event of an HTTP call: https://www.alibabacloud.com/help/en/functioncompute/user-guide/http-trigger-invoking-function */
export function httpEvent(http: HttpRequest): Buffer {
  const { request, path, query, requestId, account, now } = http;
  const headers = headersOf(http, canonical);
  const isBase64Encoded = !isText(request);
  return Buffer.from(
    JSON.stringify({
      version: "v1",
      rawPath: path,
      body: request.body.toString(isBase64Encoded ? "base64" : "utf8"),
      isBase64Encoded,
      headers,
      queryParameters: joined(new URLSearchParams(query)),
      requestContext: {
        accountId: account,
        domainName: request.host,
        domainPrefix: request.host.split(".")[0] ?? "",
        http: {
          method: request.method,
          path: decoded(path),
          protocol: "HTTP/1.1",
          sourceIp: request.address.replace(/^::ffff:/, ""),
          userAgent: request.headers["user-agent"] ?? "",
        },
        requestId,
        time: isoTime(now),
        timeEpoch: String(now),
      },
    }),
  );
}

/** The call itself, for functions that are web servers. */
export const httpCall = (http: HttpRequest): HttpCall => ({
  method: http.request.method,
  target: http.query ? `${http.path}?${http.query}` : http.path,
  headers: headersOf(http, (name) => name),
  body: http.request.body,
});

function headersOf(http: HttpRequest, spell: (name: string) => string): Record<string, string> {
  const lines = http.request.rawHeaders.map(([name, value]) => [name.toLowerCase(), value] as const);
  const kept = lines.filter(([name]) => !RESERVED.test(name));
  return joined([...kept, ...Object.entries(http.added)].map(([name, value]) => [spell(name), value]));
}

/** Repeated names are one, their values in a row. */
function joined(pairs: Iterable<readonly [string, string]>): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, value] of pairs) result[name] = name in result ? `${result[name]},${value}` : value;
  return result;
}

const canonical = (name: string): string => name.replace(/(^|-)[a-z]/g, (start) => start.toUpperCase());

function isText({ headers, body }: ServiceRequest): boolean {
  const type = headers["content-type"];
  return (type === undefined || TEXT.test(type)) && Buffer.from(body.toString()).equals(body);
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
