import type { HttpInfo } from "../../../../runtime/context.ts";
import { applyCors, preflight } from "../../../../runtime/shim/cors.ts";
import { eachHeader, makeHeaders } from "../../../../runtime/shim/headers.ts";
import { httpCodec, triggersAt } from "../../../../runtime/shim/http-codec.ts";
import { findRoute } from "../../../../runtime/shim/routes.ts";
import { failure, type HttpEvent, isHttp } from "../http-form.ts";
import { readToken } from "../jwt.ts";
import { domainOf, headersOf, isOwnAddress, methodOf, pathOf, sourceIpOf, toRequest } from "../request.ts";
import { toResult } from "../response.ts";
import type { Triggers } from "../trigger.ts";

type Trigger = Triggers["http"];

const routeOf = (event: HttpEvent, routes: readonly string[]) =>
  routes.length === 0 ? undefined : findRoute(routes, methodOf(event), pathOf(event));

/** The trigger that is called; undefined when no route of an api fits. */
function triggerOf(event: HttpEvent, triggers: readonly Trigger[]): Trigger | undefined {
  const candidates = triggersAt(isOwnAddress(event) ? undefined : (domainOf(event) ?? ""), triggers);
  const found = routeOf(
    event,
    candidates.flatMap(({ routes = [] }) => routes),
  );
  return candidates.find(({ routes }) => (found ? routes?.includes(found.route) : routes === undefined));
}

const refuse = (status: number, message: string, headers?: Record<string, string>): Response =>
  Response.json({ message }, { status, ...(headers && { headers }) });

/**
 * The caller of an api with `auth: jwt`, or the reason why the call is refused, in API Gateway's words
 * (https://www.rfc-editor.org/rfc/rfc6750#section-3).
 */
function authorize(
  event: HttpEvent,
  { jwt, scopes = [] }: Partial<Trigger>,
): { readonly auth?: NonNullable<HttpInfo["auth"]>; readonly refused?: Response } {
  if (!jwt) return {};
  const header = headersOf(event).get("authorization");
  const auth = readToken(header, jwt);
  if (!auth) {
    const challenge = header === null ? "Bearer" : 'Bearer error="invalid_token"';
    return { refused: refuse(401, "Unauthorized", { "www-authenticate": challenge }) };
  }
  if (scopes.length === 0 || scopes.some((scope) => auth.scopes.includes(scope))) return { auth };
  const challenge = `Bearer error="insufficient_scope", scope="${scopes.join(" ")}"`;
  return { refused: refuse(403, "Forbidden", { "www-authenticate": challenge }) };
}

/**
 * FC lets every page read an answer that does not say which may: what none may read is given to its own address, which
 * needs no leave. https://www.alibabacloud.com/help/en/functioncompute/fc/user-guide/configure-cors
 */
function close(request: Request, headers: Headers): void {
  if (!request.headers.has("origin") || headers.has("access-control-allow-origin")) return;
  headers.set("access-control-allow-origin", new URL(request.url).origin);
}

/**
 * Calls over HTTP: to the function's own address, or to an api's domain, where FC only looks at the beginning of a path
 * and the rest of the routing is done here. A query parameter that occurs repeatedly has one value, joined by commas.
 */
const codec = httpCodec<HttpEvent, Trigger>({
  matches: isHttp,
  triggerOf,
  methodOf,
  decode(event, { trigger, triggers }) {
    // A call that bypassed the apis must not be answered as if an api had authorized it.
    if (!trigger && triggers.some(({ api }) => api !== undefined)) return refuse(404, "Not Found");
    const { cors, routes = [] } = trigger ?? {};
    const { auth, refused } = authorize(event, trigger ?? {});
    if (refused) return refused;
    const request = toRequest(event);
    const params = routeOf(event, routes)?.params ?? {};
    return (
      (cors && preflight(cors, request)) ?? {
        request,
        params,
        http: { sourceIp: sourceIpOf(event), ...(auth && { auth }) },
      }
    );
  },
  async acknowledge(response, event, { ctx, trigger }, early) {
    const result = await toResult(response, methodOf(event), ctx);
    const { cors } = trigger ?? {};
    if (!cors) return result;
    const [request, headers] = [toRequest(event), makeHeaders(result.headers)];
    if (!early) applyCors(cors, request, headers);
    close(request, headers);
    const all: Record<string, string> = {};
    eachHeader(headers, (value, name) => {
      all[name] = value;
    });
    return { ...result, headers: all };
  },
});

export const http = { ...codec, failure };
