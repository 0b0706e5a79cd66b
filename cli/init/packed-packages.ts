import { readdir } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import type { Packages } from "./manifest.ts";

type Versions = Readonly<Record<string, string>>;

/** The packages with those of `npm pack` in a directory in place of the registry's, for tests of a version to come. */
export async function withPackedPackages(
  packages: Packages,
  project: string,
  packed: string | undefined,
  cwd: string,
): Promise<Packages> {
  if (packed === undefined) return packages;
  const directory = resolve(cwd, packed);
  const tarballs = await readdir(directory);
  const replaced = (versions: Versions): Versions =>
    Object.fromEntries(
      Object.entries(versions).map(([name, version]) => {
        const tarball = `${name.replace("@", "").replace("/", "-")}-${version}.tgz`;
        const path = relative(project, join(directory, tarball)).replaceAll("\\", "/");
        return [name, tarballs.includes(tarball) ? `file:${path}` : version];
      }),
    );
  return { dependencies: replaced(packages.dependencies), devDependencies: replaced(packages.devDependencies) };
}
