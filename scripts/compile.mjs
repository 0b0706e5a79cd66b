import { spawnSync } from "node:child_process";
import { cpSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { root } from "./setup.mjs";

/** Directories of the packages in this repository beside its own, from its root. */
export const { workspaces } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/**
 * Compiles a package into its dist, and copies what is not compiled to the same places there. Ends the process when it
 * does not compile.
 * @param config Its configuration of the compiler.
 * @param files Patterns of what to copy, from the package's directory.
 */
export async function compile(directory, { config, files, ignore = [] }) {
  const dist = join(directory, "dist");
  rmSync(dist, { recursive: true, force: true });
  const compiler = join(root, "node_modules/typescript-native/bin/tsc");
  const { status } = spawnSync(process.execPath, [compiler, "-p", join(directory, config)], {
    cwd: directory,
    // npm pack prints the package's name on standard output, for scripts.
    stdio: ["ignore", 2, 2],
  });
  if (status !== 0) process.exit(1);
  const { globSync } = await import("tinyglobby");
  const copied = globSync(files, { cwd: directory, ignore: ["**/*.ts", "**/*.md", "**/__pycache__/**", ...ignore] });
  for (const path of copied) cpSync(join(directory, path), join(dist, path));
}

/** Compiles one of the workspaces. */
export const compileWorkspace = (directory) =>
  compile(directory, { config: "tsconfig.json", files: ["execution/workers/*"] });
