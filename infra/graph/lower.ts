import type { Adapter, Deployment, Entrypoint } from "../../adapters/contract.ts";
import type { DeclaredInputs } from "../../adapters/graph/declared-inputs.ts";
import { Expression, type NodeKey, type Symbolic } from "../../adapters/graph/expression.ts";
import type {
  AttachedNodes,
  FurtherProvider,
  Lowering,
  LoweringScope,
  Overridable,
  OverriddenChild,
  PartHandle,
  TriggerHandle,
} from "../../adapters/graph/lowering.ts";
import { type Graph, type GraphNode, keyOfNode, type NodeRef } from "../../adapters/graph/node.ts";
import { InternalError, type Problem } from "../../model/errors.ts";
import { isPlainObject, mergePatch } from "../../model/merge-patch.ts";
import type { ResolvedApp, ResolvedFunction, ResolvedResource, ResolvedTrigger } from "../../model/resolve.ts";
import type { ResourceKind } from "../../model/resources/index.ts";
import type { TriggerKind } from "../../model/triggers/index.ts";
import { isConfiguration, isDeferred, isReference, RESOURCE_ATTRIBUTES, type Value } from "../../model/value.ts";
import { nameClash, unknownChild, unknownInput } from "./graph-problems.ts";

export interface LowerRequest {
  readonly app: ResolvedApp;
  readonly adapter: Pick<Adapter, "lowering" | "overrides" | "package" | "units">;
  readonly deployment: Deployment;
}

/** An app as a graph, and the handles of its parts. */
export interface Lowered extends Graph {
  /** By the names of the spec's resources and functions. */
  readonly handles: ReadonlyMap<string, PartHandle>;
  /** Function name -> trigger name -> handle. */
  readonly triggers: ReadonlyMap<string, ReadonlyMap<string, TriggerHandle>>;
  /** Overrides of children and inputs that do not exist, and parts whose nodes have one logical name. */
  readonly problems: readonly Problem[];
}

/** Walks the app in the order of the contract and lets the target add its nodes. */
export function lower(request: LowerRequest): Lowered {
  const { app, adapter } = request;
  const { lowering } = adapter;
  const scope = new Scope(request, lowering.context(request.deployment));
  for (const resource of app.resources.values()) {
    scope.handles.set(resource.name, lowerResource(lowering, scope, resource));
  }
  for (const fn of app.functions.values()) {
    scope.handles.set(fn.name, lowering.function(scope, fn, entrypointOf(adapter, fn, app)));
  }
  for (const fn of app.functions.values()) {
    const handles = new Map<string, TriggerHandle>();
    scope.triggers.set(fn.name, handles);
    for (const trigger of fn.triggers) handles.set(trigger.name, lowerTrigger(lowering, scope, trigger));
    scope.completeFunction(fn.name);
  }
  for (const resource of app.resources.values()) scope.attached(resource.name, attach(lowering, scope, resource));
  const { handles, triggers } = scope;
  return {
    nodes: scope.overridden(),
    handles,
    triggers,
    providers: furtherProviders([...handles.values(), ...[...triggers.values()].flatMap((of) => [...of.values()])]),
    problems: [...scope.clashes, ...scope.unknownChildren(), ...scope.unknownInputs(lowering.declared)],
  };
}

/** Of the package that the function is in. */
function entrypointOf(
  adapter: LowerRequest["adapter"],
  fn: ResolvedFunction,
  app: ResolvedApp,
): Entrypoint | undefined {
  const packaging = adapter.package(fn, app);
  if (packaging.kind === "image") return undefined;
  return adapter.units?.(app).find(({ functions }) => functions.includes(fn.name)) ?? packaging;
}

/** Each once, however many parts need it. */
function furtherProviders(handles: readonly Pick<PartHandle, "providers">[]): readonly FurtherProvider[] {
  const providers = handles.flatMap((handle) => handle.providers ?? []);
  return [...new Map(providers.map((provider) => [`${provider.package} ${provider.name}`, provider])).values()];
}

