import { authenticate } from "../security/authenticate.ts";
import { refuse } from "../security/refusals.ts";
import { findOperation } from "./dispatch.ts";
import { ApiError } from "./error.ts";
import type { ServiceRequest, ServiceResponse } from "./http.ts";
import type { Call, Caller, HostFacts, Keyring, Operation, Service } from "./service.ts";

export interface Handled {
  readonly response: ServiceResponse;
  readonly operation: string;
  readonly caller: string;
  readonly code?: string;
  /** A fault of the emulator itself, for its own log. */
  readonly fault?: unknown;
}

/** The context that every service needs to answer. */
export interface Surroundings {
  readonly account: string;
  readonly defaultRegion: string;
  readonly keys: Keyring;
  /** True if the caller's policies allow it. */
  may(caller: Caller, action: string, resource: string, request: ServiceRequest): boolean;
  /** Called with each allowed call. @throws ApiError where a test wants it refused. Default: none is. */
  fault?(caller: Caller): Promise<void>;
  /** Called after every request that may have changed something. */
  changed(): void;
}

/** One request to one service, from signature to answer. A refusal is answered in the service's own form. */
export async function handle(
  service: Service,
  request: ServiceRequest,
  host: HostFacts,
  around: Surroundings,
): Promise<Handled> {
  let operation = "";
  let caller: Caller | undefined;
  const seal = (response: ServiceResponse) => service.seal?.(response, request, around.keys) ?? response;
  try {
    const found = findOperation(service, request, service.path?.(request, host));
    operation = found?.operation.name ?? "";
    caller = authenticate(service.description, request, host, around.keys);
    if (!found) throw refuse(service.description, "unknownOperation", unknownOperation(request));
    found.operation.admit?.(request);
    const call: Call = {
      request,
      caller,
      host,
      account: around.account,
      region: host.region ?? found.params.RegionId ?? around.defaultRegion,
      params: found.params,
    };
    authorize(service, found.operation, call, around);
    await around.fault?.(caller);
    const response = await found.operation.run(call);
    if (request.method !== "GET" && request.method !== "HEAD") around.changed();
    return { response: seal(response), operation, caller: caller.arn };
  } catch (error) {
    const refusal =
      error instanceof ApiError ? error : new ApiError(500, "InternalError", "The emulator failed; see its log.");
    return {
      response: seal(service.refuse(refusal, request)),
      operation,
      caller: caller?.arn ?? "",
      code: refusal.code,
      ...(error !== refusal && { fault: error }),
    };
  }
}

function authorize({ description }: Service, operation: Operation, call: Call, around: Surroundings): void {
  if (operation.anonymous?.(call)) return;
  if (call.caller.type === "anonymous") throw refuse(description, "unsigned", "The request is not signed.");
  for (const { action, resource } of [operation.permission ?? []].flat()) {
    for (const name of [resource(call)].flat()) {
      if (around.may(call.caller, action, name, call.request)) continue;
      throw refuse(
        description,
        "forbidden",
        `You are not authorized to do this: no policy of ${call.caller.arn} allows ${action} on ${name}.`,
      );
    }
  }
}

/** Parameters without a value name a part of what the path names: `POST /key?restore`. */
function unknownOperation({ method, rawPath, query, headers }: ServiceRequest): string {
  const parts = [...query].filter(([, value]) => value === "").map(([name]) => name);
  const address = parts.length > 0 ? `${rawPath}?${parts.join("&")}` : rawPath;
  return `The emulator does not know ${query.get("Action") ?? headers["x-acs-action"] ?? `${method} ${address}`}.`;
}
