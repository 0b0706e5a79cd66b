import type { Progress } from "./progress.ts";
import type { Prompts } from "./prompts.ts";

/** Input, output and directory of a command: the terminal, or files and pipes in its place. Tests pass their own. */
export interface Io {
  readonly cwd: string;
  /** True when standard output takes colours. */
  readonly colour: boolean;
  /** True when standard error takes colours. */
  readonly errorColour: boolean;
  /** Width of the output in columns; 120 where there is no terminal. */
  readonly columns: number;
  /** True if the user can answer: input and standard error are a terminal, and this is no CI job. */
  readonly interactive: boolean;
  /**
   * Aborts at Ctrl-C, or when the process is asked to end. A command that reads it ends what it runs; every other
   * command ends at once.
   */
  readonly signal: AbortSignal;
  /** Aborts at the second Ctrl-C. A command that reads it kills what it runs; every other command ends at once. */
  readonly killSignal: AbortSignal;
  /** Writes to standard output, above lines that are rewritten in place. */
  out(text: string): void;
  /** The same to standard error. */
  err(text: string): void;
  /** Reports steps of long work on standard error. */
  readonly progress: Progress;
  /** Questions to the user. Only for an interactive terminal. */
  readonly prompts: Prompts;
}
