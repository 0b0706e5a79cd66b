import type { Command } from "commander";
import type { CommandDeclaration } from "../command.ts";
import { option } from "../options.ts";

/** `polyfn up`: deploys a stack. */
export const up: CommandDeclaration = {
  summary: "Deploy a stack.",
  description:
    "Checks the spec, deploys it with the Pulumi engine, and says what changed, how long it took and what is reachable " +
    "where. Shows the changes and asks first; with --yes it does not. A stack that the backend does not have is created, " +
    "and a server of a cloud on this machine is started when nothing answers. Ctrl-C lets the engine finish what it has " +
    "begun and leaves nothing locked; a second one kills it. Exit codes: 0, 2 for a mistake in the spec or the command, 3 " +
    "for a failed deployment, 130 after Ctrl-C.\n\n" +
    "Examples:\n  polyfn up -s local --yes\n  polyfn up -s prod\n  polyfn up -s prod --yes --json > deployment.json",
  declare(command: Command) {
    option.deployed(command);
    option.yes(command);
    command.option("--refresh", "Compare the stack's state with the cloud first.");
    option.report(command);
  },
  async run(options, _args, io) {
    const { confirmed } = await import("../deployment/confirmed.ts");
    return confirmed("up", options, io);
  },
};
