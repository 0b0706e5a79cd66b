import type { Command } from "commander";
import type { DeployedApp } from "../../infra/operate/deployed-app.ts";
import type { CommandDeclaration } from "../command.ts";
import { EXIT, type Io } from "../io.ts";
import { option } from "../options.ts";

/** `polyfn list`: what a stack has deployed. */
export const list: CommandDeclaration = {
  summary: "List the deployed functions, triggers and resources of a stack.",
  description:
    "Lists them for each target with the cloud's names and public URLs, from the stack's outputs. Asks nothing of a cloud.\n\n" +
    "Example: polyfn list -s local",
  declare(command: Command) {
    option.deployed(command);
    option.places(command);
    option.spec(command);
    option.json(command);
  },
  async run(options, _args, io) {
    const { openDeployedStack } = await import("../deployed-stack.ts");
    const apps = await openDeployedStack(options, io);
    const { deployedParts } = await import("../../infra/operate/deployed-parts.ts");
    if (options.json === true) io.out(`${JSON.stringify(apps.map(deployedParts), undefined, 2)}\n`);
    else for (const app of apps) await show(app, io);
    return EXIT.success;
  },
};

async function show(app: DeployedApp, io: Io): Promise<void> {
  const { createColors } = await import("picocolors");
  const { placeName } = await import("../../infra/operate/deployed-app.ts");
  const { deployedParts } = await import("../../infra/operate/deployed-parts.ts");
  const { columns } = await import("../log-format.ts");
  const c = createColors(io.colour);
  const { functions, resources } = deployedParts(app);
  const rows = [
    ...functions.flatMap(({ name, cloudName, url = "", triggers }) => [
      [`  ${name}`, "function", cloudName, url],
      ...triggers.map((trigger) => [`    .${trigger.name}`, trigger.kind, trigger.source ?? "", ""]),
    ]),
    ...resources.map(({ name, kind, cloudName, url = "" }) => [`  ${name}`, kind, cloudName, url]),
  ];
  io.out(`${c.bold(`${app.app.name} on ${placeName(app.deployment)}`)}\n${columns(rows)}`);
}
