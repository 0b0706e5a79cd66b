import { type Handled, handle, type Surroundings } from "../core/handle.ts";
import { json, type ServiceRequest, type ServiceResponse } from "../core/http.ts";
import type { JournalEntry } from "../core/journal.ts";
import { answersFor, findService, isLoopback, isVendors, type Services } from "./hosts.ts";
import { type Control, ownApi } from "./own-api.ts";

export interface Router {
  /** Requests wait until this is called: what was kept on disk is being read. */
  open(): void;
  route(request: ServiceRequest): Promise<ServiceResponse>;
  /** True if anything here answers for a host name. */
  answersFor(host: string): boolean;
  /** The answer for a host that nothing here answers for; it is in the request log like every other. */
  refuse(method: string, host: string): ServiceResponse;
  /** The answer for a request that the HTTP parser did not take; it is in the request log like every other. */
  malformed(code: string, reason: string, request?: Named): ServiceResponse;
}

/** The known parts of a request that was not read to its end. */
type Named = Pick<ServiceRequest, "method" | "host" | "rawPath">;

/** Hands each request to the emulator's own API, to a function's address, or to the service it is meant for. */
export function createRouter(services: Services, control: Control, around: Surroundings): Router {
  const log = (request: Pick<ServiceRequest, "id" | "method" | "host" | "rawPath">, rest: Logged): void =>
    control.journal.add({
      id: request.id,
      time: control.clock.now(),
      method: request.method,
      host: request.host,
      path: request.rawPath,
      ...rest,
    });
  const refuse: Router["refuse"] = (method, host) => {
    const response = refusal(host);
    log({ id: "", method, host, rawPath: "" }, { ...nobody, status: response.status, ms: 0 });
    return response;
  };
  const malformed: Router["malformed"] = (code, reason, request = { method: "", host: "", rawPath: "" }) => {
    const status = code === "HPE_HEADER_OVERFLOW" ? 431 : 400;
    log({ id: "", ...request }, { ...nobody, status, code, ms: 0 });
    return { status, body: `The request could not be read: ${reason}\n` };
  };
  let open: Router["open"] = () => undefined;
  const ready = new Promise<void>((resolve) => {
    open = resolve;
  });
  const route: Router["route"] = async (request) => {
    await ready;
    const own = ownApi(control, request);
    if (own) return own;
    const began = performance.now();
    const ms = () => performance.now() - began;
    for (const [service, candidate] of Object.entries(services)) {
      const served = candidate.serve?.(request);
      if (!served) continue;
      const response = await served;
      log(request, { ...nobody, service, status: response.status, ms: ms() });
      return response;
    }
    const found = findService(services, request);
    if (!found) {
      const { code, ...response } = noService(request);
      log(request, { ...nobody, status: response.status, ...(code && { code }), ms: ms() });
      return response;
    }
    const fault: Surroundings["fault"] = (caller) => control.faults.meet(found.name, caller);
    const handled = await handle(found.service, request, found.host, { ...around, fault });
    if (handled.fault) console.error(handled.fault);
    log(request, { service: found.name, ...loggedOf(handled), ms: ms() });
    return handled.response;
  };
  return { open, route, refuse, malformed, answersFor: (host) => answersFor(services, host) };
}

type Logged = Omit<JournalEntry, "id" | "time" | "method" | "host" | "path">;

const nobody = { service: "", operation: "", caller: "" };

const loggedOf = ({ operation, caller, response, code }: Handled): Omit<Logged, "service" | "ms"> => ({
  operation,
  caller,
  status: response.status,
  ...(code !== undefined && { code }),
});

function noService(request: ServiceRequest): ServiceResponse & { readonly code?: string } {
  const { id, host } = request;
  if (isLoopback(host)) return unrecognised(request);
  if (!isVendors(host)) return refusal(host);
  const code = "ServiceNotEmulated";
  return { code, ...json({ RequestId: id, HostId: host, Code: code, Message: noServiceAt(host) }, 404) };
}

const noServiceAt = (host: string): string =>
  `polyfn's offline cloud has no service at ${host}, and passes nothing on to other networks.`;

const refusal = (host: string): ServiceResponse => ({
  status: 502,
  headers: { "content-type": "text/plain; charset=utf-8" },
  body: `${noServiceAt(host)}\n`,
});

const unrecognised = ({ method, rawPath }: ServiceRequest): ServiceResponse => ({
  status: 404,
  headers: { "content-type": "text/plain; charset=utf-8" },
  body: `Neither the headers nor the path of ${method} ${rawPath} say which service it is meant for. Send it with the service's real host name.\n`,
});
