import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { FailedError, UserError } from "../../model/errors.ts";
import { terminal } from "../../terminal/index.ts";
import { elapsedSince, type Progress } from "../../terminal/progress.ts";
import { findEngine } from "../engine/index.ts";
import { deployExample } from "./deploy.ts";
import { nextSteps } from "./next-steps.ts";
import { formatPicture } from "./picture.ts";
import { describeRow, formatTable, summarize } from "./report.ts";
import { fireAll, type Row } from "./run.ts";
import { Servers } from "./servers.ts";

/** The exit code that shells report for a program that Ctrl-C ended. */
const INTERRUPTED = 130;

interface StartOptions {
  /** End when every trigger was fired, instead of waiting for Ctrl-C. */
  readonly once: boolean;
  /** File to draw the result into. */
  readonly picture?: string;
}

/**
 * `npm start`: sets everything up, deploys the example to every offline cloud, fires every trigger and says what happened.
 * @param project Directory of the repository.
 * @returns Exit code: 0 every trigger was delivered, 1 one was not or something failed, 2 the user can put it right.
 */
export async function start(project: string, args: readonly string[]): Promise<number> {
  try {
    return await run(project, readOptions(args));
  } catch (error) {
    if (error instanceof FailedError) {
      terminal.err(`${error.message}\n`);
      return 1;
    }
    if (error instanceof UserError) {
      terminal.err(`${error.message}\n${error.remedy ? `-> ${error.remedy}\n` : ""}`);
      return 2;
    }
    terminal.err(`${error instanceof Error ? (error.stack ?? error.message) : error}\n`);
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

async function run(project: string, options: StartOptions): Promise<number> {
  const progress = terminal.progress;
  const servers = new Servers(project, progress);
  const interrupted = interruption();
  let rows: readonly Row[] = [];
  try {
    const done = work(project, options, servers, progress, (fired) => {
      rows = fired;
    });
    await Promise.race([done, interrupted]);
  } finally {
    if (await servers.release()) progress("the offline clouds are stopped, and what was deployed is gone with them");
  }
  if (rows.length === 0) return INTERRUPTED;
  return rows.every(({ results }) => results.every(({ ok }) => ok)) ? 0 : 1;
}

/** Fulfilled by Ctrl-C or a polite kill. */
async function interruption(): Promise<void> {
  if (!terminal.signal.aborted) await once(terminal.signal, "abort");
}

async function work(
  project: string,
  options: StartOptions,
  servers: Servers,
  progress: Progress,
  onFired: (rows: readonly Row[]) => void,
): Promise<void> {
  const began = Date.now();
  const engine = await findEngine(progress);
  progress(`engine: Pulumi ${engine.version} (${engine.source})`);
  const { shows } = await deployExample({ project, engine, progress, servers });

  progress(`firing every trigger on ${shows.map(({ title }) => title).join(" and ")}, offline`);
  const rows: Row[] = [];
  for await (const row of fireAll(shows)) {
    terminal.err(`${describeRow(row, terminal)}\n`);
    rows.push(row);
  }
  onFired(rows);
  terminal.out(`\n${formatTable(rows, terminal)}\n`);
  terminal.out(`${summarize(rows, terminal)}\n${elapsedSince(began)} from the start\n\n`);
  if (options.picture !== undefined) await writeFile(options.picture, formatPicture(rows));

  if (options.once) return;
  terminal.out(`${nextSteps(shows, terminal)}\n`);
  // Node.js ends when nothing is left to wait for; a promise alone is nothing.
  await new Promise(() => setInterval(() => undefined, 2 ** 30));
}
