import { resolve } from "node:path";
import { type BuildRequest, type Built, buildFunctions } from "../infra/build/index.ts";
import { sourceFindings, sourceProblems } from "../infra/build/sources.ts";
import { deploymentOf, environmentOf } from "../infra/deployment.ts";
import { lower } from "../infra/graph/lower.ts";
import { type PlannedResource, plannedResources } from "../infra/graph/planned.ts";
import { type Note, type Plan, plan } from "../infra/plan.ts";
import { unused } from "../infra/remarks.ts";
import { type LoadedSpec, loadSpec } from "../infra/spec-file.ts";
import { checkStackConfiguration, type StackPlace } from "../infra/stack-configuration.ts";
import { adapterFor, targets } from "../infra/targets.ts";
import { beside } from "../model/check/beside.ts";
import { specRemarks } from "../model/check/remarks.ts";
import { type Problem, SpecError, UserError } from "../model/errors.ts";
import { nearest } from "../model/nearest.ts";
import { checkApp, environmentsOf, type ParseOptions, parseApp } from "../model/parse.ts";
import type { Remark } from "../model/remarks.ts";
import { audible, silencesOf } from "../model/silences.ts";
import type { Io } from "./io.ts";
import { text } from "./options.ts";
import { findStackFile, namedStackFile } from "./stack-file.ts";

/** A spec on disk and what the options, and the stack's file where there is one, say about it. */
export interface Session {
  readonly loaded: LoadedSpec;
  readonly stack: string;
  readonly environment: string;
  readonly region: string | undefined;
  /** Where the stack's file says that it goes. */
  readonly places: readonly StackPlace[];
  readonly overrides: unknown;
  /** Whether remarks are problems. */
  readonly strict: boolean;
}

/** The name of the stack where none is named: names of a plan begin with it, and nothing is deployed. */
const DEFAULT_STACK = "plan";

export async function openSession(options: Readonly<Record<string, unknown>>, { cwd, err }: Io): Promise<Session> {
  const named = text(options, "stack");
  const stack = named ?? DEFAULT_STACK;
  const file = named === undefined ? await findStackFile(stack, cwd) : await namedStackFile(stack, cwd);
  const own = file?.spec === undefined ? undefined : resolve(file.project, file.spec);
  const loaded = await loadSpec(text(options, "spec") ?? own, cwd);
  if (file !== undefined) checkStackConfiguration(file, loaded.input);
  if (named !== undefined && file === undefined) err(nameOnly(named, environmentsOf(loaded.input)));
  return {
    loaded,
    stack,
    environment: environmentOf(stack, file?.environment),
    region: text(options, "region"),
    places: file?.places ?? [],
    overrides: file?.overrides,
    strict: options.strict === true,
  };
}

/** What a stack's name means outside of a Pulumi project; nothing where it is one of the spec's environments. */
function nameOnly(stack: string, environments: readonly string[]): string {
  if (environments.includes(stack)) return "";
  const meant = nearest(stack, environments);
  const known =
    environments.length === 0
      ? "The spec has no environments."
      : `The spec's environments are ${environments.join(", ")}.${meant === undefined ? "" : ` Did you mean "${meant}"?`}`;
  return `There is no Pulumi.yaml here or in any directory above: the stack "${stack}" is only part of names. ${known}\n`;
}

/** Where to deploy: without settings it is only planned, because settings are a stack's. */
export type Place = Pick<StackPlace, "target" | "region"> & Partial<Pick<StackPlace, "settings">>;

/** The places that the options and the stack's file name together; none where neither names a target. */
export function placesOf({ places, region }: Session, target: string | undefined): readonly Place[] {
  const named = places.filter((place) => target === undefined || place.target === target);
  const there = named.filter((place) => region === undefined || place.region === region);
  const known = there.length > 0 ? there : named;
  return known.length > 0 || target === undefined ? known : [{ target }];
}

/**
 * The one place that the options and the stack's file name.
 * @throws UserError when they name none, or several.
 */
export function placeOf(session: Session, target: string | undefined): Place {
  const [place, ...others] = placesOf(session, target);
  if (place === undefined) {
    throw new UserError(
      "No target is given: there is no --target and no stack whose file names one.",
      `Give --target, one of ${targets.join(", ")}, or a stack with --stack.`,
    );
  }
  if (others.length === 0) return place;
  const names = [place, ...others].map((one) =>
    one.region === undefined ? one.target : `${one.target} in ${one.region}`,
  );
  throw new UserError(
    `The stack "${session.stack}" goes to several places: ${names.join(", ")}.`,
    "Choose one with --target, and with --region where that is not enough.",
  );
}

const parseOptions = ({ environment, overrides, loaded: { origin } }: Session): ParseOptions => ({
  environment,
  overrides,
  origin,
});

/**
 * Remarks as a command reports them, with those about silences that silence nothing.
 * @param built Remarks of packaging, where the command packages.
 * @throws SpecError with all of them where remarks are problems.
 */
