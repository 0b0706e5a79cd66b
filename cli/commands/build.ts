import type { Command } from "commander";
import type { Artifact } from "../../adapters/contract.ts";
import type { StalePackage } from "../../infra/build/build-output.ts";
import type { CommandDeclaration } from "../command.ts";
import { EXIT } from "../io.ts";
import { option, text } from "../options.ts";

/** Writes packages and manifest, and removes packages of functions that no longer exist. */
async function write(artifacts: ReadonlyMap<string, Artifact>, out: string): Promise<StalePackage[]> {
  const { copyFile, mkdir, writeFile } = await import("node:fs/promises");
  const { join } = await import("node:path");
  const { MANIFEST, removeStale } = await import("../../infra/build/build-output.ts");
  const { writingError } = await import("../../infra/reading.ts");
  const functions = Object.fromEntries(
    [...artifacts].map(([name, { zip: _, ...artifact }]) => [name, { zip: `${name}.zip`, ...artifact }]),
  );
  try {
    await mkdir(out, { recursive: true });
    for (const [name, { zip }] of artifacts) await copyFile(zip, join(out, `${name}.zip`));
    const stale = removeStale(
      out,
      Object.values(functions).map(({ zip }) => zip),
    );
    await writeFile(join(out, MANIFEST), `${JSON.stringify({ functions }, undefined, 2)}\n`);
    return stale;
  } catch (error) {
    throw writingError(error, "Name another folder with --out, or correct this one.");
  }
}

/** `polyfn build`: the functions' packages. */
export const build: CommandDeclaration = {
  summary: "Package the functions of a spec for a target.",
  description:
    "Writes a zip for each function and manifest.json into a directory. The same sources give the same bytes on any machine.",
  declare(command: Command) {
    option.target(command);
    command.requiredOption("--out <directory>", "Where to write.");
    option.spec(command);
    option.region(command);
    option.stack(command);
    option.strict(command);
  },
  async run(options, _args, io) {
    const { resolve } = await import("node:path");
    const { reportRemarks } = await import("../report.ts");
    const { openSession, placeOf, prepareFor } = await import("../session.ts");
    const session = await openSession(options, io);
    const { artifacts, remarks, leftOut } = await prepareFor(session, placeOf(session, text(options, "target")));
    const out = resolve(io.cwd, text(options, "out") ?? "");
    const stale = await write(artifacts, out);
    for (const [name, { sha256, bytes }] of artifacts) {
      io.out(`${name}.zip  ${Math.ceil(bytes / 1024)} KB  ${sha256}\n`);
      const expected = leftOut.get(name)?.filter((one) => one.expected) ?? [];
      for (const { path, why } of expected) io.out(`  without ${path}: it ${why}\n`);
    }
    for (const { zip, removed } of stale) {
      io.out(removed ? `removed ${zip} of an earlier build\n` : `kept ${zip}, which changed since an earlier build\n`);
    }
    io.out(reportRemarks(remarks, session.loaded.origin, io.colour));
    return EXIT.success;
  },
};
