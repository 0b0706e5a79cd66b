import { z } from "zod";
import type { OfflineAddresses } from "../../offline/clouds/index.ts";
import type { Parts } from "./parts.ts";

const place = z.looseObject({ name: z.string(), id: z.string(), url: z.string().optional() });
const deployed = z.object({ functions: z.record(z.string(), place), resources: z.record(z.string(), place) });

/** Something that a stack's outputs say an address of. */
interface Address {
  /** "upload" or, in a stack of several deployments, "<deployment>.upload". */
  readonly name: string;
  readonly url: string;
}

/**
 * The addresses in a stack's outputs that answer web requests, under whatever names a program exports them: those of
 * functions, of resources that `parts` says serve requests, and of single parts that the program exports itself.
 */
function addressesIn(outputs: Readonly<Record<string, unknown>>, parts: Parts): Address[] {
  const own = deployed.safeParse(outputs);
  if (own.success) return addressesOf(own.data, parts);
  return Object.entries(outputs).flatMap(([name, value]) => {
    const found = deployed.safeParse(value);
    if (found.success) return addressesOf(found.data, parts, name);
    const one = place.safeParse(value);
    const url = one.success ? one.data.url : typeof value === "string" && /^https?:/.test(value) ? value : undefined;
    return url === undefined ? [] : [{ name, url }];
  });
}

function addressesOf({ functions, resources }: z.output<typeof deployed>, parts: Parts, deployment?: string) {
  const served = Object.entries(resources).filter(([name]) => parts.serves(deployment, name));
  return [...Object.entries(functions), ...served].flatMap(([name, { url }]): Address[] =>
    url === undefined ? [] : [{ name: deployment === undefined ? name : `${deployment}.${name}`, url }],
  );
}

/** What is reachable where, for people, and how to see the rest. */
export function listAddresses(
  outputs: Readonly<Record<string, unknown>>,
  servers: OfflineAddresses,
  parts: Parts,
  stack: string,
): string {
  const addresses = addressesIn(outputs, parts);
  const width = Math.max(0, ...addresses.map(({ name }) => name.length));
  const lines = addresses.map(({ name, url }) => `  ${name.padEnd(width)}  ${url}\n`);
  const origins = Object.values(servers);
  const named = addresses.some(({ url }) => !origins.some((origin) => url.startsWith(origin)));
  const hint = named ? " Hostnames of the cloud are served there too, by the Host header." : "";
  const on = Object.entries(servers).map(([target, url]) => `${target} runs at ${url}.`);
  const all = Object.keys(outputs).length === 0 ? "" : `All names and identifiers: polyfn outputs -s ${stack}\n`;
  return `${lines.join("")}${on.length === 0 ? "" : `${on.join(" ")}${hint}\n`}${all}`;
}
