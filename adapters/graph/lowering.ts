import type { ResolvedApp, ResolvedFunction, ResolvedResource, ResolvedTrigger } from "../../model/resolve.ts";
import type { ResourceKind } from "../../model/resources/index.ts";
import type { TriggerKind } from "../../model/triggers/index.ts";
import type { Value } from "../../model/value.ts";
import type { Deployment, Entrypoint } from "../deployment.ts";
import type { DeclaredInputs } from "./declared-inputs.ts";
import type { PlanValues } from "./evaluation.ts";
import type { Symbolic } from "./expression.ts";
import type { FurtherProvider, GraphNode, NodeRef, ProviderNode } from "./node.ts";
import type { ResourceTypes } from "./provider-types.ts";

/** A resource or function of the spec, as the rest of the deployment may refer to it. */
export interface PartHandle {
  /** The cloud's own name. */
  readonly name: Symbolic<string>;
  /** The cloud's full identifier (an ARN). */
  readonly id: Symbolic<string>;
  /** The address at which it is called or reached, if any. */
  readonly url?: Symbolic<string>;
  /** The component that groups its nodes; a function's is the parent of what its triggers add. */
  readonly component: NodeRef;
  /** Nodes by child name, for users who need the native resources. */
  readonly nodes: Readonly<Record<string, NodeRef>>;
  /** Providers beside the target's own, of which its nodes are. The same one is made once. Default: none. */
  readonly providers?: readonly FurtherProvider[];
}

/** The nodes and outputs that a trigger added. */
export interface TriggerHandle {
  /** The address at which it is called, if any. */
  readonly url?: Symbolic<string>;
  /** Nodes by child name, for users who need the native resources. */
  readonly nodes: Readonly<Record<string, NodeRef>>;
  /**
   * Inputs for the function's own node (child `function`), where the cloud keeps triggers there. Those of several triggers
   * are joined: objects field by field, lists one after the other.
   */
  readonly functionInputs?: Readonly<Record<string, unknown>>;
  /** As in `PartHandle`. */
  readonly providers?: readonly FurtherProvider[];
}

export type { FurtherProvider, ProviderNode } from "./node.ts";

/** Input of a cloud's lowering functions. A handle exists only after its part is lowered. */
export interface LoweringScope<Context = unknown> {
  readonly app: ResolvedApp;
  readonly deployment: Deployment;
  /** Facts of the deployment, such as account and partition. */
  readonly context: Context;
  /** Throws InternalError for a resource that is not lowered yet. */
  resource(name: string): PartHandle;
  /** Throws InternalError for a function that is not lowered yet. */
  function(name: string): PartHandle;
  /** For `attach`, when all triggers are lowered. Throws InternalError for a trigger that is not. */
  trigger(trigger: Pick<ResolvedTrigger, "function" | "name">): TriggerHandle;
  /** A literal, reference, stack configuration or Output of the spec. */
  value(value: Value): Symbolic<string>;
  values(value: readonly Value[] | Value<string[]>): Symbolic<readonly string[]>;
  /**
   * Adds a node, with the part of the spec and the child name by which it is overridden. Throws InternalError when the
   * graph has one of its type and name.
   */
  add(node: GraphNode, overridden?: OverriddenChild): NodeRef;
  /** A node that all functions or resources of a deployment share, such as a log project. The first caller creates it. */
  shared<N extends NodeRef>(name: string, create: () => N): N;
}

/** A part of the spec that has overrides: target -> child -> merge patch. */
export interface Overridable {
  readonly override: Readonly<Record<string, unknown>>;
}

/** A child of an overridable part: its inputs are merged with the spec's `override` last. */
export interface OverriddenChild {
  readonly of: Overridable;
  readonly child: string;
}

/**
 * The lowering of an app to a graph on a target: pure functions, which load no SDK. Order: every resource, every
 * function, every trigger, then `attach` for every resource, with triggers or without. The maps are total: a new kind
 * does not compile until it is answered.
 */
export interface Lowering<Context = unknown> {
  /** The provider's own class for each type of node. */
  readonly types: ResourceTypes;
  /** The inputs that the provider declares. Without it, properties in overrides are not checked. */
  readonly declared?: DeclaredInputs;
  readonly planValues: (deployment: Deployment) => PlanValues;
  provider(deployment: Deployment): ProviderNode;
  context(deployment: Deployment): Context;
  readonly resources: {
    readonly [K in ResourceKind]: (scope: LoweringScope<Context>, resource: ResolvedResource<K>) => PartHandle;
  };
  /** @param entrypoint Of the function's package, which is built later; `undefined` for a function that is an image. */
  function(scope: LoweringScope<Context>, fn: ResolvedFunction, entrypoint: Entrypoint | undefined): PartHandle;
  readonly triggers: {
    readonly [K in TriggerKind]: (scope: LoweringScope<Context>, trigger: ResolvedTrigger<K>) => TriggerHandle;
  };
  /**
   * State of a resource that all its users share, such as a bucket's one notification document or a queue's one policy.
   * Nodes join those of the resource's handle.
   */
  readonly attach: {
    readonly [K in ResourceKind]?: (scope: LoweringScope<Context>, resource: ResolvedResource<K>) => AttachedNodes;
  };
}

export type AttachedNodes = Readonly<Record<string, NodeRef>>;
