import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, open, readFile, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../../model/errors.ts";
import { signalGroup } from "../process-group.ts";
import type { Program, Server } from "./server.ts";

/** A server process that accepts requests. */
export interface Running {
  readonly pid: number;
  readonly url: string;
  /** Path of the file with the server's output. */
  readonly log: string;
}

/**
 * The only variables of the caller's environment that reach the server, and through it the functions: no credentials
 * and no settings.
 */
const inherited = ["HOME", "USER", "LANG", "LC_ALL", "TMPDIR", "TEMP", "TMP", "SystemRoot"];

/** Long enough for a cold start on a busy machine; usually it takes a second or two. */
const startSeconds = 120;

/**
 * Starts the server in its own process group and waits until it accepts requests.
 * @throws UserError with the end of its log when it exits or does not answer in time.
 */
export async function startServer(server: Server, program: Program, port: number, directory: string): Promise<Running> {
  const log = join(directory, "server.log");
  await mkdir(join(directory, "tmp"), { recursive: true });
  const output = await open(log, "a");
  try {
    const where = { port, directory };
    for (const [path, text] of Object.entries(program.files?.(where) ?? {})) {
      await mkdir(dirname(join(directory, path)), { recursive: true });
      await writeFile(join(directory, path), text, { mode: 0o755 });
    }
    const child = spawn(program.command, program.arguments(where), {
      cwd: directory,
      detached: true,
      stdio: ["ignore", output.fd, output.fd],
      env: { ...inheritedEnvironment(), PATH: searchPath(), ...program.settings(where) },
    });
    const url = `http://127.0.0.1:${port}`;
    await ready(server, child, url, log);
    child.unref();
    return { pid: processId(child), url, log };
  } finally {
    await output.close();
  }
}

const inheritedEnvironment = (): Record<string, string> =>
  Object.fromEntries(inherited.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));

/** The search path of a server: functions run with the same Node.js as polyfn. */
export const searchPath = (): string => [dirname(process.execPath), process.env.PATH ?? ""].join(delimiter);

async function ready(server: Server, child: ChildProcess, url: string, log: string): Promise<void> {
  const failed = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(`could not be started (${error.message})`));
    child.once("exit", (code, signal) => resolve(`ended at once (${signal ?? `exit code ${code}`})`));
  });
  const outcome = await Promise.race([failed, healthy(new URL(server.health, url))]);
  if (outcome === undefined) return;
  if (child.pid !== undefined) signalGroup(child.pid, "SIGKILL");
  const lines = (await readFile(log, "utf8").catch(() => "")).trimEnd().split("\n").slice(-12);
  throw new UserError(
    `${server.title} ${outcome}. The end of ${log}:\n${lines.map((line) => `    ${line}`).join("\n")}`,
    `Free the port of ${url} or choose another with ${server.address.variable}, and run the command again.`,
  );
}

async function healthy(url: URL): Promise<string | undefined> {
  const deadline = Date.now() + startSeconds * 1000;
  while (Date.now() < deadline) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(5000) }).catch(() => undefined);
    if (answer?.ok) return undefined;
    await sleep(150);
  }
  return `did not answer at ${url} within ${startSeconds} seconds`;
}

function processId(child: ChildProcess): number {
  if (child.pid === undefined) throw new Error("the server answers but has no process ID");
  return child.pid;
}
