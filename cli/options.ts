import type { Command } from "commander";

/** Options that several commands share. */
export const option = {
  spec: (command: Command): Command =>
    command.option(
      "--spec <file>",
      "The spec: TypeScript, YAML or JSON. Default: polyfn.config.ts, polyfn.yaml or polyfn.json here.",
    ),
  target: (command: Command): Command =>
    command.option("--target <target>", "Target of the deployment. Default: the one in the stack's file."),
  region: (command: Command): Command =>
    command.option("--region <region>", "Region of the target. Default: the stack's, or the target's own."),
  stack: (command: Command, flags = "--stack <name>"): Command =>
    command.option(
      flags,
      'Stack whose file (Pulumi.<name>.yaml) gives target, region, settings, spec and overrides, and whose name is part of the cloud\'s names and selects an entry of `environments`. Outside of a Pulumi project only the name counts. Default: none, with "plan" in names.',
    ),
  deployed: (command: Command): Command =>
    command.requiredOption("-s, --stack <stack>", "The stack: the <stack> in Pulumi.<stack>.yaml."),
  yes: (command: Command): Command => command.option("-y, --yes", "Go on without showing the changes and asking."),
  refreshFirst: (command: Command): Command =>
    command.option("--refresh", "Compare the stack's state with the cloud first."),
  report: (command: Command): Command =>
    command.option("--json", "Print one JSON object: result, changes, diagnostics, outputs."),
  /** Of commands that work at the places of a stack. */
  places: (command: Command): Command =>
    command
      .option("--target <target>", "Only this target of the stack. Default: all of them.")
      .option("--region <region>", "Only this region of the stack. Default: all of them."),
  strict: (command: Command): Command =>
    command.option("--strict", "Treat remarks as problems: exit with 2 when there is one that is not silenced."),
  json: (command: Command): Command =>
    command.option("--json", "Print JSON, problems of the spec included; the exit code is the same."),
};

/** The string value of an option; undefined when it has none. */
export function text(options: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = options[name];
  return typeof value === "string" ? value : undefined;
}
