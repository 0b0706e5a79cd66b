import type { ResolvedFunction, ResolvedResource, ResolvedTrigger } from "../../model/resolve.ts";
import type { TriggerKind } from "../../model/triggers/index.ts";
import { imagesName, indexName } from "./names.ts";
import type { Facts, TableKey } from "./runtime/facts.ts";

/** Names that the shim needs the facts of, for what it does in the place of FC, per kind of trigger. */
const SHIM_NEEDS: {
  readonly [K in TriggerKind]?: (trigger: ResolvedTrigger<K>, resources: Resources) => (string | undefined)[];
} = {
  webhook: ({ spec }) => [spec.secret],
  queue: ({ spec }, resources) => {
    const queue = resources.get(spec.queue);
    return [spec.queue, queue?.kind === "queue" ? queue.spec.deadLetter?.queue : undefined];
  },
  stream: ({ spec }) => [spec.stream, spec.onFailure],
  table: ({ spec }) => [spec.table, spec.onFailure],
};

type Resources = ReadonlyMap<string, ResolvedResource>;

/** The compiler can't follow that a trigger's kind picks the function for its kind; this is the one place that says so. */
function namesOf<K extends TriggerKind>(trigger: ResolvedTrigger<K>, resources: Resources): (string | undefined)[] {
  const needs = SHIM_NEEDS[trigger.kind as K] as
    | ((t: ResolvedTrigger<K>, r: Resources) => (string | undefined)[])
    | undefined;
  return needs?.(trigger, resources) ?? [];
}

/** Names of everything that a function's shim reaches on its own, without a client of the user's. Sorted. */
export function shimNames(fn: ResolvedFunction, resources: Resources): string[] {
  const names = fn.triggers.flatMap((trigger) => namesOf(trigger, resources)).filter((name) => name !== undefined);
  return [...new Set(names)].sort();
}

/** Names of everything whose facts a function runs with: its permissions, and what its shim needs. Sorted. */
export const neededNames = (fn: ResolvedFunction, resources: Resources): string[] =>
  [...new Set([...fn.permissions.map(({ name }) => name), ...shimNames(fn, resources)])].sort();

type Key = ResolvedResource<"table">["spec"]["key"];

/** Only the names of key columns: the environment has little room. */
const keyFacts = ({ partition, sort }: Key): TableKey => ({
  partition: { name: partition.name },
  ...(sort && { sort: { name: sort.name } }),
});

/** What a table's client must know beside where it is. `table` is its physical name. */
export function tableFacts(
  { spec }: ResolvedResource<"table">,
  table: string,
): Omit<Facts["table"], "table" | "instance"> {
  const own = spec.existing === undefined;
  const indexes = Object.entries(spec.indexes).map(
    ([name, key]) => [name, { ...keyFacts(key), index: own ? indexName(table, name) : name }] as const,
  );
  return {
    key: keyFacts(spec.key),
    ...(indexes.length > 0 && { indexes: Object.fromEntries(indexes) }),
    ...(spec.ttl !== undefined && { ttl: spec.ttl }),
    ...(own && spec.changes && { images: imagesName(table) }),
  };
}
