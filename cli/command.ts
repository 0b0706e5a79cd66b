import type { Command } from "commander";
import type { ExitCode, Io } from "./io.ts";

/**
 * One command, declared in the file of its name. The file is loaded only when the command or the help is asked for, and
 * it loads what the command needs only when the command runs.
 */
export interface CommandDeclaration {
  /** One line for the list of commands. */
  readonly summary: string;
  /** More for the command's own help and the reference: what it does, what it needs, examples. */
  readonly description: string;
  /** Adds arguments and options. */
  declare(command: Command): void;
  /** `options` are those that `declare` added; `args` the arguments, those after `--` included. */
  run(options: Readonly<Record<string, unknown>>, args: readonly string[], io: Io): Promise<ExitCode>;
}
