import type { AppSpec } from "./app.ts";
import type { References } from "./definition.ts";
import { InternalError } from "./errors.ts";
import { type Access, FUNCTION_DEFAULTS, type FunctionSpec, type Runtime } from "./function.ts";
import { compareText, referencesIn } from "./references.ts";
import { type Resource, type ResourceKind, resources as resourceKinds } from "./resources/index.ts";
import { type Trigger, type TriggerKind, triggers as triggerKinds } from "./triggers/index.ts";
import type { Value } from "./value.ts";
import { valueUses } from "./value-uses.ts";

/**
 * A parsed app with everything resolved that does not depend on the target: the app's defaults merged into each
 * function, names added, references checked, every list sorted by name. Adapters and the build read only this.
 */
export interface ResolvedApp {
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  /** By name, in the order in which they can be created (a queue after its dead-letter queue). */
  readonly resources: ReadonlyMap<string, ResolvedResource>;
  /** By name, sorted. */
  readonly functions: ReadonlyMap<string, ResolvedFunction>;
  /** The settings of `defaults` that functions no longer distinguish from their own. */
  readonly defaults: {
    /** Names and patterns, sorted, without repetitions. */
    readonly external: readonly string[];
  };
}

export type ResolvedResource<K extends ResourceKind = ResourceKind> = {
  [P in K]: {
    readonly name: string;
    readonly kind: P;
    readonly spec: Resource<P>;
    /** The app's tags and the resource's own. */
    readonly tags: Readonly<Record<string, string>>;
    /** Name of the key resource that encrypts it, if any. */
    readonly encryptionKey: string | undefined;
    /** Every trigger of any function with this resource as its source, sorted by function and trigger name. */
    readonly triggers: readonly ResolvedTrigger[];
  };
}[K];

export type ResolvedTrigger<K extends TriggerKind = TriggerKind> = {
  [P in K]: {
    readonly name: string;
    readonly kind: P;
    /** Name of the function that the trigger calls. */
    readonly function: string;
    readonly spec: Trigger<P>;
  };
}[K];

/** A function's access to one resource or function. */
export interface ResolvedPermission {
  /** Name of the resource or function. */
  readonly name: string;
  readonly kind: ResourceKind | "function";
  /** Sorted, without duplicates. */
  readonly access: readonly Access[];
}

export interface ResolvedFunction
  extends Omit<FunctionSpec, "triggers" | "permissions" | "environment" | "external" | "nodeModules"> {
  readonly name: string;
  readonly runtime: Runtime;
  /** MB. */
  readonly memory: number;
  /** Seconds. */
  readonly timeout: number;
  readonly architecture: "x86_64" | "arm64";
  /** MB of /tmp. */
  readonly ephemeralStorage: number;
  /** Days. */
  readonly logRetention: number | "forever";
  readonly tracing: boolean;
  /** True: the shim writes the events of the triggers into the log. Functions without a shim never do. */
  readonly recordEvents: boolean;
  /** Packages that are not bundled: names and patterns, sorted, without duplicates. Includes those in `nodeModules`. */
  readonly external: readonly string[];
  /** Those of them that the function lists in its own `external`. */
  readonly ownExternal: readonly string[];
  /** Packages that are copied with their production dependencies: names, sorted, without duplicates. */
  readonly nodeModules: readonly string[];
  readonly environment: Readonly<Record<string, Value>>;
  /** The app's tags and the function's own. */
  readonly tags: Readonly<Record<string, string>>;
  /** Sorted by name. */
  readonly permissions: readonly ResolvedPermission[];
  /** Sorted by name. */
  readonly triggers: readonly ResolvedTrigger[];
}

/** Resolves everything about a checked app that does not depend on the target. */
export function resolve(app: AppSpec): ResolvedApp {
  const functions = sorted(app.functions).map(([name, fn]) => resolveFunction(app, name, fn));
  const triggers = triggersBySource(functions);
  const resources = creationOrder(app.resources).map((name) => {
    const spec = app.resources[name];
    if (spec === undefined) throw new InternalError(`Resource "${name}" is referenced but not declared.`);
    const tags = sortedRecord({ ...app.tags, ...spec.tags });
    const encryptionKey = keyOf(spec);
    return { name, kind: spec.kind, spec, tags, encryptionKey, triggers: triggers.get(name) ?? [] } as ResolvedResource;
  });
  return {
    name: app.name,
    tags: sortedRecord(app.tags),
    defaults: { external: sortedNames(app.defaults.external) },
    resources: new Map(resources.map((resource) => [resource.name, resource])),
    functions: new Map(functions.map((fn) => [fn.name, fn])),
  };
}

