import type { Adapter, Artifact, Deployment, Planned } from "../../adapters/contract.ts";
import { PlannedGraph } from "../../adapters/graph/planned-graph.ts";
import type { Problem } from "../../model/errors.ts";
import type { Remark } from "../../model/remarks.ts";
import type { ResolvedApp } from "../../model/resolve.ts";
import { lower } from "./lower.ts";
import { surroundings } from "./planned.ts";

/** What is wrong, or probably wrong, with what an app becomes on a target. */
export interface GraphFindings {
  readonly problems: readonly Problem[];
  readonly remarks: readonly Remark[];
}

/**
 * Lowers an app and lets the target look at the graph. No package is built for that: each has a stand-in.
 * @throws Whatever lowering throws, for an app that the target can't do.
 */
export function checkGraph(app: ResolvedApp, adapter: Adapter, deployment: Deployment): GraphFindings {
  const { lowering, overrides } = adapter;
  const artifacts = standIns(app, adapter);
  const lowered = lower(lowering, { app, deployment, overrides, artifacts });
  const graph = new PlannedGraph(lowered, surroundings({ values: lowering.planValues(deployment), artifacts }));
  const planned: Planned = { app, deployment, graph };
  return {
    problems: [...lowered.problems, ...(adapter.checkGraph?.(planned) ?? [])],
    remarks: adapter.remarksOnGraph?.(planned) ?? [],
  };
}

function standIns(app: ResolvedApp, adapter: Adapter): Map<string, Artifact> {
  const artifacts = [...app.functions.values()].flatMap((fn) => {
    const packaging = adapter.package(fn, app);
    if (packaging.kind === "image") return [];
    const { handler, runtime } = packaging;
    return [[fn.name, { zip: `${fn.name}.zip`, sha256: "0".repeat(64), bytes: 0, handler, runtime }] as const];
  });
  return new Map(artifacts);
}
