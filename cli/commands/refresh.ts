import type { Command } from "commander";
import type { CommandDeclaration } from "../command.ts";
import { option } from "../options.ts";

/** `polyfn refresh`: makes a stack's state what the cloud really has. */
export const refresh: CommandDeclaration = {
  summary: "Compare a stack's state with the cloud, and correct the state.",
  description:
    "Reads every resource from the cloud, and writes into the stack's state what differs: the next up changes it back. " +
    "Nothing in the cloud changes. Shows the differences and asks first; with --yes it does not.\n\n" +
    "Examples:\n  polyfn refresh -s local --yes\n  polyfn refresh -s prod",
  declare(command: Command) {
    option.deployed(command);
    option.yes(command);
    option.report(command);
  },
  async run(options, _args, io) {
    const { confirmed } = await import("../deployment/confirmed.ts");
    return confirmed("refresh", options, io);
  },
};
