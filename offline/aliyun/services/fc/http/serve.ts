import { ApiError } from "../../../core/error.ts";
import type { ServiceRequest, ServiceResponse } from "../../../core/http.ts";
import { type Compute, findFunction, findVersion, LATEST, versionOf } from "../compute.ts";
import { denied, invalid } from "../errors.ts";
import { isCustom } from "../invocation/executable.ts";
import { refuse } from "../refuse.ts";
import { configOf } from "../schemas/parse.ts";
import type { CorsSettings } from "../schemas/trigger.ts";
import type { DomainRecord, FunctionRecord, TriggerRecord } from "../state.ts";
import { httpAnswer } from "./answer.ts";
import { type Auth, authorizeHttp } from "./authorize.ts";
import { isPreflight, preflight, withCors } from "./cors.ts";
import { type HttpRequest, httpCall, httpEvent } from "./event.ts";
import { rewrite, type Target } from "./rewrite.ts";
import { findRoute } from "./routes.ts";

/** Bytes of a request. */
const HEADER_LIMIT = 8192;
const PATH_LIMIT = 4096;
export const SYNC_LIMIT = 32 * 1024 * 1024;

const DEFAULT_DOMAIN = /^([^.]+)\.([a-z0-9-]+?)(-vpc)?\.fcapp\.run$/;

/** The destination of a request to a function's address. */
interface Destination extends Target {
  readonly region: string;
  readonly functionName: string;
  readonly qualifier: string;
  readonly auth: Auth;
  readonly cors?: CorsSettings;
  /** True if the address is FC's own, where pages are only to be downloaded. */
  readonly ownDomain: boolean;
}

/** True if this host is a function's address. */
export const servesHost = (fc: Compute, host: string): boolean =>
  DEFAULT_DOMAIN.test(host) || findDomain(fc, host) !== undefined;

/** Answers a request to a function's own address or to a custom domain; undefined for any other. */
export function serveHttp(fc: Compute, request: ServiceRequest): Promise<ServiceResponse> | undefined {
  if (!servesHost(fc, request.host)) return undefined;
  return answer(fc, request).catch((error: unknown) => {
    if (error instanceof ApiError) return refuse(error, request);
    console.error(error);
    return refuse(new ApiError(500, "InternalError", "The emulator failed; see its log."), request);
  });
}

async function answer(fc: Compute, request: ServiceRequest): Promise<ServiceResponse> {
  checkLimits(request);
  const domain = findDomain(fc, request.host);
  const destination = domain ? fromDomain(domain, request) : fromTrigger(fc, request);
  if ("status" in destination) return destination;
  const claims = await authorizeHttp(fc, request, destination.auth, destination);
  const passed = new URLSearchParams(claims.query).toString();
  const http: HttpRequest = {
    request,
    requestId: request.id,
    path: destination.path,
    query: [destination.query, passed].filter(Boolean).join("&"),
    added: claims.headers,
    account: fc.world.account,
    now: fc.world.clock.now(),
  };
  return withCors(request, await call(fc, http, destination), destination.cors);
}

async function call(fc: Compute, http: HttpRequest, destination: Destination): Promise<ServiceResponse> {
  const { region, functionName, qualifier } = destination;
  const fn = findFunction(fc, region, functionName);
  const custom = isCustom(findVersion(fn, versionOf(fn, qualifier)).settings);
  const input = custom
    ? ({ kind: "http", request: httpCall(http) } as const)
    : ({ kind: "event", payload: httpEvent(http) } as const);
  const { requestId } = http;
  const invocation = { requestId, region, functionName, qualifier, input };
  if (http.request.headers["x-fc-invocation-type"]?.toLowerCase() === "async") {
    const taskId = http.request.headers["x-fc-async-task-id"];
    fc.async.enqueue(invocation, taskId);
    return { status: 202, headers: { "x-fc-request-id": requestId } };
  }
  const { result } = await fc.invoker.run({ ...invocation, type: "Sync" });
  const response = httpAnswer(result, requestId);
  if (!destination.ownDomain) return response;
  return { ...response, headers: { ...response.headers, "content-disposition": "attachment" } };
}

