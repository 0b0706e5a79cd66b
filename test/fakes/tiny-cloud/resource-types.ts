import type { ResourceTypes } from "../../../adapters/graph/provider-types.ts";

/** Every type of resource that the adapter's graphs have, with the class of the cloud's Pulumi package for it. */
export const resourceTypes = {
  "pulumi:providers:tiny": async () => (await import("./native.ts")).TinyProvider,
  "tiny:index:Function": async () => (await import("./native.ts")).TinyFunction,
  "tiny:index:Resource": async () => (await import("./native.ts")).TinyResource,
  "tiny:index:Trigger": async () => (await import("./native.ts")).TinyTrigger,
} as const satisfies ResourceTypes;

export type TinyTypes = typeof resourceTypes;
