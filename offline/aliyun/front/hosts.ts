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

/** True if a host name is one of the vendor's, whatever is emulated. */
export const isVendors = (host: string): boolean => host.endsWith(".aliyuncs.com");

/**
 * True if anything here answers for a host name. A service of the vendor's that is not emulated gets an answer, too: the
 * vendor's provider takes a tunnel that is refused for a network that fails, and tries again for minutes.
 */
export const answersFor = (services: Services, host: string): boolean =>
  isLoopback(host) ||
  isVendors(host) ||
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
