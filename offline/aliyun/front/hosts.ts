import type { ServiceRequest } from "../core/http.ts";
import type { HostFacts, Service } from "../core/service.ts";

export type Services = Readonly<Record<string, Service>>;

export interface Found {
  readonly name: string;
  readonly service: Service;
  readonly host: HostFacts;
}

export const isLoopback = (host: string): boolean =>
  host === "" || host === "localhost" || host === "[::1]" || /^127(\.\d{1,3}){3}$/.test(host);

/** Whether anything here answers for a host name. */
export const answersFor = (services: Services, host: string): boolean =>
  isLoopback(host) ||
  Object.values(services).some((service) => service.matches(host) !== undefined || service.servesHost?.(host));

/** The service a request is meant for: by its real host name or, at a bare address, by what it looks like. */
export function findService(services: Services, request: ServiceRequest): Found | undefined {
  const asked = isLoopback(request.host)
    ? (service: Service) => service.recognises(request)
    : (service: Service) => service.matches(request.host);
  for (const [name, service] of Object.entries(services)) {
    const host = asked(service);
    if (host) return { name, service, host };
  }
  return undefined;
}
