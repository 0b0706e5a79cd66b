import type { Command } from "commander";
import type { CommandDeclaration } from "../command.ts";
import { option } from "../options.ts";

/** `polyfn pulumi`: runs any command of the engine with the environment that the stack needs. */
export const pulumi: CommandDeclaration = {
  summary: "Run the Pulumi engine on a stack, with everything that the stack needs.",
  description:
    "Runs the installed engine, or obtains one, and returns its exit code. A stack whose target is a server on " +
    "this machine gets local state, polyfn's own provider plugins and no access to a real account, and the server is " +
    "started when nothing answers. Any other stack runs in your own environment, as plain `pulumi` would.\n\n" +
    "Example: polyfn pulumi -s local -- up --yes",
  declare(command: Command) {
    option.deployed(command);
    command.argument("[arguments...]", "Arguments for pulumi, after --.");
  },
  async run(options, args, io) {
    const { openEngineStack } = await import("../engine-stack.ts");
    const stack = await openEngineStack(String(options.stack), io);
    const offline = Object.keys(stack.addresses).length > 0;
    if (offline && !(args[0] === "stack" && args[1] === "init")) await stack.createIfMissing();
    return stack.run(args);
  },
};
