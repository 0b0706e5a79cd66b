import { mkdir, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import process from "node:process";
import { execa } from "execa";

/** Path of the vendor's own plugin, if it is installed. */
export const officialPlugin = process.env.POLYFN_OFFICIAL_PLUGIN;

/** A PULUMI_HOME below this directory with the vendor's plugin, under the version that the SDK requests. */
export async function officialPluginHome(directory: string): Promise<string> {
  if (officialPlugin === undefined) throw new Error("POLYFN_OFFICIAL_PLUGIN says of no plugin");
  const { version } = createRequire(import.meta.url)("@pulumi/alicloud/package.json") as { version: string };
  const home = join(directory, ".polyfn", "pulumi-official");
  const folder = join(home, "plugins", `resource-alicloud-v${version}`);
  await mkdir(folder, { recursive: true });
  await symlink(resolve(officialPlugin), join(folder, "pulumi-resource-alicloud"));
  return home;
}

/** Kills the vendor's plugin in this home: it outlives an engine that is killed, and continues its work. */
export async function endPlugin(home: string): Promise<void> {
  const { stdout } = await execa("pgrep", ["-f", join(home, "plugins")], { reject: false });
  for (const pid of stdout.split("\n").filter(Boolean)) process.kill(Number(pid), "SIGKILL");
}
