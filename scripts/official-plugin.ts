/**
 * Tries a vendor's own provider plugin against the emulator: the example and an app with every kind and setting, from
 * nothing to nothing. Ends with 0 when every count is right and the emulator holds nothing afterwards.
 *
 *     POLYFN_OFFICIAL_PLUGIN=<path of the plugin> npx tsx scripts/official-plugin.ts
 *
 * Arguments go to vitest. See docs/emulator.md.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const plugin = resolve(process.env.POLYFN_OFFICIAL_PLUGIN ?? "");

if (!process.env.POLYFN_OFFICIAL_PLUGIN || !existsSync(plugin)) {
  console.error("POLYFN_OFFICIAL_PLUGIN does not name a file.");
  console.error("-> Give the path of the plugin; docs/emulator.md says where it comes from.");
  process.exit(2);
}
const vitest = join(root, "node_modules/vitest/vitest.mjs");
const suite = ["run", "--project=engine", "--reporter=verbose", "test/engine/official-plugin.test.ts"];
const { status } = spawnSync(process.execPath, [vitest, ...suite, ...process.argv.slice(2)], {
  cwd: root,
  env: { ...process.env, POLYFN_OFFICIAL_PLUGIN: plugin },
  stdio: "inherit",
});
process.exit(status ?? 1);
