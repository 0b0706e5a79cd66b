import { ApiError } from "../../core/error.ts";
import type { ServiceRequest, ServiceResponse } from "../../core/http.ts";
import { childrenOf, parseXml, textOf, type XmlElement } from "../../core/xml.ts";
import type { Bucket } from "./state.ts";

interface Rule {
  readonly origins: readonly string[];
  readonly methods: readonly string[];
  readonly headers: readonly string[];
  readonly expose: readonly string[];
  readonly maxAge?: string;
}

interface Asked {
  readonly origin: string;
  readonly method: string;
  readonly headers: readonly string[];
}

/** Headers that let a browser's page read the answer, where a rule of the bucket allows the page's origin. */
export function corsHeaders(bucket: Bucket, request: ServiceRequest): Record<string, string> {
  const { origin } = request.headers;
  if (origin === undefined || request.method === "OPTIONS") return {};
  const rule = findRule(bucket, { origin, method: request.method, headers: [] });
  return rule ? answerHeaders(rule, origin) : {};
}

/** The answer to what a browser asks before the real request. */
export function answerPreflight(bucket: Bucket, request: ServiceRequest): ServiceResponse {
  const { origin } = request.headers;
  const method = request.headers["access-control-request-method"];
  if (origin === undefined || method === undefined) {
    throw new ApiError(400, "InvalidArgument", "OPTIONS needs Origin and Access-Control-Request-Method.");
  }
  const headers = (request.headers["access-control-request-headers"] ?? "").split(",").flatMap((name) => {
    const trimmed = name.trim().toLowerCase();
    return trimmed ? [trimmed] : [];
  });
  const rule = findRule(bucket, { origin, method, headers });
  if (!rule) {
    throw new ApiError(
      403,
      "AccessForbidden",
      "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Requet-Headers are not whitelisted by the resource's CORS spec.",
    );
  }
  return {
    status: 200,
    headers: {
      ...answerHeaders(rule, origin),
      ...(headers.length > 0 && { "access-control-allow-headers": headers.join(", ") }),
      ...(rule.maxAge !== undefined && { "access-control-max-age": rule.maxAge }),
    },
  };
}

function answerHeaders(rule: Rule, origin: string): Record<string, string> {
  const any = rule.origins.includes("*");
  return {
    "access-control-allow-origin": any ? "*" : origin,
    "access-control-allow-methods": rule.methods.join(", "),
    ...(!any && { "access-control-allow-credentials": "true" }),
    ...(rule.expose.length > 0 && { "access-control-expose-headers": rule.expose.join(", ") }),
  };
}

function findRule(bucket: Bucket, asked: Asked): Rule | undefined {
  const document = bucket.settings.cors;
  const rules = document === undefined ? [] : childrenOf(parseXml(document), "CORSRule").map(readRule);
  return rules.find(
    (rule) =>
      rule.methods.includes(asked.method) &&
      rule.origins.some((pattern) => matches(pattern, asked.origin)) &&
      asked.headers.every((name) => rule.headers.some((pattern) => matches(pattern.toLowerCase(), name))),
  );
}

function readRule(element: XmlElement): Rule {
  const texts = (name: string) => childrenOf(element, name).map((child) => child.text.trim());
  const maxAge = textOf(element, "MaxAgeSeconds");
  return {
    origins: texts("AllowedOrigin"),
    methods: texts("AllowedMethod"),
    headers: texts("AllowedHeader"),
    expose: texts("ExposeHeader"),
    ...(maxAge !== undefined && { maxAge }),
  };
}

/** A pattern with at most one asterisk. */
function matches(pattern: string, text: string): boolean {
  const [before = "", after] = pattern.split("*");
  if (after === undefined) return pattern === text;
  return text.length >= before.length + after.length && text.startsWith(before) && text.endsWith(after);
}
