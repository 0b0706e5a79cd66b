import dns from "node:dns";
import { vi } from "vitest";

/** Has every name below aliyuncs.com resolve to this machine, so that clients reach an emulator's port in plain HTTP. */
export function resolveHere(): void {
  const lookup = dns.lookup.bind(dns);
  vi.spyOn(dns, "lookup").mockImplementation(((host: string, ...rest: unknown[]) =>
    Reflect.apply(lookup, dns, [/\.aliyuncs\.com$/.test(host) ? "127.0.0.1" : host, ...rest])) as typeof dns.lookup);
}
