import { resolve as resolvePath } from "node:path";
import { sourceProblems } from "../infra/build/sources.ts";
import { deploymentOf, environmentOf } from "../infra/deployment.ts";
import type { Note } from "../infra/features-used.ts";
import { type PlannedResource, packagesIn, plannedResources } from "../infra/graph/planned.ts";
import type { Plan } from "../infra/plan.ts";
import { distinct, type PreparedApp, type PrepareRequest, planApp, prepareApp } from "../infra/prepare.ts";
import { unused } from "../infra/remarks.ts";
import { type LoadedSpec, loadSpec } from "../infra/spec-file.ts";
import { checkStackConfiguration, type StackPlace } from "../infra/stack-configuration.ts";
import { findStackFile, type NamedStack, namedStackFile, similarStacks } from "../infra/stack-file.ts";
import { adapterFor, addAdapters, targets } from "../infra/targets.ts";
import { relevantRemarks } from "../model/check/relevant-remarks.ts";
import { specRemarks } from "../model/check/remarks.ts";
import { type CheckedSpec, checkSpec, inEnvironment } from "../model/checked-spec.ts";
import { type Problem, SpecError, UserError } from "../model/errors.ts";
import { nearest } from "../model/nearest.ts";
import { type CheckedApp, environmentsOf } from "../model/parse.ts";
import type { Remark } from "../model/remarks.ts";
import { resolve } from "../model/resolve.ts";
import { silencesOf, unsilenced } from "../model/silences.ts";
import type { Io } from "./io.ts";
import { text } from "./options.ts";

/** A spec on disk with the options and the stack's file that apply to it. */
export interface Session {
  readonly loaded: LoadedSpec;
  /** The spec with the stack's overrides. */
  readonly spec: CheckedSpec;
  readonly stack: string;
  readonly environment: string;
  readonly region: string | undefined;
  /** The places in the stack's file. */
  readonly places: readonly StackPlace[];
  /** Other stacks of the project whose names in the cloud may clash with this one's. */
  readonly similar: readonly NamedStack[];
  /** True when remarks are problems. */
  readonly strict: boolean;
}

/** The name of the stack when none is given: names of a plan begin with it, and nothing is deployed. */
const DEFAULT_STACK = "plan";

export async function openSession(
  options: Readonly<Record<string, unknown>>,
  { cwd, err }: Pick<Io, "cwd" | "err">,
): Promise<Session> {
  const named = text(options, "stack");
  const stack = named ?? DEFAULT_STACK;
  await addAdapters(cwd);
  const file = named === undefined ? await findStackFile(stack, cwd) : await namedStackFile(stack, cwd);
  const own = file?.spec === undefined ? undefined : resolvePath(file.project, file.spec);
  const loaded = await loadSpec(text(options, "spec") ?? own, cwd);
  await addAdapters(loaded.directory);
  const { input, origin } = loaded;
  if (file !== undefined) checkStackConfiguration(file, input);
  if (named !== undefined && file === undefined) err(nameOnly(named, environmentsOf(input)));
  const environment = environmentOf(stack, file?.environment);
  return {
    loaded,
    spec: checkSpec(input, { environment, overrides: file?.overrides, origin }),
    stack,
    environment,
    region: text(options, "region"),
    places: file?.places ?? [],
    similar: file === undefined ? [] : await similarStacks(stack, cwd),
    strict: options.strict === true,
  };
}

/**
 * Explains the effect of a stack's name outside of a Pulumi project; undefined when it is one of the spec's
 * environments.
 */
function nameOnly(stack: string, environments: readonly string[]): string {
  if (environments.includes(stack)) return "";
  const meant = nearest(stack, environments);
  const known =
    environments.length === 0
      ? "The spec has no environments."
      : `The spec's environments are ${environments.join(", ")}.${meant === undefined ? "" : ` Did you mean "${meant}"?`}`;
  return `There is no Pulumi.yaml here or in any directory above: the stack "${stack}" is only part of names. ${known}\n`;
}

/** A place of deployment. Without settings it can only be planned, because settings belong to a stack. */
export type Place = Pick<StackPlace, "target" | "region"> & Partial<Pick<StackPlace, "settings">>;

/** The places that match the options and the stack's file; empty when neither has a target. */
export function placesOf({ places, region }: Session, target: string | undefined): readonly Place[] {
  const named = places.filter((place) => target === undefined || place.target === target);
  const there = named.filter((place) => region === undefined || place.region === region);
  const known = there.length > 0 ? there : named;
  return known.length > 0 || target === undefined ? known : [{ target }];
}

