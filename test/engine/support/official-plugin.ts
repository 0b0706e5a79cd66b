import { mkdir, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import process from "node:process";
import { execa } from "execa";

/** Path of the vendor's own plugin, where somebody has one. */
export const officialPlugin = process.env.POLYFN_OFFICIAL_PLUGIN;

/** A PULUMI_HOME below this directory that holds the vendor's plugin, under the version that the SDK asks for. */
export async function officialPluginHome(directory: string): Promise<string> {
  if (officialPlugin === undefined) throw new Error("POLYFN_OFFICIAL_PLUGIN says of no plugin");
  const { version } = createRequire(import.meta.url)("@pulumi/alicloud/package.json") as { version: string };
  const home = join(directory, ".polyfn", "pulumi-official");
  const folder = join(home, "plugins", `resource-alicloud-v${version}`);
  await mkdir(folder, { recursive: true });
  await symlink(resolve(officialPlugin), join(folder, "pulumi-resource-alicloud"));
  return home;
}

/** Ends the vendor's plugin in this home at once: it outlives an engine that is killed, and goes on with what it does. */
export async function endPlugin(home: string): Promise<void> {
  const { stdout } = await execa("pgrep", ["-f", join(home, "plugins")], { reject: false });
  for (const pid of stdout.split("\n").filter(Boolean)) process.kill(Number(pid), "SIGKILL");
}
