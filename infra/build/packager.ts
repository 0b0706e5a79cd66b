import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sha256 } from "./digests.ts";
import { PACKAGE_ROOT } from "./paths.ts";

/** The digest of what makes packages: this folder's own modules, and polyfn's package.json with the versions of the rest. */
export const PACKAGER: string = digest();

function digest(): string {
  const folder = fileURLToPath(new URL(".", import.meta.url));
  const modules = readdirSync(folder).filter((name) => /\.[jt]s$/.test(name) && !name.endsWith(".d.ts"));
  const manifests = [PACKAGE_ROOT, join(PACKAGE_ROOT, "..")].map((root) => join(root, "package.json"));
  const files = [...modules.sort().map((name) => join(folder, name)), ...manifests.filter(existsSync).slice(0, 1)];
  return sha256(files.map((file) => sha256(readFileSync(file))).join("\n"));
}
