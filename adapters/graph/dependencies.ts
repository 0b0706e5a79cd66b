import { Expression, type NodeKey } from "./expression.ts";
import type { Graph, GraphNode } from "./node.ts";

/** The direct dependencies of a value or node of a graph. Answers are cached: inputs share expressions. */
export class Dependencies {
  readonly #known = new WeakMap<object, ReadonlySet<NodeKey>>();
  constructor(private readonly graph: Pick<Graph, "handles">) {}

  /** Its parent, what it depends on by its options, and what its inputs refer to. */
  ofNode({ parent, options, inputs }: GraphNode): ReadonlySet<NodeKey> {
    return new Set([...(parent ? [parent] : []), ...(options.dependsOn ?? []), ...this.ofValue(inputs)]);
  }

  ofValue(value: unknown): ReadonlySet<NodeKey> {
    if (typeof value !== "object" || value === null) return NONE;
    const known = this.#known.get(value);
    if (known) return known;
    const found = value instanceof Expression ? this.#ofExpression(value) : this.#ofParts(value);
    this.#known.set(value, found);
    return found;
  }

  #ofParts(value: object): ReadonlySet<NodeKey> {
    if ("__pulumiOutput" in value) return NONE;
    const found = new Set<NodeKey>();
    for (const part of Object.values(value)) for (const key of this.ofValue(part)) found.add(key);
    return found.size === 0 ? NONE : found;
  }

  #ofExpression({ source }: Expression): ReadonlySet<NodeKey> {
    switch (source.kind) {
      case "output":
        return new Set([source.node]);
      case "reference":
        return this.ofValue(this.graph.handles.get(source.name)?.[source.attribute]);
      case "lookup":
        return this.ofValue(source.inputs);
      case "join":
        return this.ofValue(source.parts);
      case "call":
        return this.ofValue(source.args);
      case "secret":
        return this.ofValue(source.value);
      case "wait":
        return this.ofValue([source.value, source.createdAt]);
      case "configuration":
      case "input":
      case "package":
        return NONE;
    }
  }
}

const NONE: ReadonlySet<NodeKey> = new Set();

/** The nodes of a graph in an order in which they can be created, or a circle of nodes that need each other. */
export type CreationOrder =
  | { readonly order: readonly GraphNode[]; readonly circle?: undefined }
  | { readonly order?: undefined; readonly circle: readonly GraphNode[] };

/** Sorts a graph by what its nodes need; nodes that do not need each other stay as they were lowered. */
export function creationOrder(graph: Graph): CreationOrder {
  const dependencies = new Dependencies(graph);
  const order = new Map<NodeKey, GraphNode>();
  const path: NodeKey[] = [];
  const visit = (key: NodeKey): readonly NodeKey[] | undefined => {
    const node = graph.nodes.get(key);
    if (node === undefined || order.has(key)) return undefined;
    if (path.includes(key)) return path.slice(path.indexOf(key));
    path.push(key);
    for (const needed of dependencies.ofNode(node)) {
      const circle = visit(needed);
      if (circle) return circle;
    }
    path.pop();
    order.set(key, node);
    return undefined;
  };
  for (const key of graph.nodes.keys()) {
    const circle = visit(key);
    if (circle) return { circle: circle.flatMap((member) => graph.nodes.get(member) ?? []) };
  }
  return { order: [...order.values()] };
}