function fromTrigger(fc: Compute, request: ServiceRequest): Destination | ServiceResponse {
  const { fn, trigger, intranet } = findTrigger(fc, request.host);
  const config = configOf("http", trigger.triggerConfig);
  if (config.disableURLInternet && !intranet) throw denied("access through the public address is disabled");
  const corsConfig = corsIn(config);
  if (corsConfig && isPreflight(request)) return preflight(request, corsConfig);
  const listed = (config.methods as readonly string[]).includes(request.method);
  if (!listed && isPreflight(request)) return preflight(request);
  if (!listed) throw methodNotAllowed(request);
  return {
    region: fn.region,
    functionName: fn.name,
    qualifier: trigger.qualifier,
    path: request.rawPath,
    query: request.rawQuery,
    auth: { type: config.authType, ...(config.authConfig !== undefined && { config: config.authConfig }) },
    ...(corsConfig && { cors: corsConfig }),
    ownDomain: true,
  };
}

function fromDomain(domain: DomainRecord, request: ServiceRequest): Destination | ServiceResponse {
  const corsConfig = corsIn(domain);
  if (corsConfig && isPreflight(request)) return preflight(request, corsConfig);
  const route = findRoute(domain.routeConfig?.routes ?? [], request.method, request.rawPath);
  if (route === "method") throw methodNotAllowed(request);
  if (!route) {
    throw new ApiError(
      404,
      "DomainRouteNotFound",
      `no route of domain '${domain.domainName}' leads to ${request.rawPath}`,
    );
  }
  const { authType = "anonymous", authInfo } = domain.authConfig ?? {};
  return {
    region: domain.region,
    functionName: route.functionName,
    qualifier: route.qualifier || LATEST,
    ...rewrite({ path: request.rawPath, query: request.rawQuery }, route.rewriteConfig),
    auth: { type: authType, ...(authInfo !== undefined && { config: authInfo }) },
    ...(corsConfig && { cors: corsConfig }),
    ownDomain: false,
  };
}

/** `{}` says that there are no settings. */
const corsIn = ({ corsConfig }: { readonly corsConfig?: CorsSettings | undefined }): CorsSettings | undefined =>
  corsConfig && Object.keys(corsConfig).length > 0 ? corsConfig : undefined;

function findTrigger(fc: Compute, host: string): { fn: FunctionRecord; trigger: TriggerRecord; intranet: boolean } {
  const [, prefix, region, vpc] = DEFAULT_DOMAIN.exec(host) ?? [];
  for (const fn of fc.state.functions.filter((candidate) => candidate.region === region)) {
    const trigger = fn.triggers.find((candidate) => candidate.urlPrefix === prefix);
    if (trigger) return { fn, trigger, intranet: vpc !== undefined };
  }
  throw new ApiError(404, "TriggerNotFound", `no HTTP trigger has the address ${host}`);
}

/** The custom domain that a host is of; one with its very name goes before one with a wildcard. */
function findDomain({ state }: Compute, host: string): DomainRecord | undefined {
  const name = host.toLowerCase();
  const above = name.replace(/^[^.]+/, "*");
  return (
    state.domains.find((domain) => domain.domainName.toLowerCase() === name) ??
    state.domains.find((domain) => domain.domainName.toLowerCase() === above)
  );
}

function checkLimits({ rawHeaders, rawPath, rawQuery, body }: ServiceRequest): void {
  const headers = rawHeaders.reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value),
    0,
  );
  if (headers > HEADER_LIMIT) throw invalid(`request headers exceed ${HEADER_LIMIT} bytes`);
  if (rawPath.length + rawQuery.length > PATH_LIMIT) throw invalid(`path and query exceed ${PATH_LIMIT} bytes`);
  if (body.length > SYNC_LIMIT) throw invalid(`the body exceeds ${SYNC_LIMIT} bytes`);
}

const methodNotAllowed = ({ method }: ServiceRequest): ApiError => denied(`method ${method} is not allowed here`);
