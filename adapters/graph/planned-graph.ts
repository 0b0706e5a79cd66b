import { Evaluation, type Surroundings } from "./evaluation.ts";
import type { Graph, GraphNode } from "./node.ts";

/** A node with the inputs that the engine would be given. */
export interface PlannedNode<Inputs = Readonly<Record<string, unknown>>> {
  readonly node: GraphNode;
  readonly inputs: Inputs;
}

/** A graph with plan values, as checks read it. */
export class PlannedGraph {
  readonly #evaluation: Evaluation;
  constructor(
    private readonly graph: Graph,
    surroundings: Surroundings,
  ) {
    this.#evaluation = new Evaluation(graph, surroundings);
  }

  /** The nodes of a type. The caller asserts the type of their inputs. */
  ofType<Inputs>(type: string): PlannedNode<Inputs>[] {
    return [...this.graph.nodes.values()]
      .filter((node) => node.type === type)
      .map((node) => ({ node, inputs: this.#evaluation.inputs(node) as Inputs }));
  }
}

/** The function that a node exists for, by its name in the spec; `undefined` of one that exists for anything else. */
export const functionOf = ({ path: [section, name] }: GraphNode): string | undefined =>
  section === "functions" ? name : undefined;
