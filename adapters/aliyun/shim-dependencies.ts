import type { ResolvedFunction, ResolvedResource, ResolvedTrigger } from "../../model/resolve.ts";
import type { TriggerKind } from "../../model/triggers/index.ts";
import { unique } from "../shared/unique.ts";
import { asyncSettings } from "./async-config.ts";

type Resources = ReadonlyMap<string, ResolvedResource>;

/** Something that the shim uses on its own, in the place of FC. */
interface ShimDependency {
  readonly name: string | undefined;
  /** True if it sends there what failed. */
  readonly sends?: true;
}

/** Resources that the shim itself uses, per kind of trigger. */
const SHIM_DEPENDENCIES: {
  readonly [K in TriggerKind]?: (trigger: ResolvedTrigger<K>, resources: Resources) => ShimDependency[];
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

/** TypeScript cannot relate a trigger's kind to the entry of that kind: only this function casts. */
function dependenciesOf<K extends TriggerKind>(trigger: ResolvedTrigger<K>, resources: Resources): ShimDependency[] {
  const list = SHIM_DEPENDENCIES[trigger.kind as K] as
    | ((trigger: ResolvedTrigger<K>, resources: Resources) => ShimDependency[])
    | undefined;
  return list?.(trigger, resources) ?? [];
}

const shimDependencies = (fn: ResolvedFunction, resources: Resources): ShimDependency[] =>
  fn.triggers.flatMap((trigger) => dependenciesOf(trigger, resources));

/** Names of everything whose bindings a function runs with: its permissions, and what its shim uses beside them. Sorted. */
export const boundNames = (fn: ResolvedFunction, resources: Resources): string[] =>
  unique([...fn.permissions.map(({ name }) => name), ...shimDependencies(fn, resources).map(({ name }) => name)]);

/** Names of the destinations of a function: of FC's asynchronous results, and of what the shim sends. Sorted. */
export function destinationNames(fn: ResolvedFunction, resources: Resources): string[] {
  const { onSuccess, onFailure } = asyncSettings(fn) ?? {};
  const sent = shimDependencies(fn, resources).map(({ name, sends }) => (sends ? name : undefined));
  return unique([onSuccess, onFailure, ...sent]);
}
