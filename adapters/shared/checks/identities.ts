import { formatPath, type Problem } from "../../../model/errors.ts";
import type { Planned } from "../../contract.ts";
import type { GraphNode } from "../../graph/node.ts";
import type { PlannedGraph } from "../../graph/planned-graph.ts";
import type { Rules } from "../../rules.ts";
import { problem } from "../problem.ts";

/** Native resources that would be one and the same in the cloud. */
export const identityProblems = ({ cloud, identities = {} }: Rules, { graph }: Planned): Problem[] =>
  Object.entries(identities).flatMap(([type, inputs]) => clashes(cloud, graph, type, inputs));

function clashes(cloud: string, graph: PlannedGraph, type: string, identifying: readonly string[]): Problem[] {
  const owners = new Map<string, GraphNode>();
  return graph.ofType<Readonly<Record<string, unknown>>>(type).flatMap(({ node, inputs }) => {
    const identity = identifying.map((input) => inputs[input]);
    const key = JSON.stringify(identity);
    const owner = owners.get(key) ?? node;
    owners.set(key, owner);
    if (owner === node) return [];
    const name = identity.filter((part) => typeof part === "string").join(" ");
    const message = `Its ${type} would be "${name}" on ${cloud}, which is also that of ${formatPath(owner.path)}.`;
    return [problem("name-clash", node.path, message, "Rename one of the two, or give it another physicalName.")];
  });
}