const sortedNames = (...lists: readonly (readonly string[] | undefined)[]): string[] =>
  [...new Set(lists.flatMap((list) => list ?? []))].sort();

function resolveFunction(app: AppSpec, name: string, fn: FunctionSpec): ResolvedFunction {
  const nodeModules = sortedNames(app.defaults.nodeModules, fn.nodeModules);
  return {
    ...FUNCTION_DEFAULTS,
    ...withoutUndefined(app.defaults),
    ...withoutUndefined(fn),
    name,
    external: sortedNames(app.defaults.external, fn.external, nodeModules),
    ownExternal: sortedNames(fn.external),
    nodeModules,
    environment: sortedRecord({ ...app.defaults.environment, ...fn.environment }),
    tags: sortedRecord({ ...app.tags, ...fn.tags }),
    permissions: resolvePermissions(app, fn),
    triggers: sorted(fn.triggers).map(
      ([trigger, spec]) => ({ name: trigger, kind: spec.kind, function: name, spec }) as ResolvedTrigger,
    ),
  };
}

/** The parts of a trigger kind's definition that refer to the rest of the spec. */
interface TriggerLinks {
  readonly references: References;
  readonly source?: string;
  readonly grants?: Readonly<Partial<Record<string, readonly Access[]>>>;
}

/** The function's permissions, and those that its triggers add. */
function resolvePermissions(app: AppSpec, fn: FunctionSpec): ResolvedPermission[] {
  const access = new Map<string, Set<Access>>();
  const allow = (to: string, verbs: readonly Access[]) =>
    access.set(to, new Set([...(access.get(to) ?? []), ...verbs]));
  for (const [to, verbs] of Object.entries(fn.permissions)) allow(to, verbs);
  for (const trigger of Object.values(fn.triggers)) {
    const { references, grants }: TriggerLinks = triggerKinds[trigger.kind];
    for (const use of referencesIn(trigger, references)) allow(use.name, grants?.[use.field] ?? []);
  }
  return [...access]
    .filter(([, verbs]) => verbs.size > 0)
    .sort(([a], [b]) => compareText(a, b))
    .map(([to, verbs]) => ({ name: to, kind: app.resources[to]?.kind ?? "function", access: [...verbs].sort() }));
}

/** Resource name -> the triggers that receive its events. */
function triggersBySource(functions: readonly ResolvedFunction[]): Map<string, ResolvedTrigger[]> {
  const bySource = new Map<string, ResolvedTrigger[]>();
  for (const trigger of functions.flatMap((fn) => fn.triggers)) {
    const { references, source }: TriggerLinks = triggerKinds[trigger.kind];
    for (const use of referencesIn(trigger.spec, references)) {
      if (use.field !== source) continue;
      const list = bySource.get(use.name);
      if (list === undefined) bySource.set(use.name, [trigger]);
      else list.push(trigger);
    }
  }
  return bySource;
}

/** Names of the resources, each after everything it refers to, otherwise sorted. */
function creationOrder(resources: AppSpec["resources"]): string[] {
  const order = new Set<string>();
  const visit = (name: string, path: readonly string[]): void => {
    if (order.has(name)) return;
    // The checks report a cycle. Where it is cut does not matter, since nothing is created from such a spec.
    if (path.includes(name)) return;
    const spec = resources[name];
    for (const needed of spec === undefined ? [] : dependenciesOf(spec)) {
      if (Object.hasOwn(resources, needed)) visit(needed, [...path, name]);
    }
    order.add(name);
  };
  for (const [name] of sorted(resources)) visit(name, []);
  return [...order];
}

/** Name of the key that encrypts a resource. */
export const keyOf = (spec: Resource): string | undefined =>
  referencesIn(spec, resourceKinds[spec.kind].references).find(({ rule }) => rule === "key")?.name;

/** Names that a resource refers to, in its fields and in values; may include functions. */
function dependenciesOf(spec: Resource): string[] {
  const { schema, references } = resourceKinds[spec.kind];
  return [...referencesIn(spec, references), ...valueUses(schema, spec)].map(({ name }) => name);
}

const sorted = <T>(record: Readonly<Record<string, T>>): [string, T][] =>
  Object.entries(record).sort(([a], [b]) => compareText(a, b));

const sortedRecord = <T>(record: Readonly<Record<string, T>>): Record<string, T> => Object.fromEntries(sorted(record));

const withoutUndefined = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;
