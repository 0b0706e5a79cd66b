import { createRequire } from "node:module";
import { type Keys, ROOT } from "../support/call.ts";

// CommonJS, whose types and exports disagree on where the class is.
export const sdk = createRequire(import.meta.url)("@alicloud/eventbridge") as typeof import("@alicloud/eventbridge");

export type EventClient = InstanceType<typeof sdk.default>;

/** The vendor's own client for events. */
export const eventClient = (url: string, keys: Keys = ROOT): EventClient =>
  new sdk.default(new sdk.Config({ ...keys, endpoint: new URL(url).host, protocol: "http" }));

export const cloudEvent = (type: string, data: unknown, extensions: Record<string, unknown> = {}) =>
  new sdk.CloudEvent({
    id: `id-${type}`,
    source: "shop.orders",
    type,
    data: Buffer.from(JSON.stringify(data)),
    extensions,
  });
