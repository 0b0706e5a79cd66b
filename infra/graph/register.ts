import { ComponentResource, type CustomResourceOptions, type Resource } from "@pulumi/pulumi";
import { creationOrder } from "../../adapters/graph/dependencies.ts";
import type { NodeKey } from "../../adapters/graph/expression.ts";
import { type Graph, type GraphNode, keyOfNode } from "../../adapters/graph/node.ts";
import type { ResourceClass, ResourceTypes } from "../../adapters/graph/provider-types.ts";
import { InternalError } from "../../model/errors.ts";
import { logicalName } from "./planned.ts";
import { Values, type ValuesOptions } from "./values.ts";

/** The provider's own classes for a graph's nodes, by type token. */
export type Classes = ReadonlyMap<string, ResourceClass>;

/** Loads the classes of the types that a graph has, and no others. */
export async function loadClasses(types: ResourceTypes, tokens: Iterable<string>): Promise<Classes> {
  const wanted = [...new Set(tokens)];
  const loaded = await Promise.all(wanted.map(async (token) => [token, await loaderOf(types, token)()] as const));
  return new Map(loaded);
}

function loaderOf(types: ResourceTypes, token: string): () => Promise<ResourceClass> {
  const loader = (types as Readonly<Record<string, () => Promise<ResourceClass>>>)[token];
  if (loader === undefined) throw new InternalError(`No class is known for the resource type ${token}.`);
  return loader;
}

/** Type tokens of a graph's nodes, without components. */
export const tokensOf = ({ nodes }: Graph): string[] =>
  [...nodes.values()].filter(({ component }) => !component).map(({ type }) => type);

export interface RegisterOptions extends Pick<ValuesOptions, "answers" | "configuration" | "packages" | "provider"> {
  readonly classes: Classes;
  /** The App component: parent of every node that has no other. */
  readonly parent: Resource;
}

/** A graph's resources, and its values as Outputs. */
export interface Registered {
  readonly resources: ReadonlyMap<NodeKey, Resource>;
  readonly values: Values;
}

/** Makes every node of a graph a resource of the running Pulumi program, each after what it needs. Synchronous. */
export function register(graph: Graph, { classes, parent, ...options }: RegisterOptions): Registered {
  const resources = new Map<NodeKey, Resource>();
  const values = new Values({ ...options, graph, resources });
  const { order, circle } = creationOrder(graph);
  if (circle) throw new InternalError(`Nodes need each other: ${circle.map(({ name }) => name).join(" -> ")}.`);
  for (const node of order) {
    resources.set(keyOfNode(node), create(node, { classes, parent, packages: options.packages, resources, values }));
  }
  return { resources, values };
}

interface Creation extends Pick<RegisterOptions, "classes" | "parent" | "packages">, Registered {}

function create(node: GraphNode, { classes, parent, packages, resources, values }: Creation): Resource {
  const { dependsOn = [], ...own } = node.options;
  const at = (key: NodeKey): Resource => {
    const resource = resources.get(key);
    if (resource === undefined) throw new InternalError(`${node.name} needs ${key}, which is not in the graph.`);
    return resource;
  };
  const options: CustomResourceOptions = {
    parent: node.parent === undefined ? parent : at(node.parent),
    ...(own as CustomResourceOptions),
    ...(dependsOn.length > 0 && { dependsOn: dependsOn.map(at) }),
  };
  if (node.component) return new ComponentResource(node.type, node.name, {}, options);
  const Class = classes.get(node.type);
  if (Class === undefined) throw new InternalError(`The class of ${node.type} is not loaded.`);
  return new Class(logicalName(node, packages), values.input(node.inputs) as never, options);
}
