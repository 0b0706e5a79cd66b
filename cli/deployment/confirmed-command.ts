import type { Command } from "commander";
import type { CommandDeclaration } from "../command.ts";
import { option } from "../options.ts";
import type { Operation } from "./deployment-run.ts";

/** A command that changes a stack with the engine: at once with `--yes`, otherwise after it was shown and confirmed. */
export const confirmedCommand = (
  operation: Exclude<Operation, "preview">,
  texts: Pick<CommandDeclaration, "summary" | "description">,
  declareOthers: (command: Command) => void = () => undefined,
): CommandDeclaration => ({
  ...texts,
  declare(command) {
    option.deployed(command);
    option.yes(command);
    declareOthers(command);
    option.report(command);
  },
  async run(options, _args, io) {
    const { confirmed } = await import("./confirmed.ts");
    return confirmed(operation, options, io);
  },
});
