/** Projects that use polyfn as it is published: compiled by `npm run build`, in their own node_modules. */
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

export interface Project {
  /** Its folder. */
  readonly directory: string;
  /** The folder of the installed package. */
  readonly polyfn: string;
  /** The command's file, for Node.js. */
  readonly command: string;
}

/** Runs `work` in a project with these files, and removes it. @throws Error when polyfn has not been compiled. */
export async function inProject<T>(
  files: Readonly<Record<string, string>>,
  work: (project: Project) => Promise<T>,
): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), "polyfn-bench-"));
  try {
    const polyfn = await install(directory);
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(directory, path)), { recursive: true });
      await writeFile(join(directory, path), text);
    }
    return await work({ directory, polyfn, command: join(polyfn, "bin/polyfn.mjs") });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Copies what npm would publish, beside links to the repository's other packages. */
async function install(directory: string): Promise<string> {
  if (!existsSync(join(ROOT, "dist"))) throw new Error("polyfn is not compiled. Run npm run build first.");
  const modules = join(directory, "node_modules");
  const polyfn = join(modules, "polyfn");
  await mkdir(polyfn, { recursive: true });
  const { files } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8")) as { files: string[] };
  const published = files.filter((pattern) => !pattern.startsWith("!"));
  for (const path of [...published, "package.json"])
    await cp(join(ROOT, path), join(polyfn, path), { recursive: true });
  for (const name of await readdir(join(ROOT, "node_modules")))
    if (name !== "polyfn") await symlink(join(ROOT, "node_modules", name), join(modules, name));
  return polyfn;
}
