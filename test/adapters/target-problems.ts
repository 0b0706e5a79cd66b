import type { Adapter, Deployment } from "../../adapters/contract.ts";
import { checkGraph } from "../../infra/graph/check.ts";
import type { Problem } from "../../model/errors.ts";
import type { ResolvedApp } from "../../model/resolve.ts";

/** What a target's own checks find in an app and, where that is nothing, in what the app becomes. */
export function targetProblems(adapter: Adapter, app: ResolvedApp, deployment: Deployment): readonly Problem[] {
  const problems = adapter.check(app, deployment);
  return problems.length > 0 ? problems : checkGraph(app, adapter, deployment).problems;
}
