import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

export interface ProcessOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly directory: string;
  readonly environment: NodeJS.ProcessEnv;
  /** True if the child has a socket to the emulator at file descriptor 3. */
  readonly channel: boolean;
}

/** A child process whose output is read line by line. */
export class LineProcess {
  readonly child: ChildProcess;
  /** Ends with the reason, when the process and all it printed have ended. */
  readonly ended: Promise<string>;
  /** Gets each line; lines from before the first listener wait for it. */
  #listener: ((line: string) => void) | undefined;
  readonly #waiting: string[] = [];

  constructor({ command, args, directory, environment, channel }: ProcessOptions) {
    this.child = spawn(command, args, {
      cwd: directory,
      env: environment,
      stdio: ["ignore", "pipe", "pipe", ...(channel ? ["pipe" as const] : [])],
      // A group of its own: what the function starts ends with it.
      detached: true,
    });
    for (const stream of [this.child.stdout, this.child.stderr]) if (stream) this.#read(stream);
    this.ended = new Promise((resolve) => {
      this.child.once("error", (error) => resolve(error.message));
      this.child.once("close", (code, signal) => resolve(signal ? `signal ${signal}` : `exit status ${code}`));
    });
  }

  /** Undefined when it could not start, and after it ended. */
  get pid(): number | undefined {
    const { pid, exitCode, signalCode } = this.child;
    return exitCode === null && signalCode === null ? pid : undefined;
  }

  listen(listener: (line: string) => void): void {
    this.#listener = listener;
    for (const line of this.#waiting.splice(0)) listener(line);
  }

  kill(): void {
    const { pid } = this.child;
    if (pid === undefined) return;
    try {
      process.kill(-pid, "SIGKILL");
    } catch {
      // The group has ended already.
    }
  }

  #read(stream: Readable): void {
    createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on("line", (line) => {
      if (this.#listener) this.#listener(line);
      else this.#waiting.push(line);
    });
  }
}
