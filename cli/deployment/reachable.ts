import { z } from "zod";
import type { OfflineAddresses } from "../../offline/clouds/index.ts";

const place = z.looseObject({ name: z.string(), id: z.string(), url: z.string().optional() });
const deployed = z.object({ functions: z.record(z.string(), place), resources: z.record(z.string(), place) });

/** Something that a stack's outputs say an address of. */
interface Address {
  /** "upload" or, in a stack of several deployments, "<deployment>.upload". */
  readonly name: string;
  readonly url: string;
}

/** The addresses of functions and resources in a stack's outputs, under whatever names a program exports them. */
export function addressesIn(outputs: Readonly<Record<string, unknown>>): Address[] {
  const own = deployed.safeParse(outputs);
  if (own.success) return addressesOf(own.data, "");
  return Object.entries(outputs).flatMap(([name, value]) => {
    const found = deployed.safeParse(value);
    if (found.success) return addressesOf(found.data, `${name}.`);
    const one = place.safeParse(value);
    const url = one.success ? one.data.url : typeof value === "string" && /^https?:/.test(value) ? value : undefined;
    return url === undefined ? [] : [{ name, url }];
  });
}

const addressesOf = ({ functions, resources }: z.output<typeof deployed>, prefix: string): Address[] =>
  [...Object.entries(functions), ...Object.entries(resources)].flatMap(([name, { url }]) =>
    url === undefined ? [] : [{ name: `${prefix}${name}`, url }],
  );

/** The addresses of a deployment, for people; empty if there are none. */
export function listAddresses(outputs: Readonly<Record<string, unknown>>, servers: OfflineAddresses): string {
  const addresses = addressesIn(outputs);
  const width = Math.max(0, ...addresses.map(({ name }) => name.length));
  const lines = addresses.map(({ name, url }) => `  ${name.padEnd(width)}  ${url}\n`);
  const origins = Object.values(servers);
  const named = addresses.some(({ url }) => !origins.some((origin) => url.startsWith(origin)));
  const hint = named ? " Hostnames of the cloud are served there too, by the Host header." : "";
  const on = Object.entries(servers).map(([target, url]) => `${target} runs at ${url}.`);
  return `${lines.join("")}${on.length === 0 ? "" : `${on.join(" ")}${hint}\n`}`;
}
