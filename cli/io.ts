/** Output and environment of a command; tests pass their own. */
export interface Io {
  readonly cwd: string;
  /** True when colour and progress are wanted: never in a pipe or a file. */
  readonly colour: boolean;
  out(text: string): void;
  err(text: string): void;
}

export const terminal: Io = {
  cwd: process.cwd(),
  colour: process.stdout.isTTY === true && process.env.NO_COLOR === undefined,
  out: (text) => {
    process.stdout.write(text);
  },
  err: (text) => {
    process.stderr.write(text);
  },
};

/** Exit codes of every command. */
export const EXIT = { success: 0, internalError: 1, usageError: 2 } as const;
export type ExitCode = number;
