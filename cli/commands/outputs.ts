import type { Command } from "commander";
import type { CommandDeclaration } from "../command.ts";
import { EXIT } from "../io.ts";
import { option } from "../options.ts";

/** `polyfn outputs`: what a stack's program exports. */
export const outputs: CommandDeclaration = {
  summary: "Print the outputs of a stack: names, identifiers and addresses.",
  description:
    "Prints what the stack's program exports: name, id and url of each function and resource. Secrets are [secret] " +
    "without --show-secrets. With --json, the outputs as one object.\n\n" +
    "Examples:\n  polyfn outputs -s local\n  polyfn outputs -s prod --json",
  declare(command: Command) {
    option.deployed(command);
    command.option("--show-secrets", "Print secrets in clear text.");
    command.option("--json", "Print the outputs as one JSON object.");
  },
  async run(options, _args, io) {
    const { openEngineStack } = await import("../engine-stack.ts");
    const stack = await openEngineStack(String(options.stack), io);
    const found = await stack.outputs({ showSecrets: options.showSecrets === true });
    if (options.json === true) {
      io.out(`${JSON.stringify(found, undefined, 2)}\n`);
      return EXIT.success;
    }
    const { stringify } = await import("yaml");
    io.out(Object.keys(found).length === 0 ? "The stack has no outputs.\n" : stringify(found, { lineWidth: 0 }));
    return EXIT.success;
  },
};
