// `npm run build`: the package as it is published, in dist. npm runs it before packing.
import { spawnSync } from "node:child_process";
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { prepareRepository, root } from "./setup.mjs";

prepareRepository();

const dist = join(root, "dist");
rmSync(dist, { recursive: true, force: true });
const compiler = join(root, "node_modules/typescript/bin/tsc");
const { status } = spawnSync(process.execPath, [compiler, "-p", join(root, "tsconfig.build.json")], {
  cwd: root,
  // npm pack prints the package's name on standard output, for scripts.
  stdio: ["ignore", 2, 2],
});
if (status !== 0) process.exit(1);

// What is not compiled, at the same places below dist.
const { globSync } = await import("tinyglobby");
const ignore = ["**/*.ts", "**/*.md", "**/__pycache__/**"];
for (const path of globSync("offline/**/*", { cwd: root, ignore })) {
  cpSync(join(root, path), join(dist, path));
}
