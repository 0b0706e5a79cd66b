import type { ResolvedResource } from "../../model/resolve.ts";
import type { Bindings } from "./runtime/bindings.ts";

/** Keys of a table and of its indexes, as the table's client needs them. */
export function tableStructure({ spec }: ResolvedResource<"table">): Omit<Bindings["table"], "table"> {
  const { key, indexes } = spec;
  return { key, ...(Object.keys(indexes).length > 0 && { indexes }) };
}