/** The scope that lowering functions receive. It collects their nodes and handles. */
class Scope implements LoweringScope {
  readonly app: ResolvedApp;
  readonly deployment: Deployment;
  /** Without overrides. */
  readonly #nodes = new Map<NodeKey, GraphNode>();
  readonly #overridden = new Map<NodeKey, OverriddenChild>();
  readonly handles = new Map<string, PartHandle>();
  readonly triggers = new Map<string, Map<string, TriggerHandle>>();
  readonly #overrides: readonly string[];
  readonly #shared = new Map<string, NodeRef>();
  /** Overridden part -> names of its children that were added. */
  readonly #children = new Map<Overridable, Set<string>>();
  /** Nodes of two parts of the app that would have one logical name. */
  readonly clashes: Problem[] = [];

  constructor(
    request: LowerRequest,
    readonly context: unknown,
  ) {
    this.app = request.app;
    this.deployment = request.deployment;
    this.#overrides = request.adapter.overrides;
  }

  resource(name: string): PartHandle {
    return lowered(this.handles.get(name), "Resource", name);
  }

  function(name: string): PartHandle {
    return lowered(this.handles.get(name), "Function", name);
  }

  trigger({ function: fn, name }: Pick<ResolvedTrigger, "function" | "name">): TriggerHandle {
    return lowered(this.triggers.get(fn)?.get(name), "Trigger", `${fn}.${name}`);
  }

  value(value: Value): Symbolic<string> {
    if (typeof value === "string") return value;
    if (isDeferred(value)) return new Expression({ kind: "input", output: value, type: "string" });
    if (isReference(value)) return reference(value.ref);
    return new Expression<string>({ kind: "configuration", key: value.config, type: "string" });
  }

  values(value: readonly Value[] | Value<string[]>): Symbolic<readonly string[]> {
    if (Array.isArray(value)) return value.map((item: Value) => this.value(item));
    if (isDeferred(value)) return new Expression({ kind: "input", output: value, type: "list" });
    if (isConfiguration(value)) return new Expression({ kind: "configuration", key: value.config, type: "list" });
    throw new InternalError("A list in the spec is neither a list, configuration nor an Output.");
  }

  add(node: GraphNode, overridden?: OverriddenChild): NodeRef {
    const key = keyOfNode(node);
    const owner = this.#nodes.get(key);
    if (owner !== undefined) {
      this.clashes.push(nameClash(node, owner));
      return { key };
    }
    this.#nodes.set(key, node);
    if (overridden) {
      const { of, child } = overridden;
      this.#overridden.set(key, overridden);
      this.#children.set(of, (this.#children.get(of) ?? new Set()).add(child));
    }
    return { key };
  }

  shared<N extends NodeRef>(name: string, create: () => N): N {
    const made = this.#shared.get(name) ?? create();
    this.#shared.set(name, made);
    return made as N;
  }

  /** Every node, with the overrides of the spec merged last. */
  overridden(): ReadonlyMap<NodeKey, GraphNode> {
    return new Map([...this.#nodes].map(([key, node]) => [key, this.#merged(node, this.#overridden.get(key))]));
  }

  #merged(node: GraphNode, overridden: OverriddenChild | undefined): GraphNode {
    if (overridden === undefined) return node;
    const { of, child } = overridden;
    const patches = this.#overrides
      .map((target) => overridesOf(of, target)[child])
      .filter((patch) => patch !== undefined);
    if (patches.length === 0) return node;
    return { ...node, inputs: patches.reduce<unknown>(mergePatch, node.inputs) as GraphNode["inputs"] };
  }

  /** A function's address is its own, else that of the first of its triggers that has one; its inputs are theirs too. */
  completeFunction(name: string): void {
    const handle = this.function(name);
    const triggers = [...(this.triggers.get(name)?.values() ?? [])];
    const url = handle.url ?? triggers.find((trigger) => trigger.url)?.url;
    if (url !== undefined) this.handles.set(name, { ...handle, url });
    for (const { functionInputs } of triggers) if (functionInputs) this.#extend(handle, functionInputs);
  }

  #extend({ nodes }: PartHandle, inputs: Readonly<Record<string, unknown>>): void {
    const node = nodes.function && this.#nodes.get(nodes.function.key);
    if (node === undefined) throw new InternalError("A trigger has inputs for a function that has no node of its own.");
    const joined = joinInputs(node.inputs, inputs, node.name) as GraphNode["inputs"];
    this.#nodes.set(keyOfNode(node), { ...node, inputs: joined });
  }

