/**
 * The offline AWS endpoint: uses what answers, or sets up and starts a server of the same protocol on this machine.
 */
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { promisify } from "node:util";
import { UserError } from "../../model/errors.ts";
import { cacheDirectory, isAlive, withLock } from "../cache.ts";
import { type Progress, printProgress } from "../progress.ts";
import { answers, endpointAddress, freePort } from "./address.ts";
import { findPython } from "./python.ts";
import { type Running, signalGroup, startServer, stopGroup } from "./run.ts";
import type { Server } from "./server.ts";
import { ministack } from "./servers/ministack.ts";
import { interpreter, prepareVenv } from "./venv.ts";

export { endpointAddress } from "./address.ts";
export type { Running } from "./run.ts";
export type { Server } from "./server.ts";
export { localstack } from "./servers/localstack.ts";
export { ministack } from "./servers/ministack.ts";

/** An endpoint that takes calls. */
export interface Endpoint {
  readonly url: string;
  /** Set when this call started the server, which therefore holds nothing yet. */
  readonly started?: Running;
}

/**
 * Makes sure that something answers at the endpoint. A server started here goes on running when this process ends,
 * until `stopEndpoint`, because a deployment to it is of no use without it.
 * @param asked Address; default `AWS_ENDPOINT_URL`, else http://127.0.0.1:4566.
 */
export async function ensureEndpoint(asked?: string, progress: Progress = printProgress()): Promise<Endpoint> {
  const url = endpointAddress(asked);
  if (await answers(url)) return { url: url.origin };
  const directory = recordDirectory(url);
  return withLock(`${directory}.lock`, progress, async () => {
    if (await answers(url)) return { url: url.origin };
    const venv = await setUp(ministack, progress);
    await rm(directory, { recursive: true, force: true });
    const started = await startServer(ministack, venv, portOf(url), directory);
    await writeFile(join(directory, "running.json"), JSON.stringify({ ...started, program: interpreter(venv) }));
    progress(`started ${ministack.title} at ${started.url} (process ${started.pid}, log ${started.log})`);
    return { url: url.origin, started };
  });
}

/** Stops the server that `ensureEndpoint` started at this address. False when there is none: others' are left alone. */
export async function stopEndpoint(asked?: string): Promise<boolean> {
  const directory = recordDirectory(endpointAddress(asked));
  const text = await readFile(join(directory, "running.json"), "utf8").catch(() => undefined);
  if (text === undefined) return false;
  const recorded = JSON.parse(text) as Running & { program: string };
  const ours = isAlive(recorded.pid) && (await commandOf(recorded.pid)).includes(recorded.program);
  if (ours) await stopGroup(recorded.pid);
  await rm(directory, { recursive: true, force: true });
  return ours;
}

/** A server for one test or one session: on a free port, in a directory of its own, gone with this process at the latest. */
export interface TemporaryServer extends Running, AsyncDisposable {
  /** Forgets everything the server holds. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a server of its own, whatever else runs on this machine. */
export async function startTemporaryServer(
  server: Server = ministack,
  progress: Progress = printProgress(),
): Promise<TemporaryServer> {
  const venv = await setUp(server, progress);
  const directory = await mkdtemp(join(tmpdir(), "polyfn-endpoint-"));
  const running = await startServer(server, venv, await freePort(), directory);
  // A process group of its own does not get the terminal's Ctrl-C.
  const end = () => signalGroup(running.pid, "SIGKILL");
  process.once("exit", end);
  const stop = async () => {
    process.off("exit", end);
    await stopGroup(running.pid);
    await rm(directory, { recursive: true, force: true });
  };
  const reset = async () => {
    if (server.reset === undefined) throw new Error(`${server.title} can't forget: start another one`);
    const answer = await fetch(new URL(server.reset, running.url), { method: "POST" });
    if (!answer.ok) throw new Error(`${server.title} refused to reset: ${answer.status} ${await answer.text()}`);
  };
  return { ...running, reset, stop, [Symbol.asyncDispose]: stop };
}

/** Whether the server can be set up on this machine, as far as that shows without setting it up. */
export async function canServe(server: Server): Promise<boolean> {
  return (await findPython(server.python)) !== undefined;
}

/** Directory of the server's virtual environment, made on first use. */
export async function setUp(server: Server, progress: Progress = printProgress()): Promise<string> {
  const python = await findPython(server.python);
  if (python) return prepareVenv(server, python, progress);
  const { atLeast, atMost } = server.python;
  const range = atLeast === atMost ? `3.${atLeast}` : `3.${atLeast} to 3.${atMost}`;
  throw new UserError(
    `${server.title} needs Python ${range} with its venv and ensurepip modules, and none was found on PATH, in pyenv or in uv.`,
    "Install one (on Debian and Ubuntu: apt install python3 python3-venv), name its executable in POLYFN_PYTHON, or start any LocalStack-compatible server yourself and set AWS_ENDPOINT_URL.",
  );
}

function portOf(url: URL): number {
  return url.port === "" ? (url.protocol === "https:" ? 443 : 80) : Number(url.port);
}

function recordDirectory(url: URL): string {
  return join(cacheDirectory(), "endpoints", String(portOf(url)));
}

/** The command line of a process: after a restart of the machine its number may belong to anybody. */
async function commandOf(pid: number): Promise<string> {
  try {
    return (await promisify(execFile)("ps", ["-ww", "-o", "command=", "-p", String(pid)])).stdout;
  } catch {
    return "";
  }
}
