import type { Access } from "../access.ts";
import type { Problem } from "../errors.ts";
import { FUNCTION_DEFAULTS } from "../function.ts";
import { isPlainObject } from "../merge-patch.ts";
import type { PartialParse } from "../partial-parse.ts";
import type { Resource, ResourceKind } from "../resources/index.ts";
import type { Path } from "../schema/schema-walk.ts";
import { type Trigger, type TriggerKind, triggers as triggerKinds } from "../triggers/index.ts";

/**
 * A check across the parts of a spec. Pure; returns every problem it finds and ignores parts that could not be read.
 */
export type Check = (partial: PartialParse) => Problem[];

/** A trigger and its path. */
export interface TriggerPart<K extends TriggerKind = TriggerKind> {
  readonly function: string;
  readonly name: string;
  readonly trigger: Trigger<K>;
  readonly path: Path;
}

/** Every trigger that could be read, of one kind or of all. */
export function triggersOf(partial: PartialParse): TriggerPart[];
export function triggersOf<K extends TriggerKind>(partial: PartialParse, kind: K): TriggerPart<K>[];
export function triggersOf(partial: PartialParse, kind?: TriggerKind): TriggerPart[] {
  return Object.entries(partial.app.functions).flatMap(([fn, { triggers }]) =>
    Object.entries(triggers)
      .filter(([, trigger]) => kind === undefined || trigger.kind === kind)
      .map(([name, trigger]) => ({ function: fn, name, trigger, path: ["functions", fn, "triggers", name] })),
  );
}

/** The resource of a name, if it could be read and has the kind. */
export function resourceOf<K extends ResourceKind>(
  partial: PartialParse,
  name: string | undefined,
  kind: K,
): Resource<K> | undefined {
  const resource = name === undefined ? undefined : partial.app.resources[name];
  return resource?.kind === kind ? (resource as Resource<K>) : undefined;
}

/** Every resource of a kind that could be read. */
export function resourcesOf<K extends ResourceKind>(
  partial: PartialParse,
  kind: K,
): { name: string; resource: Resource<K>; path: Path }[] {
  return Object.keys(partial.app.resources).flatMap((name) => {
    const resource = resourceOf(partial, name, kind);
    return resource === undefined ? [] : [{ name, resource, path: ["resources", name] }];
  });
}

/** The unchecked value at a path of the spec. */
export function valueAt(partial: PartialParse, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) => (isPlainObject(value) && Object.hasOwn(value, key) ? value[key] : undefined),
    partial.input,
  );
}

/** The unchecked object at a path of the spec; empty when there is none. */
export function objectAt(partial: PartialParse, path: Path): Readonly<Record<string, unknown>> {
  const value = valueAt(partial, path);
  return isPlainObject(value) ? value : {};
}

/** Every cycle in a graph, each once, beginning with its alphabetically first member. */
export function cycles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const found: string[][] = [];
  const done = new Set<string>();
  const visit = (node: string, trail: string[]): void => {
    const start = trail.indexOf(node);
    if (start >= 0) found.push(trail.slice(start));
    if (start >= 0 || done.has(node)) return;
    for (const next of graph.get(node) ?? []) visit(next, [...trail, node]);
    done.add(node);
  };
  for (const node of [...graph.keys()].sort()) visit(node, []);
  return found;
}

/** For example `a -> b -> a`. */
export const formatCycle = (cycle: readonly string[]): string => [...cycle, cycle[0]].join(" -> ");

/** The function's timeout in seconds, before a target limits it. */
export function timeoutOf(partial: PartialParse, fn: string): number {
  return partial.app.functions[fn]?.timeout ?? partial.app.defaults.timeout ?? FUNCTION_DEFAULTS.timeout;
}

/** The declarations of a trigger kind for the checks. Every trigger has the type that its kind's functions take. */
interface TriggerTraits {
  readonly source?: string;
  readonly once?: true;
  selects?(trigger: never): boolean;
  readonly loop?: { readonly access: Access; readonly remedy: string };
  ownAddress?(trigger: never): boolean;
}

export const traitsOf = (trigger: Trigger): TriggerTraits => triggerKinds[trigger.kind];

export const hasOwnAddress = (trigger: Trigger): boolean => traitsOf(trigger).ownAddress?.(trigger as never) ?? false;

/** True when the trigger can exclude what the function itself put into its source. */
export const isSelective = (trigger: Trigger): boolean => traitsOf(trigger).selects?.(trigger as never) ?? false;

/** Name of the resource from which the trigger receives events. */
export function sourceOf(trigger: Trigger): string | undefined {
  const { source } = traitsOf(trigger);
  const name = source === undefined ? undefined : (trigger as Readonly<Record<string, unknown>>)[source];
  return typeof name === "string" ? name : undefined;
}
