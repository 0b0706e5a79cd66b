import type { ResolvedResource } from "../../model/resolve.ts";
import { imagesName, indexName } from "./names.ts";
import type { Bindings } from "./runtime/bindings.ts";

/** The parts of a table's spec that its clients need. */
export interface TableTraits extends Pick<ResolvedResource<"table">["spec"], "key" | "indexes" | "ttl" | "changes"> {
  /** True if the deployment makes it. */
  readonly own: boolean;
}

export const tableTraits = ({
  spec: { key, indexes, ttl, changes, existing },
}: ResolvedResource<"table">): TableTraits => ({
  key,
  indexes,
  changes,
  ...(ttl !== undefined && { ttl }),
  own: existing === undefined,
});

/** The structure of a table for its client. `table` is its physical name. */
export function tableStructure(
  { own, key, ttl, changes, ...traits }: TableTraits,
  table: string,
): Omit<Bindings["table"], "table" | "instance"> {
  const indexes = Object.entries(traits.indexes).map(
    ([name, index]) => [name, { ...index, index: own ? indexName(table, name) : name }] as const,
  );
  return {
    key,
    ...(indexes.length > 0 && { indexes: Object.fromEntries(indexes) }),
    ...(ttl !== undefined && { ttl }),
    ...(own && changes && { images: imagesName(table) }),
  };
}
