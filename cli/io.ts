/** Output and environment of a command; tests pass their own. */
export interface Io {
  readonly cwd: string;
  /** True when colour and progress are wanted: never in a pipe or a file. */
  readonly colour: boolean;
  /**
   * Aborts at Ctrl-C, or when the process is asked to end. A command that reads it ends what it runs; every other
   * command ends at once.
   */
  readonly signal: AbortSignal;
  out(text: string): void;
  err(text: string): void;
  /** Reports a step of long work. */
  progress(line: string): void;
}

let interrupted: AbortSignal | undefined;

/** Listens only once a command reads it: before, Ctrl-C ends the process. */
function interruption(): AbortSignal {
  if (interrupted) return interrupted;
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => controller.abort());
  interrupted = controller.signal;
  return interrupted;
}

export const terminal: Io = {
  cwd: process.cwd(),
  colour: process.stdout.isTTY === true && process.env.NO_COLOR === undefined,
  get signal() {
    return interruption();
  },
  out: (text) => {
    process.stdout.write(text);
  },
  err: (text) => {
    process.stderr.write(text);
  },
  progress: (line) => {
    process.stderr.write(`polyfn ${line}\n`);
  },
};

/** Exit codes of every command. */
export const EXIT = { success: 0, internalError: 1, usageError: 2 } as const;
export type ExitCode = number;
