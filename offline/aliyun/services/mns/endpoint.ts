import { invalidArgument } from "./errors.ts";

export type Endpoint =
  | { readonly kind: "queue" | "function"; readonly region: string; readonly name: string }
  | { readonly kind: "http"; readonly url: string };

/**
 * Parses the endpoint of a subscription: `acs:mns:<region>:<account>:queues/<name>` (also with a slash before
 * "queues"), `acs:fc:<region>:<account>:functions/<name>`, or a web address. Subscribe of Mns-open gives only a queue's
 * name, which is then in the topic's own region.
 * @throws ApiError for any other.
 */
export function parseEndpoint(endpoint: string, own: { readonly region: string }): Endpoint {
  if (/^[A-Za-z0-9][A-Za-z0-9-]*$/.test(endpoint)) return { kind: "queue", region: own.region, name: endpoint };
  const [, product, region, name] =
    /^acs:(mns|fc):([^:]*):[^:]*:\/?(?:queues|functions)\/([^/]+)(?:\/messages)?$/.exec(endpoint) ?? [];
  if (product !== undefined && region !== undefined && name !== undefined) {
    return { kind: product === "mns" ? "queue" : "function", region, name };
  }
  if (/^https?:\/\//.test(endpoint) && URL.canParse(endpoint)) return { kind: "http", url: endpoint };
  throw invalidArgument(
    `The emulator pushes to queues (acs:mns:<region>:<account>:queues/<name>), functions and web addresses, not to ${endpoint}.`,
  );
}
