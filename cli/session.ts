import type { Artifact } from "../adapters/contract.ts";
import { missingHandlers } from "../infra/build/handlers.ts";
import { type BuildRequest, buildFunctions } from "../infra/build/index.ts";
import { type Note, type Plan, plan } from "../infra/plan.ts";
import type { PlannedResource } from "../infra/recording.ts";
import { type LoadedSpec, loadSpec } from "../infra/spec-file.ts";
import { adapterFor, targets } from "../infra/targets.ts";
import { type Problem, SpecError } from "../model/errors.ts";
import { checkApp, environmentsOf, parseApp } from "../model/parse.ts";
import type { Io } from "./io.ts";
import { text } from "./options.ts";

/** A spec on disk and what the options say about it. */
export interface Session {
  readonly loaded: LoadedSpec;
  readonly stack: string;
  readonly region: string | undefined;
}

export async function openSession(options: Readonly<Record<string, unknown>>, io: Io): Promise<Session> {
  const loaded = await loadSpec(text(options, "spec"), io.cwd);
  return { loaded, stack: text(options, "stack") ?? "plan", region: text(options, "region") };
}

/** Checks the spec for a target, as `pulumi up` would before it creates anything. */
export async function planFor(session: Session, target: string, environment = session.stack): Promise<Plan> {
  const adapter = await adapterFor(target);
  const { input: spec, directory, origin } = session.loaded;
  const region = session.region ?? adapter.defaultRegion;
  return plan({
    checked: checkApp(spec, { environment, origin }),
    origin,
    adapter,
    deployment: (app) => ({
      name: `${app}-${target}-${region}`,
      target,
      region,
      prefix: `${app}-${session.stack}`,
      settings: {},
      planned: true,
    }),
    further: (app) => missingHandlers(app, directory),
  });
}

/** What a target says to the spec. */
export interface TargetVerdict {
  readonly title: string;
  readonly problems: readonly Problem[];
  readonly notes: readonly Note[];
}

/** @throws SpecError with every problem that does not depend on a target, in the spec and each of its environments. */
export function checkNeutral({ loaded: { input: spec, directory, origin }, stack }: Session): void {
  const environments = [stack, ...environmentsOf(spec)];
  const found = environments.flatMap((environment) => checkApp(spec, { environment, origin }).problems);
  const missing = found.length > 0 ? [] : missingHandlers(parseApp(spec, { environment: stack, origin }), directory);
  const problems = new Map([...found, ...missing].map((problem) => [JSON.stringify(problem), problem]));
  if (problems.size > 0) throw new SpecError([...problems.values()], origin);
}

/** The verdict of every target, for a spec that is valid in itself. */
export function verdicts(session: Session): Promise<TargetVerdict[]> {
  return Promise.all(
    targets.map(async (target) => {
      const { title } = await adapterFor(target);
      try {
        const { notes } = await planFor(session, target);
        return { title, problems: [], notes };
      } catch (error) {
        if (!(error instanceof SpecError)) throw error;
        return { title, problems: error.problems, notes: [] };
      }
    }),
  );
}

export const environmentsIn = ({ loaded }: Session): string[] => environmentsOf(loaded.input);

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
      environment: session.stack,
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