/**
 * The one place that matches the options and the stack's file.
 * @throws UserError when none matches, or several.
 */
export function placeOf(session: Session, target: string | undefined): Place {
  const [place, ...others] = placesOf(session, target);
  if (place === undefined) {
    throw new UserError(
      "No target is given: there is no --target, and no stack with a target.",
      `Give --target, one of ${targets().join(", ")}, or a stack with --stack.`,
    );
  }
  if (others.length === 0) return place;
  const names = [place, ...others].map((one) =>
    one.region === undefined ? one.target : `${one.target} in ${one.region}`,
  );
  throw new UserError(
    `The stack "${session.stack}" has several targets: ${names.join(", ")}.`,
    "Choose one with --target, and with --region if that is not enough.",
  );
}

/**
 * Remarks for a command's report.
 * @throws SpecError with all of them when remarks are problems.
 */
function reported({ strict, spec }: Session, remarks: readonly Remark[]): readonly Remark[] {
  if (strict && remarks.length > 0) throw new SpecError(remarks, spec.origin);
  return remarks;
}

/** The same, with remarks about unused silences. For commands that package nothing. */
export async function reportedWithSilences(session: Session, found: readonly Remark[]): Promise<readonly Remark[]> {
  return reported(session, distinct([...found, ...(await unused(session))]));
}

async function requestFor(session: Session, { target, ...place }: Place): Promise<PrepareRequest> {
  const { spec, stack, loaded, similar } = session;
  const adapter = await adapterFor(target);
  const region = session.region ?? place.region;
  return {
    spec,
    adapter,
    stack,
    directory: loaded.directory,
    similar,
    deployment: (app) => deploymentOf({ app, stack, adapter, region, settings: place.settings }),
  };
}

/** Checks the spec for a place, as `pulumi up` does before it creates anything. */
export async function planFor(session: Session, place: Place, environment = session.environment): Promise<Plan> {
  return planApp(await requestFor(session, place), inEnvironment(session.spec, environment));
}

/**
 * The app as `pulumi up` would deploy it to a place: planned and packaged.
 * @throws SpecError with every problem, or with every remark when remarks are problems.
 */
export async function prepareFor(session: Session, place: Place): Promise<PreparedApp> {
  const prepared = await prepareApp(await requestFor(session, place));
  reported(session, prepared.remarks);
  return prepared;
}

/** A target's problems, remarks and notes for the spec. */
export interface TargetVerdict {
  readonly target: string;
  /** The region, if the stack's file has one. */
  readonly region?: string | undefined;
  readonly title: string;
  readonly problems: readonly Problem[];
  readonly remarks: readonly Remark[];
  readonly notes: readonly Note[];
}

/** The app as the stack deploys it, and in each environment of the spec. */
const everyEnvironment = ({ spec }: Session): CheckedApp[] => [
  ...new Set([spec.deployed, ...environmentsOf(spec.input).map((name) => inEnvironment(spec, name))]),
];

/** @throws SpecError with every problem that does not depend on a target, in the spec and each of its environments. */
export function checkNeutral(session: Session): void {
  const { spec, loaded } = session;
  const found = everyEnvironment(session).flatMap(({ problems }) => problems);
  const missing =
    found.length > 0 ? [] : sourceProblems(resolve(spec.deployed.app), { directory: loaded.directory, spec });
  const problems = distinct([...found, ...missing]);
  if (problems.length > 0) throw new SpecError(problems, spec.origin, neutralRemarks(session));
}

/** Remarks that do not depend on a target, in the spec and each of its environments. */
export function neutralRemarks(session: Session): Remark[] {
  return distinct(
    everyEnvironment(session).flatMap((checked) => {
      const found = unsilenced(relevantRemarks(checked, specRemarks(checked.app)), silencesOf(checked.app));
      return found.map((remark) => ({ ...remark, path: checked.placeOf(remark.path) }));
    }),
  );
}

/** The verdict of every target for a valid spec. */
export const verdicts = (session: Session): Promise<TargetVerdict[]> =>
  Promise.all(targets().map((target) => verdictOf(session, { target }, [session.environment])));

/** The verdict of a place on the spec, as its stack deploys it and in each of its environments. */
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

/** The native resources that the engine would be asked to create. */
export function resourcesOf({ plan, artifacts }: PreparedApp): PlannedResource[] {
  const { graph, deployment, adapter } = plan;
  const { planValues, provider } = adapter.lowering;
  const packages = packagesIn(artifacts);
  return plannedResources(graph, { values: planValues(deployment), provider: provider(deployment), packages });
}
