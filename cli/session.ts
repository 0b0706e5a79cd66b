import { resolve } from "node:path";
import type { Artifact } from "../adapters/contract.ts";
import { sourceProblems } from "../infra/build/sources.ts";
import { type BuildRequest, buildFunctions } from "../infra/build/index.ts";
import { type Note, type Plan, plan } from "../infra/plan.ts";
import type { PlannedResource } from "../infra/recording.ts";
import { type LoadedSpec, loadSpec } from "../infra/spec-file.ts";
import { adapterFor, targets } from "../infra/targets.ts";
import { type Problem, SpecError, UserError } from "../model/errors.ts";
import { checkApp, environmentsOf, parseApp } from "../model/parse.ts";
import type { Io } from "./io.ts";
import { text } from "./options.ts";
import { findStackFile, type StackPlace } from "./stack-file.ts";

/** A spec on disk and what the options, and the stack's file where there is one, say about it. */
export interface Session {
  readonly loaded: LoadedSpec;
  readonly stack: string;
  readonly environment: string;
  readonly region: string | undefined;
  /** Where the stack's file says that it goes. */
  readonly places: readonly StackPlace[];
  readonly overrides: unknown;
}

export async function openSession(options: Readonly<Record<string, unknown>>, { cwd }: Io): Promise<Session> {
  const stack = text(options, "stack") ?? "plan";
  const file = await findStackFile(stack, cwd);
  const own = file?.spec === undefined ? undefined : resolve(file.project, file.spec);
  return {
    loaded: await loadSpec(text(options, "spec") ?? own, cwd),
    stack,
    environment: file?.environment ?? stack,
    region: text(options, "region"),
    places: file?.deployments ?? [],
    overrides: file?.overrides,
  };
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
      `Nothing says where to deploy to: there is no --target, and no stack "${session.stack}" whose file has one.`,
      `Give --target, one of ${targets.join(", ")}, or the name of a stack with --stack.`,
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

/** Checks the spec for a place, as `pulumi up` would before it creates anything. */
export async function planFor(session: Session, place: Place, environment = session.environment): Promise<Plan> {
  const { target, settings } = place;
  const adapter = await adapterFor(target);
  const { input: spec, directory, origin } = session.loaded;
  const region = session.region ?? place.region ?? adapter.defaultRegion;
  return plan({
    checked: checkApp(spec, { environment, origin, overrides: session.overrides }),
    origin,
    adapter,
    deployment: (app) => ({
      name: `${app}-${target}-${region}`,
      target,
      region,
      prefix: `${app}-${session.stack}`,
      ...(settings === undefined ? { settings: {}, planned: true } : { settings }),
    }),
    further: (app) => sourceProblems(app, directory),
  });
}

/** What a target says to the spec. */
export interface TargetVerdict {
  readonly title: string;
  readonly problems: readonly Problem[];
  readonly notes: readonly Note[];
}

/** @throws SpecError with every problem that does not depend on a target, in the spec and each of its environments. */
export function checkNeutral({ loaded: { input: spec, directory, origin }, environment: own }: Session): void {
  const environments = [own, ...environmentsOf(spec)];
  const found = environments.flatMap((environment) => checkApp(spec, { environment, origin }).problems);
  const missing = found.length > 0 ? [] : sourceProblems(parseApp(spec, { environment: own, origin }), directory);
  const problems = distinct([...found, ...missing]);
  if (problems.length > 0) throw new SpecError(problems, origin);
}

/** The verdict of every target, for a spec that is valid in itself. */
export const verdicts = (session: Session): Promise<TargetVerdict[]> =>
  Promise.all(targets.map((target) => verdictOf(session, { target }, [session.environment])));

/** A place's verdict on the spec, as its stack deploys it and in each of its environments. */
export const fullVerdict = (session: Session, place: Place): Promise<TargetVerdict> =>
  verdictOf(session, place, [session.environment, ...environmentsOf(session.loaded.input)]);

/** Every problem once, and the notes of the first environment. */
async function verdictOf(session: Session, place: Place, environments: readonly string[]): Promise<TargetVerdict> {
  const { title } = await adapterFor(place.target);
  const found = await Promise.all(environments.map((environment) => problemsAndNotes(session, place, environment)));
  return { title, problems: distinct(found.flatMap(({ problems }) => problems)), notes: found[0]?.notes ?? [] };
}

async function problemsAndNotes(
  session: Session,
  place: Place,
  environment: string,
): Promise<Omit<TargetVerdict, "title">> {
  try {
    const { notes } = await planFor(session, place, environment);
    return { problems: [], notes };
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    return { problems: error.problems, notes: [] };
  }
}

/** Places and environments share most of what is wrong. */
export const distinct = (problems: readonly Problem[]): Problem[] => [
  ...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values(),
];

/** The native resources, as the engine would be asked to create them. */
export async function recordPlan(session: Session, checked: Plan): Promise<PlannedResource[]> {
  const { App } = await import("../infra/app.ts");
  const { record } = await import("../infra/recording.ts");
  const { ProgramError } = await import("../infra/program-errors.ts");
  const { placeholderConfiguration } = await import("../infra/configuration.ts");
  const { deployment, adapter, app } = checked;
  const { input: spec, directory, origin } = session.loaded;
  const artifacts = await buildFor(session, checked);
  const { imagined } = await adapter.load();
  const program = () =>
    App.of(deployment.name, spec, {
      ...deployment,
      directory,
      origin,
      environment: session.environment,
      overrides: session.overrides,
      configuration: placeholderConfiguration,
    }).created;
  const packages = new Map([...artifacts.values()].map(({ zip, sha256 }) => [zip, sha256]));
  try {
    return await record(program, { imagined, deployment, packages, project: app.name, stack: session.stack });
  } catch (error) {
    throw error instanceof ProgramError ? error.cause : error;
  }
}

export function buildFor(session: Session, { app, adapter }: Plan): Promise<ReadonlyMap<string, Artifact>> {
  const request: BuildRequest = { app, adapter, directory: session.loaded.directory, origin: session.loaded.origin };
  return buildFunctions(request);
}
