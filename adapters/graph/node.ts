import { Expression, type NodeKey } from "./expression.ts";

/** Options of a node, in Pulumi's words. */
export interface NodeOptions {
  /** Nodes that must exist first although no input refers to them. */
  readonly dependsOn?: readonly NodeKey[];
  readonly retainOnDelete?: boolean;
  readonly deleteBeforeReplace?: boolean;
  readonly ignoreChanges?: readonly string[];
  readonly replaceOnChanges?: readonly string[];
}

/** A resource for the engine. */
export interface GraphNode {
  /** Pulumi type token. */
  readonly type: string;
  /** Pulumi logical name, without what `digestOf` adds. */
  readonly name: string;
  /**
   * A function whose package's digest the logical name ends in, so that a new package is a new resource. Default: the
   * name is the same for every package.
   */
  readonly digestOf?: string | undefined;
  /** True if it is a component, which groups its children and has no provider. */
  readonly component: boolean;
  /** Its component; of a component and of what the whole deployment shares: the app's own. */
  readonly parent: NodeKey | undefined;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly options: NodeOptions;
  /** Path in the spec of the part that it belongs to; empty for the app itself. */
  readonly path: readonly string[];
}

/** A node by its key. `Outputs` are the types of what it will report. */
export interface NodeRef<out Outputs = unknown> {
  readonly key: NodeKey;
  /** For the compiler alone. */
  readonly outputs?: Outputs;
}

export const keyOfNode = ({ type, name }: Pick<GraphNode, "type" | "name">): NodeKey => `${type}::${name}`;

/** An output of a node: what the provider reports of the resource once it exists. */
export const ref = <Outputs, K extends keyof Outputs & string>(
  node: NodeRef<Outputs>,
  attribute: K,
): Expression<Outputs[K]> => new Expression<Outputs[K]>({ kind: "output", node: node.key, attribute });

/** A part of the spec, as others refer to it. */
export interface Handle {
  /** The cloud's own name. */
  readonly name: unknown;
  /** The cloud's full identifier (an ARN). */
  readonly id: unknown;
  /** The address at which it is called or reached, if any. */
  readonly url?: unknown;
}

/** The provider that a target makes for itself. */
export interface ProviderNode {
  /** Pulumi's name of its package: the type token is `pulumi:providers:<package>`. */
  readonly package: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** True if the user's own provider replaces it. */
  readonly replaceable: boolean;
}

/** A provider beside the target's own, for example one that runs a command or builds an image. */
export type FurtherProvider = Omit<ProviderNode, "replaceable">;

/** Everything that an app becomes on one target in one region, as data. */
export interface Graph {
  /** In the order in which they were lowered, which is not the order of creation: references order that. */
  readonly nodes: ReadonlyMap<NodeKey, GraphNode>;
  /** By the names of the spec's resources and functions. */
  readonly handles: ReadonlyMap<string, Handle>;
  /** Providers beside the target's own. Default: none. */
  readonly providers?: readonly FurtherProvider[];
}
