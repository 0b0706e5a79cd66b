import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Artifact } from "../../adapters/contract.ts";
import type { DevReport } from "../../infra/dev/report.ts";
import type { DevDeployment } from "../../infra/dev/session.ts";
import { SpecError, UserError } from "../../model/errors.ts";
import { changed, type Outcome } from "../../offline/engine/events.ts";
import type { EngineStack } from "../engine-stack.ts";
import type { Io } from "../io.ts";
import type { Session } from "../session.ts";
import { type OpenedPlace, openPlaces, type PlannedPlace, planPlaces } from "./places.ts";

export interface DeployRequest {
  readonly stack: EngineStack;
  readonly io: Io;
  /** Directory of the program's notes. */
  readonly notes: string;
  report(report: DevReport): void;
  /** Reads the spec and the stack's file anew. */
  open(): Promise<Session>;
  /** Gets the places after each run of the engine. */
  deployed(places: readonly OpenedPlace[]): void;
}

/**
 * Checks and packages the app here, where mistakes show before the engine starts and packages go into the cache; then
 * runs the engine, whose program notes which packages it deploys.
 */
export async function deployForDev(request: DeployRequest): Promise<DevDeployment> {
  const { stack, io, report, notes } = request;
  const checked = await reported(report, () => check(request));
  if (checked === undefined) return { ok: false, packages: new Map() };
  const { session, planned } = checked;
  await rm(notes, { recursive: true, force: true });
  const outcome = await stack.up({ signal: io.signal, killSignal: io.killSignal });
  report(reportOf(outcome));
  const packages = await packagesOf(planned, outcome, notes);
  const { addresses } = stack;
  const places = await reported(report, async () =>
    openPlaces(planned, session, { outputs: await stack.outputs(), addresses }),
  );
  if (places === undefined) return { ok: false, packages };
  request.deployed(places);
  return { ok: outcome.ok, places, packages };
}

async function check({ open }: DeployRequest) {
  const session = await open();
  const planned = await planPlaces(session);
  for (const { rebuilder } of planned) await rebuilder.buildAll();
  return { session, planned };
}

/** Undefined where the user's mistake is in the way, which is reported. */
async function reported<T>(report: DeployRequest["report"], work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const problems = error instanceof SpecError ? error.problems : [];
    const remedy = error.remedy === undefined ? "" : `\n${error.remedy}`;
    report({ event: "deploy-failed", problems, messages: [error.message + remedy] });
    return undefined;
  }
}

const reportOf = (outcome: Outcome): DevReport =>
  outcome.ok
    ? {
        event: "deployed",
        changes: changed(outcome).map(({ op, type, name }) => ({ operation: op, type, name })),
      }
    : { event: "deploy-failed", problems: [], messages: outcome.problems };

/** Of each place, the packages of the functions that the engine finished. */
async function packagesOf(
  planned: readonly PlannedPlace[],
  outcome: Outcome,
  notes: string,
): Promise<DevDeployment["packages"]> {
  const finished = new Set(outcome.steps.filter(({ op }) => !op.includes("delete")).map(keyOf));
  const read = await Promise.all(
    planned.map(async ({ name, rebuilder: { plan } }) => {
      const noted = await notedPackages(join(notes, `${encodeURIComponent(plan.deployment.name)}.json`));
      const known = noted.filter(([fn]) => {
        const key = plan.graph.handles.get(fn)?.nodes.function?.key;
        return key !== undefined && finished.has(key);
      });
      return [name, new Map(known)] as const;
    }),
  );
  return new Map(read);
}

const keyOf = ({ type, name }: { readonly type: string; readonly name: string }): string => `${type}::${name}`;

async function notedPackages(file: string): Promise<[string, Artifact][]> {
  const text = await readFile(file, "utf8").catch(() => "{}");
  return Object.entries(JSON.parse(text) as Record<string, Artifact>);
}
