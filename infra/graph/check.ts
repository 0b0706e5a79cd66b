import type { Adapter, Deployment, Planned } from "../../adapters/contract.ts";
import { PlannedGraph } from "../../adapters/graph/planned-graph.ts";
import { graphRuleProblems, graphRuleRemarks } from "../../adapters/shared/checks/rules.ts";
import type { Problem } from "../../model/errors.ts";
import type { Remark } from "../../model/remarks.ts";
import type { ResolvedApp } from "../../model/resolve.ts";
import { type Lowered, lower } from "./lower.ts";
import { surroundings, withoutPackages } from "./planned.ts";

/** The graph of an app on a target, with its problems and remarks. */
export interface CheckedGraph {
  readonly graph: Lowered;
  readonly problems: readonly Problem[];
  readonly remarks: readonly Remark[];
}

/**
 * Lowers an app and lets the target look at the graph.
 * @throws Whatever lowering throws, for an app that the target can't do.
 */
export function checkGraph(app: ResolvedApp, adapter: Adapter, deployment: Deployment): CheckedGraph {
  const graph = lower({ app, adapter, deployment });
  const values = adapter.lowering.planValues(deployment);
  const planned: Planned = {
    app,
    deployment,
    graph: new PlannedGraph(graph, surroundings({ values, packages: withoutPackages })),
  };
  return {
    graph,
    problems: [...graph.problems, ...graphRuleProblems(adapter, planned), ...(adapter.checkGraph?.(planned) ?? [])],
    remarks: [...graphRuleRemarks(adapter, planned), ...(adapter.remarksOnGraph?.(planned) ?? [])],
  };
}
