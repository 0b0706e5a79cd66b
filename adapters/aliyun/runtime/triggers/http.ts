import type { HttpInfo } from "../../../../runtime/context.ts";
import { factsOf } from "../../../../runtime/core/clients.ts";
import { SetupError } from "../../../../runtime/errors.ts";
import { answerCall } from "../../../../runtime/shim/answer.ts";
import { applyCors, preflight } from "../../../../runtime/shim/cors.ts";
import { install } from "../../../../runtime/shim/fetch.ts";
import type { Invocation } from "../../../../runtime/shim/invocation.ts";
import { findRoute } from "../../../../runtime/shim/routes.ts";
import type { Facts } from "../facts.ts";
import { answer, failure, type HttpEvent, type HttpResult, isHttp } from "../http-form.ts";
import { readToken } from "../jwt.ts";
import {
  canBeRequest,
  domainOf,
  headersOf,
  isOwnAddress,
  methodOf,
  pathOf,
  sourceIpOf,
  toRequest,
} from "../request.ts";
import { toResult } from "../response.ts";
import type { FunctionSetup, Method, Trigger, TriggerSettings } from "../trigger.ts";

install();

interface Taken {
  readonly name?: string;
  readonly settings: TriggerSettings["http"];
  readonly params: Readonly<Record<string, string>>;
}

type Named = readonly [name: string, settings: TriggerSettings["http"]];

/** The triggers of the address that was called: the function's own, or an api's. */
function triggersAt(event: HttpEvent, all: readonly Named[]): readonly Named[] {
  if (isOwnAddress(event)) return all.filter(([, { api }]) => api === undefined);
  const routed = all.filter(([, { api }]) => api !== undefined);
  const isOne = new Set(routed.map(([, { api }]) => api)).size === 1;
  // Who may call differs from api to api, so none may be taken for another.
  return isOne ? routed : routed.filter(([, { api = "" }]) => hostOf(api) === domainOf(event));
}

function hostOf(api: string): string | undefined {
  const { url } = factsOf<Facts["api"]>(api);
  return url && new URL(url).hostname;
}

/** The trigger that is called, and its route's parameters; undefined when no route of an api fits. */
function findTrigger(event: HttpEvent, { settings }: FunctionSetup): Taken | undefined {
  const all = Object.entries(settings?.http ?? {});
  const candidates = triggersAt(event, all);
  // What is called past its apis must not answer as if they had let the call through.
  if (candidates.length === 0) {
    return all.some(([, { api }]) => api !== undefined) ? undefined : { settings: {}, params: {} };
  }
  const routes = new Map(candidates.flatMap(([name, trigger]) => trigger.routes?.map((route) => [route, name]) ?? []));
  const found = findRoute([...routes.keys()], methodOf(event), pathOf(event));
  const name = found ? routes.get(found.route) : candidates.find(([, trigger]) => trigger.routes === undefined)?.[0];
  const taken = candidates.find(([candidate]) => candidate === name);
  return taken && { name: taken[0], settings: taken[1], params: found?.params ?? {} };
}

const refuse = (status: number, message: string, headers?: HttpResult["headers"]): HttpResult =>
  answer(status, JSON.stringify({ message }), { "content-type": "application/json", ...headers });

/**
 * Who called an api with `auth: jwt`, or why the call is refused, in API Gateway's words
 * (https://www.rfc-editor.org/rfc/rfc6750#section-3).
 */
function authorize(
  event: HttpEvent,
  { jwt, scopes = [] }: TriggerSettings["http"],
): { readonly auth?: NonNullable<HttpInfo["auth"]>; readonly refused?: HttpResult } {
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

async function respond(request: Request, method: Method<Request>, ctx: Invocation): Promise<Response> {
  const response = await method(request, ctx);
  if (response instanceof Response) return response;
  throw new SetupError(`http() must return a Response; it returned ${response === null ? "null" : typeof response}`);
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
export const http: Trigger<HttpEvent, Request> = {
  accepts: isHttp,
  failure,
  async handle(event, method, ctx, setup) {
    if (!canBeRequest(event)) return answer(501);
    const taken = findTrigger(event, setup);
    if (!taken) return refuse(404, "Not Found");
    const { name, params } = taken;
    const { cors } = taken.settings;
    const { auth, refused } = authorize(event, taken.settings);
    if (refused) return refused;
    ctx.trigger = { kind: "http", ...(name !== undefined && { name }) };
    ctx.params = params;
    ctx.http = { sourceIp: sourceIpOf(event), ...(auth && { auth }) };
    const request = toRequest(event);
    const early = cors && preflight(cors, request);
    return answerCall(
      ctx,
      async () => early ?? respond(request, method, ctx),
      async (response) => {
        const result = await toResult(response, methodOf(event), ctx.log);
        if (!cors) return result;
        const headers = new Headers(result.headers);
        if (!early) applyCors(cors, request, headers);
        close(request, headers);
        return { ...result, headers: Object.fromEntries(headers) };
      },
    );
  },
};
