import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import pc from "picocolors";
import { UserError } from "../../model/errors.ts";
import { ensureEndpoint, stopEndpoint } from "../endpoint/index.ts";
import { offlineEnvironment } from "../engine/environment.ts";
import { type Engine, findEngine } from "../engine/index.ts";
import { releaseDeadLocks } from "../engine/locks.ts";
import { elapsedSince, type Progress, printProgress } from "../progress.ts";
import { awsCloud } from "./aws/cloud.ts";
import { EngineFailure, stackEngine } from "./engine.ts";
import { invitation } from "./invitation.ts";
import { deployedFrom } from "./outputs.ts";
import { formatPicture } from "./picture.ts";
import { describeRow, formatTable, summarize } from "./report.ts";
import { fireAll, type Row } from "./run.ts";
import { disown, isOrphan, own } from "./session.ts";

/** The stack that `npm start` deploys; its file is infra/stacks/Pulumi.local.yaml. */
const STACK = "local";
const REGION = "us-east-1";
/** What shells report for a program that Ctrl-C ended. */
const INTERRUPTED = 130;

interface StartOptions {
  /** End when every trigger was fired, instead of waiting for Ctrl-C. */
  readonly once: boolean;
  /** File to draw the result into. */
  readonly picture?: string;
}

/**
 * `npm start`: sets everything up, deploys the example to an offline cloud, fires every trigger and says what happened.
 * @param project Directory of the repository.
 * @returns Exit code: 0 every trigger was delivered, 1 one was not or something failed, 2 the user can put it right.
 */
export async function start(project: string, args: readonly string[]): Promise<number> {
  try {
    return await run(project, readOptions(args));
  } catch (error) {
    if (error instanceof EngineFailure) {
      console.error(error.message);
      return 1;
    }
    if (error instanceof UserError) {
      console.error(`${error.message}${error.remedy ? `\n-> ${error.remedy}` : ""}`);
      return 2;
    }
    console.error(error instanceof Error ? (error.stack ?? error.message) : error);
    return 1;
  }
}

function readOptions(args: readonly string[]): StartOptions {
  const rest = [...args];
  const options: { once: boolean; picture?: string } = { once: false };
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === "--once") options.once = true;
    else if (arg === "--picture" && rest[0] !== undefined) options.picture = rest.shift();
    else throw new UserError(`npm start does not know ${arg}.`, "Options: --once, --picture FILE.");
  }
  return options;
}

/** What has to be put away at the end, however it comes. */
interface Session {
  /** Address of the server that this run has to stop. */
  owned?: string;
  /** The server held nothing when this run came. */
  fresh?: boolean;
  rows?: readonly Row[];
}

async function run(project: string, options: StartOptions): Promise<number> {
  const session: Session = {};
  const interrupted = interruption();
  try {
    await Promise.race([work(project, options, session), interrupted]);
  } finally {
    if (session.owned && (await stopEndpoint(session.owned))) {
      await disown(project);
      console.error("the offline cloud is stopped, and what was deployed is gone with it");
    }
  }
  if (!session.rows) return INTERRUPTED;
  return session.rows.every((row) => row.ok) ? 0 : 1;
}

/** Fulfilled by Ctrl-C or a polite kill. */
function interruption(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
}

async function work(project: string, options: StartOptions, session: Session): Promise<void> {
  const began = Date.now();
  const progress = printProgress();
  const engine = await findEngine(progress);
  progress(`engine: Pulumi ${engine.version} (${engine.source})`);
  const { url, outputs } = await deploy({ project, engine, progress, session });
  const app = deployedFrom(outputs);
  const cloud = awsCloud({ endpoint: url, region: REGION });

  progress(`firing every trigger on ${cloud.title}, offline`);
  const rows: Row[] = [];
  for await (const row of fireAll(cloud, app)) {
    console.error(describeRow(row));
    rows.push(row);
  }
  session.rows = rows;
  console.log(`\n${formatTable(rows, process.stdout.columns ?? 120)}`);
  console.log(`${summarize(rows)}; ${elapsedSince(began)} from the start\n`);
  if (options.picture !== undefined) await writeFile(options.picture, formatPicture(rows));

  if (options.once) return;
  console.log(invitation(url, app));
  // Node.js ends when nothing is left to wait for; a promise alone is nothing.
  await new Promise(() => setInterval(() => undefined, 2 ** 30));
}

interface Deployment {
  readonly project: string;
  readonly engine: Engine;
  readonly progress: Progress;
  readonly session: Session;
}

/**
 * Deploys the example. A server that was there already may hold what an interrupted run left, in a state that can't be
 * put right; if it is polyfn's own, a fresh one takes its place.
 */
async function deploy(deployment: Deployment) {
  try {
    return await tryDeploy(deployment);
  } catch (error) {
    if (deployment.session.fresh || error instanceof UserError || !(await stopEndpoint())) throw error;
    deployment.progress(pc.yellow("that did not work: starting over with a fresh offline cloud"));
    return await tryDeploy(deployment);
  }
}

async function tryDeploy({ project, engine, progress, session }: Deployment) {
  const { url, started } = await ensureEndpoint(undefined, progress);
  session.fresh = started !== undefined;
  if (started || (await isOrphan(project, url))) {
    session.owned = url;
    await own(project, url);
  }
  if (!started)
    progress(
      `using the offline cloud that answers at ${url}${session.owned ? ", left by a run that was cut short" : ""}`,
    );
  const state = join(project, ".polyfn", "state");
  const environment = await offlineEnvironment(engine, { project, endpoint: url, state });
  await releaseDeadLocks(state, progress);
  const stack = stackEngine({ command: engine.command, environment, project, stack: STACK, progress });
  // A fresh server holds nothing: what the state says of an earlier one is void.
  if (started) await stack.forget();
  await stack.up({ refresh: !started });
  return { url, outputs: await stack.outputs() };
}
