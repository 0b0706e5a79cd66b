import type { ResolvedFunction, ResolvedResource, ResolvedTrigger } from "../../model/resolve.ts";
import type { TriggerKind } from "../../model/triggers/index.ts";
import { imagesName, indexName } from "./names.ts";
import type { Facts } from "./runtime/facts.ts";

type Resources = ReadonlyMap<string, ResolvedResource>;

/** Something that the shim uses on its own, in the place of FC. */
interface ShimNeed {
  readonly name: string | undefined;
  /** Whether it sends there what failed. */
  readonly sends?: true;
}

/** What the shim uses without a client of the user's, per kind of trigger. */
const SHIM_NEEDS: {
  readonly [K in TriggerKind]?: (trigger: ResolvedTrigger<K>, resources: Resources) => ShimNeed[];
} = {
  queue: ({ spec }, resources) => {
    const queue = resources.get(spec.queue);
    const deadLetter = queue?.kind === "queue" ? queue.spec.deadLetter?.queue : undefined;
    return [
      { name: spec.queue, sends: true },
      { name: deadLetter, sends: true },
    ];
  },
  stream: ({ spec }) => [{ name: spec.stream }, { name: spec.onFailure, sends: true }],
  table: ({ spec }) => [{ name: spec.table }, { name: spec.onFailure, sends: true }],
};

/** The compiler can't follow that a trigger's kind picks the function for its kind; this is the one place that says so. */
function needsOf<K extends TriggerKind>(trigger: ResolvedTrigger<K>, resources: Resources): ShimNeed[] {
  const needs = SHIM_NEEDS[trigger.kind as K] as
    | ((trigger: ResolvedTrigger<K>, resources: Resources) => ShimNeed[])
    | undefined;
  return needs?.(trigger, resources) ?? [];
}

const unique = (names: readonly (string | undefined)[]): string[] =>
  [...new Set(names.filter((name) => name !== undefined))].sort();

const shimNeeds = (fn: ResolvedFunction, resources: Resources): ShimNeed[] =>
  fn.triggers.flatMap((trigger) => needsOf(trigger, resources));

/** Names of everything whose facts a function runs with: its permissions, and what its shim uses beside them. Sorted. */
export const neededNames = (fn: ResolvedFunction, resources: Resources): string[] =>
  unique([
    ...fn.permissions.map(({ name }) => name),
    ...shimNeeds(fn, resources).map(({ name }) => name),
    ...severalApis(fn),
  ]);

/** The apis of a function that answers routes of more than one: its shim tells by the host to which a request came. */
function severalApis({ triggers }: ResolvedFunction): string[] {
  const apis = unique(triggers.map((trigger) => (trigger.kind === "http" ? trigger.spec.api : undefined)));
  return apis.length > 1 ? apis : [];
}

/** FC's own numbers for asynchronous calls: seconds, and retries. */
const ASYNC_DEFAULTS = { retries: 3, maxAge: 86_400 } as const;

/** What happens to a function's asynchronous calls, all of it said: FC would otherwise report what was never asked for. */
export interface AsyncSettings {
  readonly retries: number;
  /** Seconds. */
  readonly maxAge: number;
  readonly onSuccess: string | undefined;
  readonly onFailure: string | undefined;
}

/**
 * `undefined` where FC's defaults are wanted. A topic calls asynchronously, so the queue for its dead letters is where
 * failed calls go; that a function names only one such place is checked before.
 */
export function asyncSettings(fn: Pick<ResolvedFunction, "async" | "triggers">): AsyncSettings | undefined {
  const { retries, maxAge, onSuccess } = fn.async;
  const onFailure = fn.async.onFailure ?? topicDeadLetters(fn)[0];
  if ([retries, maxAge, onSuccess, onFailure].every((setting) => setting === undefined)) return undefined;
  return { retries: retries ?? ASYNC_DEFAULTS.retries, maxAge: maxAge ?? ASYNC_DEFAULTS.maxAge, onSuccess, onFailure };
}

/** Queues for dead letters that a function's topic triggers name. Sorted. */
export const topicDeadLetters = (fn: Pick<ResolvedFunction, "triggers">): string[] =>
  unique(fn.triggers.map((trigger) => (trigger.kind === "topic" ? trigger.spec.deadLetter : undefined)));

/** Names of where results go: asynchronous ones through FC, and what the shim gives up or delivers again. Sorted. */
export function destinationNames(fn: ResolvedFunction, resources: Resources): string[] {
  const { onSuccess, onFailure } = asyncSettings(fn) ?? {};
  const sent = shimNeeds(fn, resources).map(({ name, sends }) => (sends ? name : undefined));
  return unique([onSuccess, onFailure, ...sent]);
}

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
export function tableFacts(
  { own, key, ttl, changes, ...traits }: TableTraits,
  table: string,
): Omit<Facts["table"], "table" | "instance"> {
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
