import type { Adapter, Deployment } from "../adapters/contract.ts";
import { ruleProblems } from "../adapters/shared/checks/rules.ts";
import type { AppSpec } from "../model/app.ts";
import { relevantRemarks } from "../model/check/relevant-remarks.ts";
import { specRemarks } from "../model/check/remarks.ts";
import { formatPath, type Problem, SpecError } from "../model/errors.ts";
import type { CheckedApp } from "../model/parse.ts";
import { compareText } from "../model/references.ts";
import type { Remark } from "../model/remarks.ts";
import { type ResolvedApp, resolve } from "../model/resolve.ts";
import { type Silence, silencesOf, unsilenced } from "../model/silences.ts";
import { isReference, type Reference } from "../model/value.ts";
import type { Sources } from "./build/sources.ts";
import { featureVerdict, type Note } from "./features-used.ts";
import { findObjects } from "./find-objects.ts";
import { type CheckedGraph, checkGraph } from "./graph/check.ts";
import type { Lowered } from "./graph/lower.ts";
import { missingStatements } from "./statements.ts";
import { unknownTargets } from "./target-names.ts";

export interface PlanRequest {
  /** A spec after its own checks, passed or not. */
  readonly checked: CheckedApp;
  /** The name that paths in the report are relative to. Default "spec". */
  readonly origin?: string | undefined;
  readonly adapter: Adapter;
  /** The deployment of the app of this name. */
  readonly deployment: (app: string) => Deployment;
  /** Reads the files of an app; their problems join the report. */
  readonly sources?: (app: ResolvedApp) => Sources;
  /** Further problems of an app for the same report: missing configuration. */
  readonly further?: (app: ResolvedApp) => readonly Problem[];
  /** Remarks on the graph from beyond the spec: other stacks. */
  readonly remarksOn?: (graph: Lowered, deployment: Deployment) => readonly Remark[];
}

/** An app that a target can do, and what it becomes there. */
export interface Plan {
  readonly app: ResolvedApp;
  readonly adapter: Adapter;
  readonly deployment: Deployment;
  readonly graph: Lowered;
  readonly sources: Sources | undefined;
  readonly notes: readonly Note[];
  /** Remarks that are not silenced, on settings that are allowed and probably wrong. */
  readonly remarks: readonly Remark[];
  /** Silenced remarks too, with their paths in the app. */
  readonly allRemarks: readonly Remark[];
  /** For remarks that are found later, when the functions are packaged. */
  readonly silences: readonly Silence[];
}

/**
 * Checks a spec against the target and joins the result with the problems of the spec's own checks.
 * @throws SpecError with every problem of both, in one report.
 */
export function plan({ checked, origin, adapter, deployment: deploymentOf, ...request }: PlanRequest): Plan {
  const { app: draft, problems } = checked;
  const deployment = deploymentOf(draft.name);
  const app = resolvable(draft, problems);
  const verdict = verdictOn(app, problems, adapter, deployment);
  const sources = app && attempt(() => request.sources?.(app), problems);
  const others = [...(sources?.problems ?? []), ...((app && attempt(() => request.further?.(app), problems)) ?? [])];
  const known = new Set(problems.map(({ path }) => formatPath(path)));
  const placed = <P extends Problem>(found: readonly P[]): P[] =>
    found.map((one) => ({ ...one, path: checked.placeOf(one.path) }));
  const own = [...verdict.problems, ...others];
  const found = [...problems, ...placed(own).filter(({ path }) => !known.has(formatPath(path)))];
  const silences = silencesOf(draft);
  const lowered = verdict.graph;
  const beyondSpec = lowered && attempt(() => request.remarksOn?.(lowered, deployment), problems);
  const allRemarks = [...specRemarks(draft), ...verdict.remarks, ...(beyondSpec ?? [])];
  const beyond = relevantRemarks({ ...checked, problems: [...problems, ...own] }, allRemarks);
  const remarks = unique(placed(unsilenced(beyond, silences)));
  const { graph, notes } = verdict;
  if (app === undefined || graph === undefined || found.length > 0) throw new SpecError(unique(found), origin, remarks);
  return { app, adapter, deployment, graph, sources, notes, remarks, allRemarks, silences };
}

/** Remarks on a spec that may have problems, silenced or not. */
export function remarksOf(checked: PlanRequest["checked"], adapter: Adapter, deployment: Deployment): Remark[] {
  const { app: draft, problems } = checked;
  return [...specRemarks(draft), ...verdictOn(resolvable(draft, problems), problems, adapter, deployment).remarks];
}

/** A target's answer to an app. */
interface Verdict extends Omit<CheckedGraph, "graph"> {
  /** Of an app that the target can lower. */
  readonly graph?: Lowered | undefined;
  readonly notes: readonly Note[];
}