  attached(name: string, nodes: AttachedNodes): void {
    const handle = this.resource(name);
    this.handles.set(name, { ...handle, nodes: { ...handle.nodes, ...nodes } });
  }

  /** An `override` of a child that was not added: most likely its name is misspelt. */
  unknownChildren(): Problem[] {
    return this.#parts().flatMap(({ part, path }) =>
      this.#overrides.flatMap((target) => this.#wrong(part, path, target)),
    );
  }

  #parts(): { readonly part: Overridable; readonly path: readonly string[] }[] {
    return [
      ...[...this.app.resources.values()].map(({ name, spec }) => ({ part: spec, path: ["resources", name] })),
      ...[...this.app.functions.values()].map((fn) => ({ part: fn, path: ["functions", fn.name] })),
    ];
  }

  /** Properties in an `override` that the resource type does not have, as far as the provider says which it has. */
  unknownInputs(declared: DeclaredInputs | undefined): Problem[] {
    if (declared === undefined) return [];
    const paths = new Map(this.#parts().map(({ part, path }) => [part, path]));
    return [...this.#overridden].flatMap(([key, { of, child }]) => {
      const type = this.#nodes.get(key)?.type ?? "";
      return this.#overrides.flatMap((target) =>
        declared.unknownIn(type, overridesOf(of, target)[child]).map(({ path, known }) => {
          const at = [...(paths.get(of) ?? []), "override", target, child, ...path];
          return unknownInput(type, at, known);
        }),
      );
    });
  }

  #wrong(part: Overridable, path: readonly string[], target: string): Problem[] {
    const children = this.#children.get(part) ?? new Set();
    return Object.keys(overridesOf(part, target))
      .filter((child) => !children.has(child))
      .map((child) => unknownChild([...path, "override", target, child], children));
  }
}

/** Objects field by field, lists one after the other; nothing else may be given twice. */
function joinInputs(own: unknown, more: unknown, at: string): unknown {
  if (own === undefined) return more;
  if (Array.isArray(own) && Array.isArray(more)) return [...own, ...more];
  if (!isPlainObject(own) || !isPlainObject(more)) throw new InternalError(`Two triggers want an input of ${at}.`);
  const joined = Object.entries(more).map(([key, value]) => [key, joinInputs(own[key], value, `${at}.${key}`)]);
  return { ...own, ...Object.fromEntries(joined) };
}

function lowered<H>(handle: H | undefined, what: string, name: string): H {
  if (handle) return handle;
  throw new InternalError(`${what} "${name}" is asked for before it is lowered.`);
}

function reference(text: string): Expression<string> {
  const dot = text.lastIndexOf(".");
  const attribute = RESOURCE_ATTRIBUTES.find((known) => known === text.slice(dot + 1));
  if (attribute === undefined) throw new InternalError(`"${text}" is not a reference.`);
  return new Expression<string>({ kind: "reference", name: text.slice(0, dot), attribute });
}

function overridesOf(of: Overridable, target: string): Readonly<Record<string, unknown>> {
  return (of.override[target] ?? {}) as Readonly<Record<string, unknown>>;
}

// The compiler can't see that a member of a union and its entry in a total map belong together; these three can.

function lowerResource<K extends ResourceKind>(lowering: Lowering, scope: Scope, resource: ResolvedResource<K>) {
  const create = lowering.resources[resource.kind] as (scope: Scope, resource: ResolvedResource<K>) => PartHandle;
  return create(scope, resource);
}

function lowerTrigger<K extends TriggerKind>(lowering: Lowering, scope: Scope, trigger: ResolvedTrigger<K>) {
  const create = lowering.triggers[trigger.kind] as (scope: Scope, trigger: ResolvedTrigger<K>) => TriggerHandle;
  return create(scope, trigger);
}

function attach<K extends ResourceKind>(
  lowering: Lowering,
  scope: Scope,
  resource: ResolvedResource<K>,
): AttachedNodes {
  const add = lowering.attach[resource.kind] as
    | ((scope: Scope, resource: ResolvedResource<K>) => AttachedNodes)
    | undefined;
  return add?.(scope, resource) ?? {};
}
