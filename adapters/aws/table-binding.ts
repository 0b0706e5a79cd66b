import type { ResolvedResource } from "../../model/resolve.ts";
import type { Facts } from "./runtime/facts.ts";

/** Keys of a table and of its indexes, as the table's client needs them. */
export function tableFacts({ spec }: ResolvedResource<"table">): Omit<Facts["table"], "table"> {
  const { key, indexes } = spec;
  return { key, ...(Object.keys(indexes).length > 0 && { indexes }) };
}