/** The target's verdict on an app and its graph. For a spec with problems, the verdict on what can be resolved of it. */
function verdictOn(
  app: ResolvedApp | undefined,
  problems: readonly Problem[],
  adapter: Adapter,
  deployment: Deployment,
): Verdict {
  if (app === undefined) return { problems: [], remarks: [], notes: [] };
  const features = attempt(() => featureVerdict(app, adapter), problems);
  const found = [
    ...(features?.problems ?? []),
    ...(attempt(() => specProblemsOf(app, adapter, deployment), problems) ?? []),
  ];
  const remarks = attempt(
    () => [...(adapter.remarks?.(app, deployment) ?? []), ...missingStatements(app, adapter)],
    problems,
  );
  // An app that the target refuses cannot be lowered.
  const checked = attempt(() => checkGraph(app, adapter, deployment), [...problems, ...found]);
  return {
    graph: checked?.graph,
    notes: features?.notes ?? [],
    problems: [...found, ...(checked?.problems ?? [])],
    remarks: [...(remarks ?? []), ...(checked?.remarks ?? [])],
  };
}

/** One problem for each place and code, sorted by place. */
function unique<P extends Problem>(problems: readonly P[]): P[] {
  const key = ({ path, code }: P): string => `${formatPath(path)} ${code}`;
  const byKey = new Map([...problems].reverse().map((problem) => [key(problem), problem]));
  return [...byKey.values()].sort((a, b) => compareText(key(a), key(b)));
}

/** As much of a spec with problems as can be resolved, so that the target's verdict joins the same report. */
function resolvable(draft: AppSpec, problems: readonly Problem[]): ResolvedApp | undefined {
  return attempt(() => resolve(draft), problems) ?? attempt(() => resolve(without(draft, problems)), problems);
}

/** A spec with problems lacks what they are about, and not everything can do without. A sound spec must not fail. */
function attempt<T>(work: () => T, problems: readonly Problem[]): T | undefined {
  try {
    return work();
  } catch (error) {
    if (problems.length > 0) return undefined;
    throw error;
  }
}

/** Leaves out the triggers, functions and resources that have problems themselves. */
function without(draft: AppSpec, problems: readonly Problem[]): AppSpec {
  const app = copyOfMaps(draft);
  for (const { path } of problems) {
    const [section, name, part, child] = path.map(String);
    if (section === "functions" && name !== undefined && part === "triggers" && child !== undefined) {
      delete app.functions[name]?.triggers[child];
    } else if (section === "functions" && name !== undefined && part === "permissions" && child !== undefined) {
      delete app.functions[name]?.permissions[child];
    } else if ((section === "functions" || section === "resources") && name !== undefined) {
      delete app[section][name];
    }
  }
  return app;
}

/** Copies the maps that `without` takes from; values such as Pulumi Outputs stay the same objects. */
function copyOfMaps(draft: AppSpec): AppSpec {
  const functions = Object.entries(draft.functions).map(([name, fn]) => [
    name,
    { ...fn, triggers: { ...fn.triggers }, permissions: { ...fn.permissions } },
  ]);
  return { ...draft, resources: { ...draft.resources }, functions: Object.fromEntries(functions) };
}

/** Parts of an app that the target refuses before it is lowered. */
function specProblemsOf(app: ResolvedApp, adapter: Adapter, deployment: Deployment): Problem[] {
  return [
    ...unknownSettings(adapter, deployment),
    ...addressCycles(app),
    ...unknownTargets(app),
    ...ruleProblems(adapter, app, deployment),
    ...adapter.check(app, deployment),
  ];
}

function unknownSettings(adapter: Adapter, { settings }: Deployment): Problem[] {
  const known = Object.keys(adapter.settings);
  return Object.keys(settings)
    .filter((name) => !known.includes(name))
    .map((name) => ({
      code: "unknown-setting",
      path: ["settings", name],
      message: `Target ${adapter.name} has no setting "${name}".`,
      remedy: known.length === 0 ? "Remove it: this target has no settings." : `Use one of: ${known.join(", ")}.`,
    }));
}

/** Functions that need each other's addresses to be created: none of them could be the first. */
function addressCycles(app: ResolvedApp): Problem[] {
  const needs = new Map<string, string[]>();
  for (const fn of app.functions.values()) {
    const references = [...findObjects({ ...fn, triggers: [] }, isReference)].map(
      ({ value }) => (value as Reference).ref,
    );
    const names = references.filter((ref) => ref.endsWith(".url")).map((ref) => ref.slice(0, -".url".length));
    needs.set(
      fn.name,
      names.filter((name) => app.functions.has(name)),
    );
  }
  return [...needs.keys()]
    .filter((name) => reaches(needs, name, name))
    .map((name) => ({
      code: "address-cycle",
      path: ["functions", name],
      message: `Function "${name}" needs an address that exists only after the function itself.`,
      remedy: "Put an api in front of the functions and refer to its url, or call them through a permission.",
    }));
}

function reaches(needs: ReadonlyMap<string, readonly string[]>, from: string, to: string): boolean {
  const seen = new Set(needs.get(from));
  for (const name of seen) for (const next of needs.get(name) ?? []) seen.add(next);
  return seen.has(to);
}
