import { Argument, type Command } from "commander";
import type { CommandDeclaration } from "../command.ts";
import { EXIT } from "../io.ts";

const SHELLS = ["bash", "zsh", "fish"] as const;

/** `polyfn completion`: completes commands, options, stacks, targets, functions and triggers in a shell. */
export const completion: CommandDeclaration = {
  summary: "Print a script that completes commands in your shell.",
  description:
    "The script completes commands and options, and from the project of the current directory stacks, targets, functions " +
    "and triggers. It runs `polyfn`, which must be on your PATH.\n\n" +
    'Examples:\n  eval "$(polyfn completion bash)"      # in ~/.bashrc\n' +
    '  eval "$(polyfn completion zsh)"       # in ~/.zshrc, after compinit\n' +
    "  polyfn completion fish > ~/.config/fish/completions/polyfn.fish",
  declare(command: Command) {
    command.addArgument(new Argument("<shell>", "Which shell.").choices(SHELLS));
  },
  async run(_options, [given], io) {
    const { default: tabtab } = await import("@pnpm/tabtab");
    const shell = SHELLS.find((one) => one === given) ?? "bash";
    io.out(await tabtab.getCompletionScript({ name: "polyfn", completer: "polyfn", shell }));
    return EXIT.success;
  },
};
