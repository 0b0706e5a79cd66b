import { authenticate, type Keyring } from "../security/authenticate.ts";
import { findOperation } from "./dispatch.ts";
import { ApiError } from "./error.ts";
import type { ServiceRequest, ServiceResponse } from "./http.ts";
import type { Call, Caller, HostFacts, Operation, Service } from "./service.ts";

export interface Handled {
  readonly response: ServiceResponse;
  readonly operation: string;
  readonly caller: string;
  readonly code?: string;
  /** A fault of the emulator itself, for its own log. */
  readonly fault?: unknown;
}

/** What every service needs to know to answer. */
export interface Surroundings {
  readonly account: string;
  readonly defaultRegion: string;
  readonly keys: Keyring;
  /** Throws ApiError unless the caller may. */
  authorize(caller: Caller, action: string, resource: string): void;
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
  try {
    const found = findOperation(service, request, service.path?.(request, host));
    operation = found?.operation.name ?? "";
    caller = authenticate(service, request, around.keys);
    if (!found) throw unknownOperation(request);
    const call: Call = {
      request,
      caller,
      host,
      account: around.account,
      region: host.region ?? found.params.RegionId ?? around.defaultRegion,
      params: found.params,
    };
    authorizeCall(found.operation, call, around);
    return { response: await found.operation.run(call), operation, caller: caller.arn };
  } catch (error) {
    const refusal =
      error instanceof ApiError ? error : new ApiError(500, "InternalError", "The emulator failed; see its log.");
    return {
      response: service.refuse(refusal, request),
      operation,
      caller: caller?.arn ?? "",
      code: refusal.code,
      ...(error !== refusal && { fault: error }),
    };
  }
}

function authorizeCall({ permission }: Operation, call: Call, around: Surroundings): void {
  for (const { action, resource } of [permission ?? []].flat()) {
    for (const name of [resource(call)].flat()) around.authorize(call.caller, action, name);
  }
}

const unknownOperation = ({ method, rawPath, query }: ServiceRequest): ApiError =>
  new ApiError(
    404,
    "InvalidAction.NotFound",
    `The emulator does not know ${query.get("Action") ?? `${method} ${rawPath}`}.`,
  );
