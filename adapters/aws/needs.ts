import type { ResolvedResource } from "../../model/resolve.ts";
import type { TableKey } from "../../runtime/core/clients.ts";
import type { Facts } from "./runtime/facts.ts";

type Key = ResolvedResource<"table">["spec"]["key"];

/** Only the names of key columns: the environment has little room. */
const keyFacts = ({ partition, sort }: Key): TableKey => ({
  partition: { name: partition.name },
  ...(sort && { sort: { name: sort.name } }),
});

/** Keys of a table and of its indexes, as the table's client needs them. */
export function tableFacts({ spec }: ResolvedResource<"table">): Omit<Facts["table"], "table"> {
  const indexes = Object.entries(spec.indexes).map(([name, key]) => [name, keyFacts(key)] as const);
  return { key: keyFacts(spec.key), ...(indexes.length > 0 && { indexes: Object.fromEntries(indexes) }) };
}
