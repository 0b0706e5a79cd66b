import type { Fields } from "../server/resource-type.ts";
import type { AlicloudContext } from "./clients.ts";
import type { ProductName } from "./products.ts";

/** Calls an RPC-style API. */
export async function rpc(
  cloud: AlicloudContext,
  product: ProductName,
  action: string,
  body: Fields = {},
): Promise<Fields> {
  const api = await cloud.api(product);
  return api.call({ action, body });
}

/** An object in a response; `{}` when it is absent. */
export function part(answer: Fields, ...path: readonly string[]): Fields {
  return path.reduce<Fields>((at, key) => {
    const inner = at[key];
    return typeof inner === "object" && inner !== null ? (inner as Fields) : {};
  }, answer);
}

/** A list in a response. The vendor encodes an empty one in several ways. */
export function list(answer: Fields, ...path: readonly string[]): Fields[] {
  const found = path.reduce<unknown>(
    (at, key) => (typeof at === "object" && at !== null ? (at as Fields)[key] : undefined),
    answer,
  );
  return Array.isArray(found) ? (found as Fields[]) : [];
}