export async function reported(session: Session, found: readonly Remark[], built?: readonly Remark[]) {
  const { input, origin } = session.loaded;
  const all = distinct([...found, ...(await unused(input, parseOptions(session), built))]);
  if (session.strict && all.length > 0) throw new SpecError(all, origin);
  return all;
}

/** Checks the spec for a place, as `pulumi up` would before it creates anything. */
export async function planFor(session: Session, place: Place, environment = session.environment): Promise<Plan> {
  const { target, settings } = place;
  const adapter = await adapterFor(target);
  const { input: spec, directory, origin } = session.loaded;
  const region = session.region ?? place.region;
  return plan({
    checked: checkApp(spec, { ...parseOptions(session), environment }),
    origin,
    adapter,
    deployment: (app) => deploymentOf({ app, stack: session.stack, adapter, region, settings }),
    further: (app) => sourceFindings(app, { directory, spec, adapter }).problems,
  });
}

/** What a target says to the spec. */
export interface TargetVerdict {
  readonly target: string;
  /** Where the stack's file names one. */
  readonly region?: string | undefined;
  readonly title: string;
  readonly problems: readonly Problem[];
  readonly remarks: readonly Remark[];
  readonly notes: readonly Note[];
}

/** @throws SpecError with every problem that does not depend on a target, in the spec and each of its environments. */
export function checkNeutral(session: Session): void {
  const {
    loaded: { input: spec, directory, origin },
    environment: own,
  } = session;
  const environments = [own, ...environmentsOf(spec)];
  const found = environments.flatMap((environment) => checkApp(spec, { environment, origin }).problems);
  const missing =
    found.length > 0 ? [] : sourceProblems(parseApp(spec, { environment: own, origin }), { directory, spec });
  const problems = distinct([...found, ...missing]);
  if (problems.length > 0) throw new SpecError(problems, origin, neutralRemarks(session));
}

/** What is probably wrong whatever the target, in the spec and each of its environments. */
export function neutralRemarks({ loaded: { input: spec, origin }, environment: own }: Session): Remark[] {
  return distinct(
    [own, ...environmentsOf(spec)].flatMap((environment) => {
      const checked = checkApp(spec, { environment, origin });
      const found = audible(beside(checked, specRemarks(checked.app)), silencesOf(checked.app));
      return found.map((remark) => ({ ...remark, path: checked.placeOf(remark.path) }));
    }),
  );
}

/** The verdict of every target, for a spec that is valid in itself. */
export const verdicts = (session: Session): Promise<TargetVerdict[]> =>
  Promise.all(targets.map((target) => verdictOf(session, { target }, [session.environment])));

/** A place's verdict on the spec, as its stack deploys it and in each of its environments. */
export const fullVerdict = (session: Session, place: Place): Promise<TargetVerdict> =>
  verdictOf(session, place, [session.environment, ...environmentsOf(session.loaded.input)]);

/** Every problem and remark once, and the notes of the first environment. */
async function verdictOf(session: Session, place: Place, environments: readonly string[]): Promise<TargetVerdict> {
  const { name, title } = await adapterFor(place.target);
  const found = await Promise.all(environments.map((environment) => problemsAndNotes(session, place, environment)));
  return {
    target: name,
    region: place.region,
    title,
    problems: distinct(found.flatMap(({ problems }) => problems)),
    remarks: distinct(found.flatMap(({ remarks }) => remarks)),
    notes: found[0]?.notes ?? [],
  };
}

async function problemsAndNotes(
  session: Session,
  place: Place,
  environment: string,
): Promise<Omit<TargetVerdict, "target" | "region" | "title">> {
  try {
    const { notes, remarks } = await planFor(session, place, environment);
    return { problems: [], remarks, notes };
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    return { problems: error.problems, remarks: error.remarks, notes: [] };
  }
}

/** Places and environments share most of what is wrong. */
export const distinct = <P extends Problem>(problems: readonly P[]): P[] => [
  ...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values(),
];

/** The native resources, as the engine would be asked to create them, and what is probably wrong. */
export async function recordPlan(
  session: Session,
  checked: Plan,
): Promise<{ resources: PlannedResource[]; remarks: readonly Remark[] }> {
  const { artifacts, remarks } = await buildFor(session, checked);
  const { app, adapter, deployment } = checked;
  const graph = lower(adapter.lowering, { app, deployment, overrides: adapter.overrides, artifacts });
  if (graph.problems.length > 0) throw new SpecError(graph.problems, session.loaded.origin);
  const { planValues, provider } = adapter.lowering;
  const options = { values: planValues(deployment), provider: provider(deployment), artifacts };
  return { resources: plannedResources(graph, options), remarks };
}

/**
 * The packages, and the remarks of both the plan and packaging.
 * @throws SpecError with every remark where remarks are problems.
 */
export async function buildFor(session: Session, { app, adapter, remarks, silences }: Plan): Promise<Built> {
  const { input: spec, directory, origin } = session.loaded;
  const request: BuildRequest = { app, adapter, directory, origin, spec };
  const built = await buildFunctions(request);
  const found = [...remarks, ...audible(built.remarks, silences)];
  return { ...built, remarks: await reported(session, found, built.remarks) };
}
