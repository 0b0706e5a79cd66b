import type { ServiceRequest, ServiceResponse } from "../../../core/http.ts";
import type { CorsSettings } from "../schemas/trigger.ts";

const EXPOSED = "Date,x-fc-request-id";

/** FC's CORS headers without CORS settings: every origin is allowed. */
const OPEN: CorsSettings = { allowOrigins: ["*"], allowMethods: ["*"], allowHeaders: ["*"], allowCredentials: true };

export const isPreflight = ({ method, headers }: ServiceRequest): boolean =>
  method === "OPTIONS" && headers.origin !== undefined && headers["access-control-request-method"] !== undefined;

/** Answers the question whether a page may call. */
export function preflight(request: ServiceRequest, settings: CorsSettings = OPEN): ServiceResponse {
  const asked = request.headers["access-control-request-method"] ?? "";
  if (!allows(settings.allowMethods, asked)) return { status: 403 };
  const headers = corsHeaders(request, settings);
  if (!headers["access-control-allow-origin"]) return { status: 403 };
  const wanted = request.headers["access-control-request-headers"];
  const named = settings.allowHeaders?.includes("*") ? wanted : settings.allowHeaders?.join(",");
  return {
    status: 204,
    headers: {
      ...headers,
      "access-control-allow-methods": settings.allowMethods?.includes("*")
        ? asked
        : (settings.allowMethods ?? []).join(","),
      ...(named && { "access-control-allow-headers": named }),
      ...(settings.maxAge !== undefined && { "access-control-max-age": String(settings.maxAge) }),
    },
  };
}

/** A response with its CORS headers: by the settings, or else by the function, or else for every origin. */
export function withCors(request: ServiceRequest, response: ServiceResponse, settings?: CorsSettings): ServiceResponse {
  if (request.headers.origin === undefined) return response;
  const own = response.headers ?? {};
  if (!settings) return "access-control-allow-origin" in own ? response : with_(response, corsHeaders(request, OPEN));
  const others = Object.entries(own).filter(([name]) => !name.startsWith("access-control-"));
  return with_({ ...response, headers: Object.fromEntries(others) }, corsHeaders(request, settings));
}

const with_ = (response: ServiceResponse, headers: Record<string, string>): ServiceResponse => ({
  ...response,
  headers: { ...response.headers, ...headers },
});

function corsHeaders({ headers }: ServiceRequest, settings: CorsSettings): Record<string, string> {
  const { origin = "" } = headers;
  if (!allows(settings.allowOrigins, origin)) return {};
  const exposed = [EXPOSED, ...(settings.exposeHeaders ?? [])].join(",");
  return {
    "access-control-allow-origin": origin,
    vary: "Origin",
    ...(settings.allowCredentials && { "access-control-allow-credentials": "true" }),
    "access-control-expose-headers": exposed,
  };
}

/** True if a list names a value; `*` stands for any text in it. */
function allows(list: readonly string[] | undefined, value: string): boolean {
  return (list ?? []).some((pattern) => {
    const source = pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
    return new RegExp(`^${source}$`, "i").test(value);
  });
}
