import type { Cors } from "../../model/shared-fields.ts";

/**
 * Cross-origin rules, carried out in the function where no front door does it
 * (https://fetch.spec.whatwg.org/#http-cors-protocol).
 */

/** The answer to a browser's question whether it may call; undefined for any other request. */
export function preflight(cors: Cors, request: Request): Response | undefined {
  const method = request.headers.get("access-control-request-method");
  if (request.method !== "OPTIONS" || method === null || !request.headers.has("origin")) return undefined;
  const headers = originHeaders(cors, request);
  if (headers["access-control-allow-origin"] !== undefined) {
    const { methods, headers: allowed, maxAge } = cors;
    headers["access-control-allow-methods"] = methods.includes("*") ? method : methods.join(",");
    const asked = request.headers.get("access-control-request-headers");
    // A star does not count for calls with credentials, so what was asked for is repeated.
    const list = allowed.includes("*") ? asked : allowed.join(",");
    if (list) headers["access-control-allow-headers"] = list;
    if (maxAge > 0) headers["access-control-max-age"] = String(maxAge);
  }
  return new Response(null, { status: 204, headers });
}

/** Adds to an answer what the browser must see; the rules of the spec replace what the handler set itself. */
export function applyCors(cors: Cors, request: Request, answer: Headers): void {
  for (const name of [...answer.keys()]) if (name.startsWith("access-control-")) answer.delete(name);
  if (!request.headers.has("origin")) return;
  const headers = originHeaders(cors, request);
  if (headers["access-control-allow-origin"] !== undefined && cors.exposeHeaders.length > 0)
    headers["access-control-expose-headers"] = cors.exposeHeaders.join(",");
  for (const [name, value] of Object.entries(headers)) {
    if (name === "vary") answer.append(name, value);
    else answer.set(name, value);
  }
}

function originHeaders({ origins, credentials }: Cors, request: Request): Record<string, string> {
  const origin = request.headers.get("origin") ?? "";
  if (origins.includes("*") && !credentials) return { "access-control-allow-origin": "*" };
  const headers: Record<string, string> = { vary: "Origin" };
  if (origins.includes("*") || origins.some((allowed) => isOrigin(allowed, origin)))
    headers["access-control-allow-origin"] = origin;
  if (credentials && headers["access-control-allow-origin"] !== undefined)
    headers["access-control-allow-credentials"] = "true";
  return headers;
}

/** Exactly the origin, or with one star in it, as in "https://*.example.com". */
function isOrigin(allowed: string, origin: string): boolean {
  const [start = "", end] = allowed.split("*");
  if (end === undefined) return allowed === origin;
  return origin.length >= start.length + end.length && origin.startsWith(start) && origin.endsWith(end);
}
