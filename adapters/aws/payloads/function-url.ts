import { joinedQuery, payloadBody } from "../../shared/payload-request.ts";

const PREFIX = "example";

/** A call of a function URL: https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html */
export async function functionUrl(request: Request): Promise<unknown> {
  const { pathname, search, searchParams, host } = new URL(request.url);
  const { cookie, ...headers } = Object.fromEntries(request.headers);
  const domainName = `${PREFIX}.lambda-url.us-east-1.on.aws`;
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath: pathname,
    rawQueryString: search.slice(1),
    ...(cookie !== undefined && { cookies: cookie.split("; ") }),
    headers: { ...headers, host, "x-forwarded-proto": "https", "x-forwarded-port": "443" },
    ...(search !== "" && { queryStringParameters: joinedQuery(searchParams) }),
    requestContext: {
      accountId: "anonymous",
      apiId: PREFIX,
      domainName,
      domainPrefix: PREFIX,
      http: {
        method: request.method,
        path: pathname,
        protocol: "HTTP/1.1",
        sourceIp: "203.0.113.1",
        userAgent: headers["user-agent"] ?? "",
      },
      requestId: "00000000-0000-4000-8000-000000000000",
      routeKey: "$default",
      stage: "$default",
      time: "01/Jan/2026:00:00:00 +0000",
      timeEpoch: 1_767_225_600_000,
    },
    ...(await payloadBody(request)),
  };
}
