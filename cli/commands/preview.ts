import type { Command } from "commander";
import type { CommandDeclaration } from "../command.ts";
import { option } from "../options.ts";

/** `polyfn preview`: what `polyfn up` would change. */
export const preview: CommandDeclaration = {
  summary: "Show what up would change in a stack.",
  description:
    "Compares the spec with the stack's state by the Pulumi engine, and changes nothing. A stack that the backend does " +
    "not have is created, without resources. polyfn plan shows what a spec becomes without engine, state and credentials.\n\n" +
    "Examples:\n  polyfn preview -s local\n  polyfn preview -s prod --json",
  declare(command: Command) {
    option.deployed(command);
    option.refreshFirst(command);
    option.report(command);
  },
  async run(options, _args, io) {
    const { openRun } = await import("../deployment/confirmed.ts");
    const { run, args } = await openRun("preview", options, io);
    return run.run("preview", { args });
  },
};
