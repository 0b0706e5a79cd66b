import type { ServiceRequest } from "../../../offline/aliyun/core/http.ts";

/** A request as the front hands it to a service. */
export function serviceRequest(
  given: Pick<ServiceRequest, "method" | "rawPath"> &
    Partial<Omit<ServiceRequest, "body" | "query">> & { readonly body?: string | Buffer },
): ServiceRequest {
  const { body = "", rawQuery = "", headers = {} } = given;
  return {
    id: "REQUEST",
    host: "127.0.0.1",
    address: "127.0.0.1",
    ...given,
    headers,
    rawHeaders: Object.entries(headers),
    rawQuery,
    query: new URLSearchParams(rawQuery),
    body: typeof body === "string" ? Buffer.from(body) : body,
  };
}
