import type { Adapter, Deployment } from "../../adapters/contract.ts";
import { ruleProblems } from "../../adapters/shared/checks/rules.ts";
import { featureVerdict } from "../../infra/features-used.ts";
import { checkGraph } from "../../infra/graph/check.ts";
import type { Problem } from "../../model/errors.ts";
import type { ResolvedApp } from "../../model/resolve.ts";

/** A target's problems of an app: by its rules, and by its own checks. */
export const ownProblems = (adapter: Adapter, app: ResolvedApp, deployment: Deployment): Problem[] => [
  ...ruleProblems(adapter, app, deployment),
  ...adapter.check(app, deployment),
];

/** The same, and features that the target lacks. */
export const problemsOf = (adapter: Adapter, app: ResolvedApp, deployment: Deployment): Problem[] => [
  ...featureVerdict(app, adapter).problems,
  ...ownProblems(adapter, app, deployment),
];

/** Its own problems and, where there are none, what it finds in what the app becomes. */
export function targetProblems(adapter: Adapter, app: ResolvedApp, deployment: Deployment): readonly Problem[] {
  const problems = ownProblems(adapter, app, deployment);
  return problems.length > 0 ? problems : checkGraph(app, adapter, deployment).problems;
}
