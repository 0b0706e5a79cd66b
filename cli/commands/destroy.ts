import type { Command } from "commander";
import type { CommandDeclaration } from "../command.ts";
import { option } from "../options.ts";

/** `polyfn destroy`: deletes everything that a stack has deployed. */
export const destroy: CommandDeclaration = {
  summary: "Delete everything that a stack has deployed.",
  description:
    "Shows what would be deleted and asks for the stack's name; with --yes it does not. Resources with `keep: true` in " +
    "the spec stay in the cloud. The stack itself stays in the backend, empty: polyfn pulumi -s NAME -- stack rm " +
    "removes it.\n\n" +
    "Examples:\n  polyfn destroy -s local --yes\n  polyfn destroy -s prod",
  declare(command: Command) {
    option.deployed(command);
    option.yes(command);
    option.report(command);
  },
  async run(options, _args, io) {
    const { confirmed } = await import("../deployment/confirmed.ts");
    return confirmed("destroy", options, io);
  },
};
