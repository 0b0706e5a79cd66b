import type { Command } from "commander";
import type { CommandDeclaration } from "../command.ts";
import { EXIT } from "../io.ts";
import { option, text } from "../options.ts";

/** `polyfn build`: the functions' packages. */
export const build: CommandDeclaration = {
  summary: "Package the functions of a spec for a target.",
  description:
    "Writes one zip per function and manifest.json into a directory. The same sources give the same bytes on any machine.",
  declare(command: Command) {
    option.target(command);
    command.requiredOption("--out <directory>", "Where to write.");
    option.spec(command);
    option.region(command);
    option.stack(command);
    option.strict(command);
  },
  async run(options, _args, io) {
    const { copyFile, mkdir, writeFile } = await import("node:fs/promises");
    const { join, resolve } = await import("node:path");
    const { reportRemarks } = await import("../report.ts");
    const { openSession, placeOf, prepareFor } = await import("../session.ts");
    const session = await openSession(options, io);
    const { artifacts, remarks, leftOut } = await prepareFor(session, placeOf(session, text(options, "target")));
    const out = resolve(io.cwd, text(options, "out") ?? "");
    await mkdir(out, { recursive: true });
    const functions: Record<string, object> = {};
    for (const [name, { zip, handler, runtime, sha256, bytes }] of artifacts) {
      await copyFile(zip, join(out, `${name}.zip`));
      functions[name] = { zip: `${name}.zip`, handler, runtime, sha256, bytes };
      io.out(`${name}.zip  ${Math.ceil(bytes / 1024)} KB  ${sha256}\n`);
      const expected = leftOut.get(name)?.filter((one) => one.expected) ?? [];
      for (const { path, why } of expected) io.out(`  without ${path}: it ${why}\n`);
    }
    await writeFile(join(out, "manifest.json"), `${JSON.stringify({ functions }, undefined, 2)}\n`);
    io.out(reportRemarks(remarks, session.loaded.origin, io.colour));
    return EXIT.fine;
  },
};
