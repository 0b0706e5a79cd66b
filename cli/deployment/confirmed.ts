import { InterruptedError } from "../../model/errors.ts";
import { openEngineStack } from "../engine-stack.ts";
import type { ExitCode, Io } from "../io.ts";
import { DeploymentRun, type Operation, requireInteractive } from "./deployment-run.ts";
import { Parts } from "./parts.ts";
import { planParts } from "./plan-parts.ts";

type Options = Readonly<Record<string, unknown>>;

/** Everything that a command on a stack needs. */
interface Opened {
  readonly name: string;
  readonly run: DeploymentRun;
  /** Arguments for the engine. */
  readonly args: readonly string[];
}

/**
 * Checks the spec and opens the stack.
 * @throws SpecError before the engine runs, when it would only say the same later.
 */
export async function openRun(operation: Operation, options: Options, io: Io): Promise<Opened> {
  const name = String(options.stack);
  const deploys = operation === "up" || operation === "preview";
  const parts = deploys ? await planParts(name, io) : await planParts(name, io).catch(() => new Parts([]));
  const stack = await openEngineStack(name, io);
  if (deploys) await stack.createIfMissing();
  else await stack.requireDeployed();
  const args = options.refresh === true ? ["--refresh"] : [];
  return { name, args, run: new DeploymentRun(name, stack, parts, io, options.json === true) };
}

/** Runs an operation that changes something: with `--yes` at once, otherwise after it was shown and confirmed. */
export async function confirmed(operation: Exclude<Operation, "preview">, options: Options, io: Io): Promise<ExitCode> {
  if (options.yes !== true) requireInteractive(io, operation);
  const { name, run, args } = await openRun(operation, options, io);
  if (options.yes === true) return run.run(operation, { args });
  const changes = await run.show(operation, { args });
  if (changes > 0) await ask(operation, name, io);
  return run.run(operation, { args });
}

/** @throws InterruptedError when the answer is no. */
async function ask(operation: Operation, name: string, { prompts }: Io): Promise<void> {
  const nothing = "Nothing was changed.";
  if (operation === "destroy") {
    const problem = (answer: string): string | undefined =>
      answer === name ? undefined : `Type ${name} to delete all of it, or press Ctrl-C.`;
    await prompts.text(`Name of the stack, to delete everything in it:`, { problem });
    return;
  }
  if (!(await prompts.confirm(`Go on with ${operation} ${name}?`))) throw new InterruptedError(nothing);
}
