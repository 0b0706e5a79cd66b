import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { execa, type ResultPromise } from "execa";
import { signalGroup } from "../process-group.ts";

/** The signals that end a running engine command early. */
export interface Interruption {
  /** Asks the engine to finish what it is doing and to begin nothing more. */
  readonly signal?: AbortSignal;
  /** Kills the engine when it aborts. The engine cleans nothing up, and its plugins finish what they are doing. */
  readonly killSignal?: AbortSignal;
}

interface Finished {
  readonly exitCode: number;
  readonly stderr: string;
  readonly killed: boolean;
}

/**
 * Runs a program and hands over each line of its output. On a terminal Ctrl-C reaches every process of the foreground
 * group; a program with an `Interruption` gets a group of its own, so that this alone decides when it ends.
 */
export async function runInterruptibly(
  command: string,
  args: readonly string[],
  place: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
  { signal, killSignal }: Interruption,
  onLine: (line: string) => void,
): Promise<Finished> {
  const running = execa(command, args, {
    ...place,
    extendEnv: false,
    reject: false,
    buffer: { stdout: false, stderr: true },
    stdin: "ignore",
    // On Windows a group of its own would be out of reach for signals: there the console interrupts the engine too.
    detached: (signal ?? killSignal) !== undefined && process.platform !== "win32",
  });
  const stops = [onAbort(signal, () => interrupt(running)), onAbort(killSignal, () => running.kill("SIGKILL"))];
  try {
    for await (const line of running.iterable()) onLine(line);
    const { exitCode, stderr } = await running;
    const killed = killSignal?.aborted === true;
    if (killed) await endOrphans(running.pid);
    return { exitCode: exitCode ?? -1, stderr, killed };
  } finally {
    for (const stop of stops) stop();
  }
}

function onAbort(signal: AbortSignal | undefined, act: () => void): () => void {
  if (signal?.aborted) act();
  signal?.addEventListener("abort", act, { once: true });
  return () => signal?.removeEventListener("abort", act);
}

function interrupt({ pid }: ResultPromise): void {
  if (pid !== undefined && process.platform !== "win32") signalGroup(pid, "SIGINT");
}

/** A language host does not always notice that its engine has ended, and would wait forever. */
async function endOrphans(engine: number | undefined): Promise<void> {
  await sleep(500);
  if (engine !== undefined) signalGroup(engine, "SIGKILL");
}
