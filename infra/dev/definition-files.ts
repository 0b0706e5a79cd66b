import { readFile } from "node:fs/promises";
import { dirname, extname, join, resolve } from "node:path";
import { parse } from "yaml";
import { z } from "zod";

const MODULE = /\.[cm]?[jt]s$/;

const projectSchema = z.object({ main: z.string().optional() });

/** Names that a Pulumi program has when `Pulumi.yaml` has no `main`. */
const PROGRAMS = ["index.ts", "index.js", "index.mjs"];

export interface DefinitionRequest {
  /** The spec's file, absolute. */
  readonly spec: string;
  /** Directory of Pulumi.yaml. */
  readonly project: string;
  /** The stack's file, absolute. */
  readonly stackFile: string;
}

/** The files that say what is deployed: the spec, the stack's file and the Pulumi program, with what they import. */
export async function definitionFiles({ spec, project, stackFile }: DefinitionRequest): Promise<ReadonlySet<string>> {
  const projectFile = join(project, "Pulumi.yaml");
  const programs = await programFiles(projectFile);
  const modules = await Promise.all([spec, ...programs].filter((file) => MODULE.test(extname(file))).map(importsOf));
  return new Set([projectFile, stackFile, spec, ...programs, ...modules.flat()]);
}

async function programFiles(projectFile: string): Promise<string[]> {
  const text = await readFile(projectFile, "utf8").catch(() => "");
  const read = projectSchema.safeParse(parse(text) ?? {});
  const folder = dirname(projectFile);
  const main = read.success ? read.data.main : undefined;
  if (main === undefined) return PROGRAMS.map((name) => join(folder, name));
  return extname(main) === "" ? PROGRAMS.map((name) => join(folder, main, name)) : [join(folder, main)];
}

/** A module and its own imports, without packages. Of one that does not parse, itself. */
async function importsOf(file: string): Promise<string[]> {
  try {
    const { build } = await import("esbuild");
    const absWorkingDir = dirname(file);
    const { metafile } = await build({
      absWorkingDir,
      entryPoints: [file],
      bundle: true,
      write: false,
      metafile: true,
      platform: "node",
      format: "esm",
      packages: "external",
      logLevel: "silent",
    });
    return Object.keys(metafile.inputs).map((path) => resolve(absWorkingDir, path));
  } catch {
    return [file];
  }
}
