import type { Access } from "../access.ts";
import type { Problem } from "../errors.ts";
import { FUNCTION_DEFAULTS } from "../function.ts";
import { isPlainObject } from "../merge-patch.ts";
import type { PartialParse } from "../partial-parse.ts";
import type { Resource, ResourceKind } from "../resources/index.ts";
import type { Path } from "../schema/schema-walk.ts";
import { type Trigger, type TriggerKind, triggers as triggerKinds } from "../triggers/index.ts";

/** A cross-check: looks at a whole spec and says everything it finds wrong. Pure, and quiet about what could not be read. */
export type Check = (partial: PartialParse) => Problem[];

/** A trigger and where it stands. */
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

/** The resource of a name if it could be read and has the kind. */
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

/** What the spec says at a path, unchecked. */
export function written(partial: PartialParse, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) => (isPlainObject(value) && Object.hasOwn(value, key) ? value[key] : undefined),
    partial.input,
  );
}

/** An object at a path of the spec, unchecked; an empty one where there is none. */
export function writtenObject(partial: PartialParse, path: Path): Readonly<Record<string, unknown>> {
  const value = written(partial, path);
  return isPlainObject(value) ? value : {};
}

/** Every circle in a graph, each once, beginning with its alphabetically first member. A node has any number of successors. */
export function circles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
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

/** `a -> b -> a` */
export const formatCircle = (circle: readonly string[]): string => [...circle, circle[0]].join(" -> ");

/** The functions' timeout in seconds, before targets have a say. */
export function timeoutOf(partial: PartialParse, fn: string): number {
  return partial.app.functions[fn]?.timeout ?? partial.app.defaults.timeout ?? FUNCTION_DEFAULTS.timeout;
}

/** What a trigger kind declares about itself for the cross-checks; every trigger is one that its kind's functions take. */
interface TriggerTraits {
  readonly source?: string;
  readonly once?: true;
  selects?(trigger: never): boolean;
  readonly loop?: { readonly access: Access; readonly remedy: string };
  ownAddress?(trigger: never): boolean;
}

export const traitsOf = (trigger: Trigger): TriggerTraits => triggerKinds[trigger.kind];

export const hasOwnAddress = (trigger: Trigger): boolean => traitsOf(trigger).ownAddress?.(trigger as never) ?? false;

/** Whether the trigger can leave out what the function itself put into its source. */
export const isSelective = (trigger: Trigger): boolean => traitsOf(trigger).selects?.(trigger as never) ?? false;

/** Name of the resource that the trigger takes its events from. */
export function sourceOf(trigger: Trigger): string | undefined {
  const { source } = traitsOf(trigger);
  const name = source === undefined ? undefined : (trigger as Readonly<Record<string, unknown>>)[source];
  return typeof name === "string" ? name : undefined;
}
