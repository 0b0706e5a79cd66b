import type { Command } from "commander";
import { Option } from "commander";
import type { CommandDeclaration } from "../command.ts";
import { UserError } from "../../model/errors.ts";
import { EXIT } from "../io.ts";
import { option, text } from "../options.ts";

/** `polyfn init`: makes a project, or adds what a project lacks. */
export const init: CommandDeclaration = {
  summary: "Make a project, or add polyfn to one.",
  description:
    "Writes a spec, handlers, stacks, tests, a CI workflow and everything else that a project needs, and installs the " +
    "packages of the chosen clouds. Asks for what no option says; without a terminal, or with --yes, the defaults " +
    "apply.\n\nIn a folder with files nothing is overwritten: files that exist are kept, missing ones are added, and " +
    "package.json is merged. A folder with handlers and no spec gets a spec that is made from their methods. A Pulumi " +
    "program of your own is kept; the command says what to add to it.\n\n" +
    "Examples:\n  polyfn init my-app\n  polyfn init my-app --template queue-worker --language yaml --yes",
  declare(command: Command) {
    command.argument("[folder]", "Folder of the project. Default: this one.");
    command.option("--language <language>", "Language of the spec: typescript or yaml. Default: typescript.");
    command.option(
      "--template <template>",
      "api, image-pipeline, queue-worker, scheduled-report or webhook. Default: api, or none in a folder with a spec or handlers.",
    );
    command.option(
      "--targets <targets>",
      "Clouds, with commas, as `plan --target` names them. Each comes with its counterpart on this machine. Default: all.",
    );
    command.option("--name <name>", "Name of the app. Default: the folder's.");
    command.option(
      "--package-manager <name>",
      "npm, pnpm or yarn. Default: the one with a lock file here or above, else the one that runs this command.",
    );
    command.option("--no-install", "Write the files, and install nothing.");
    command.option("-y, --yes", "Ask nothing.");
    command.addOption(new Option("--packed <directory>", "Directory of packed packages.").hideHelp());
    option.json(command);
  },
  async run(options, [folder = "."], io) {
    if (folder.trim() === "") throw new UserError("The folder is an empty text.", "Leave it out to use this folder.");
    const { init: run } = await import("../init/index.ts");
    const { initReport } = await import("../init/report.ts");
    const done = await run(
      {
        folder,
        language: text(options, "language"),
        template: text(options, "template"),
        targets: text(options, "targets"),
        name: text(options, "name"),
        packageManager: text(options, "packageManager"),
        packed: text(options, "packed"),
        install: options.install !== false,
        yes: options.yes === true,
      },
      io,
    );
    io.out(options.json === true ? `${JSON.stringify(jsonOf(done), undefined, 2)}\n` : initReport(done, io.colour));
    return EXIT.success;
  },
};

function jsonOf({ manager, clouds, ...done }: import("../init/index.ts").Initialized) {
  return { ...done, targets: clouds, packageManager: manager.name };
}
