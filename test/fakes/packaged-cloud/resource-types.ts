import type { ResourceTypes } from "../../../adapters/graph/provider-types.ts";
import { resourceTypes as tinyTypes } from "../tiny-cloud/resource-types.ts";

/** The cloud's own types, and those of the provider that uploads packages. */
export const resourceTypes = {
  ...tinyTypes,
  "pulumi:providers:publish": async () => (await import("./native.ts")).PublishProvider,
  "publish:index:Upload": async () => (await import("./native.ts")).Upload,
} as const satisfies ResourceTypes;

export type PackagedTypes = typeof resourceTypes;
