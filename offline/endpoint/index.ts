/**
 * Servers that stand in for a cloud on this machine: reuses one that answers at an address, or sets one up and starts
 * it.
 */
import { randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { terminal } from "../../terminal/index.ts";
import type { Progress } from "../../terminal/progress.ts";
import { UserError } from "../../model/errors.ts";
import { cacheDirectory, isAlive, withLock } from "../cache.ts";
import { commandOf, signalGroup, stopGroup } from "../process-group.ts";
import { answers, endpointAddress, freePort } from "./address.ts";
import { type Running, startServer } from "./run.ts";
import type { Server } from "./server.ts";

export { endpointAddress } from "./address.ts";
export type { Running } from "./run.ts";
export type { Server } from "./server.ts";
export { aliyunEmulator } from "./servers/aliyun.ts";
export { localstack } from "./servers/localstack.ts";
export { ministack } from "./servers/ministack.ts";

/** A server that accepts requests. */
export interface Endpoint {
  readonly url: string;
  /** Set when this call started the server, which is therefore empty. */
  readonly started?: Running;
  /** Another one for each start, after which the server is empty. Undefined for a server that polyfn did not start. */
  readonly id?: string;
}

/**
 * Starts the server unless something answers at its address. A server started here keeps running after this process
 * ends, until `stopEndpoint`, because deployments to it need it.
 * @param server Server to start when nothing answers.
 * @param asked Address. Default: the value of the server's variable, otherwise its usual address.
 */
export async function ensureEndpoint(
  server: Server,
  asked?: string,
  progress: Progress = terminal.progress,
): Promise<Endpoint> {
  const url = endpointAddress(server, asked);
  const directory = recordDirectory(url);
  if (await answers(url)) return found(url, directory);
  return withLock(`${directory}.lock`, progress, async () => {
    if (await answers(url)) return found(url, directory);
    const program = await server.prepare(progress);
    await rm(directory, { recursive: true, force: true });
    const started = await startServer(server, program, portOf(url), directory);
    const id = randomUUID();
    await writeFile(join(directory, "running.json"), JSON.stringify({ ...started, id, program: program.command }));
    progress(`started ${server.title} at ${started.url} (process ${started.pid}, log ${started.log})`);
    return { url: url.origin, started, id };
  });
}

/** A server that runs already. */
async function found(url: URL, directory: string): Promise<Endpoint> {
  const text = await readFile(join(directory, "running.json"), "utf8").catch(() => undefined);
  const { pid, id } = text === undefined ? {} : (JSON.parse(text) as Partial<Running & { id: string }>);
  return { url: url.origin, ...(pid !== undefined && isAlive(pid) && id !== undefined && { id }) };
}

/**
 * Stops the server that `ensureEndpoint` started at this address. Returns false when there is none: servers of others
 * keep running.
 */
export async function stopEndpoint(server: Server, asked?: string): Promise<boolean> {
  const directory = recordDirectory(endpointAddress(server, asked));
  const text = await readFile(join(directory, "running.json"), "utf8").catch(() => undefined);
  if (text === undefined) return false;
  const recorded = JSON.parse(text) as Running & { program: string };
  const ours = isAlive(recorded.pid) && (await commandOf(recorded.pid)).includes(recorded.program);
  if (ours) await stopGroup(recorded.pid);
  await rm(directory, { recursive: true, force: true });
  return ours;
}

/**
 * Lets the processes that run a Node.js function from now on listen for a debugger, or no longer.
 * @param url Address of the server.
 * @param functionName The cloud's own name.
 * @param port Of 127.0.0.1. Undefined: they listen no longer.
 * @throws UserError when the server cannot.
 */
export async function debugFunction(
  server: Server,
  url: string,
  functionName: string,
  port: number | undefined,
): Promise<void> {
  if (server.debugging === undefined) {
    throw new UserError(`Functions on ${server.title} cannot be debugged.`, "Debug the function on another target.");
  }
  const directory = recordDirectory(endpointAddress(server, url));
  const text = await readFile(join(directory, "running.json"), "utf8").catch(() => undefined);
  const ours = text !== undefined && isAlive((JSON.parse(text) as Running).pid);
  await server.debugging.listen({ url, ...(ours && { directory }) }, functionName, port);
}

/**
 * A server for one test or one session, on a free port and in its own directory. It ends at the latest with this
 * process.
 */
export interface TemporaryServer extends Running, AsyncDisposable {
  /** Deletes everything in the server. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a separate server, whatever else runs on this machine. */
export async function startTemporaryServer(
  server: Server,
  progress: Progress = terminal.progress,
): Promise<TemporaryServer> {
  const program = await server.prepare(progress);
  const directory = await mkdtemp(join(tmpdir(), "polyfn-endpoint-"));
  const running = await startServer(server, program, await freePort(), directory);
  // A separate process group does not receive the terminal's Ctrl-C.
  const end = () => signalGroup(running.pid, "SIGKILL");
  process.once("exit", end);
  const stop = async () => {
    process.off("exit", end);
    await stopGroup(running.pid);
    await rm(directory, { recursive: true, force: true });
  };
  const reset = async () => {
    if (server.reset === undefined) throw new Error(`${server.title} cannot be reset. Start another one`);
    const answer = await fetch(new URL(server.reset, running.url), { method: "POST" });
    if (!answer.ok) throw new Error(`${server.title} refused to reset: ${answer.status} ${await answer.text()}`);
  };
  return { ...running, reset, stop, [Symbol.asyncDispose]: stop };
}

function portOf(url: URL): number {
  return url.port === "" ? (url.protocol === "https:" ? 443 : 80) : Number(url.port);
}

function recordDirectory(url: URL): string {
  return join(cacheDirectory(), "endpoints", String(portOf(url)));
}
