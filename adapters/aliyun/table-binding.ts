import type { ResolvedResource } from "../../model/resolve.ts";
import { imagesName, indexName } from "./names.ts";
import type { Bindings } from "./runtime/bindings.ts";

/** What a table's clients must know of its spec. */
export interface TableTraits extends Pick<ResolvedResource<"table">["spec"], "key" | "indexes" | "ttl" | "changes"> {
  /** Whether the deployment makes it. */
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

/** What a table's client must know beside where it is. `table` is its physical name. */
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
