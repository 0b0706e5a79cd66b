import { joinedQuery, payloadBody } from "../../shared/payload-request.ts";
import type { HttpEvent } from "../runtime/http-form.ts";

const PREFIX = "example";

/** A call of a function's own address: https://www.alibabacloud.com/help/en/functioncompute/fc-3-0/user-guide/http-trigger-invoking-function */
export async function ownAddress(request: Request): Promise<HttpEvent> {
  const { pathname, searchParams, host } = new URL(request.url);
  const domain = { domainName: `${PREFIX}.cn-hangzhou.fcapp.run`, domainPrefix: PREFIX };
  return {
    version: "v1",
    rawPath: pathname,
    headers: { ...Object.fromEntries(request.headers), host, "x-forwarded-proto": "https" },
    queryParameters: joinedQuery(searchParams),
    requestContext: {
      accountId: "1234567890123456",
      ...domain,
      http: { method: request.method, path: pathname, sourceIp: "203.0.113.1" },
      requestId: "1-00000000-00000000-000000000000",
    },
    ...(await payloadBody(request)),
  };
}
