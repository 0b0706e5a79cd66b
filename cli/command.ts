import type { Command } from "commander";
import type { ExitCode, Io } from "./io.ts";

/**
 * One command, declared in the file with its name. The file is loaded only for this command or for help, and loads the
 * command's dependencies only when it runs.
 */
export interface CommandDeclaration {
  /** One line for the list of commands. */
  readonly summary: string;
  /** Text of the command's own help and the reference: what it does, what it needs, examples. */
  readonly description: string;
  /** Adds arguments and options. */
  declare(command: Command): void;
  /** `options` are those of `declare`; `args` the arguments, including those after `--`. */
  run(options: Readonly<Record<string, unknown>>, args: readonly string[], io: Io): Promise<ExitCode>;
}
