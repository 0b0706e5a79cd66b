import { randomBytes } from "node:crypto";
import { chmod, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

/** A provider plugin of polyfn, under the version that the program's SDK package requests from the engine. */
export interface OfflinePlugin {
  readonly name: string;
  readonly version: string;
  /** Absolute path of the executable. */
  readonly executable: string;
}

/** SDK package -> the plugin of polyfn that serves its tokens. */
const plugins: Readonly<Record<string, { readonly name: string; readonly executable: URL }>> = {
  "@pulumi/alicloud": {
    name: "alicloud",
    executable: new URL("../plugins/alicloud/bin/pulumi-resource-alicloud", import.meta.url),
  },
  "@pulumi/aws": { name: "aws", executable: new URL("../plugins/aws/bin/pulumi-resource-aws", import.meta.url) },
};

/** polyfn's plugins for the SDK packages that a project uses, in the versions it has installed. */
export function offlinePlugins(project: string): OfflinePlugin[] {
  const places = [createRequire(join(project, "package.json")), createRequire(import.meta.url)];
  return Object.entries(plugins).flatMap(([packageName, plugin]) => {
    const versions = new Set(places.flatMap((from) => versionOf(packageName, from)));
    return [...versions].map((version) => ({
      name: plugin.name,
      version,
      executable: fileURLToPath(plugin.executable),
    }));
  });
}

/**
 * Creates a PULUMI_HOME with these plugins. It contains small launchers that are replaced when they point elsewhere, so
 * moving the repository or changing Node.js needs no cleanup.
 */
export async function pluginHome(directory: string, installed: readonly OfflinePlugin[]): Promise<string> {
  for (const plugin of installed) {
    const folder = join(directory, "plugins", `resource-${plugin.name}-v${plugin.version}`);
    await mkdir(folder, { recursive: true });
    await writeLauncher(folder, launcher(plugin, process.execPath, process.platform));
  }
  return directory;
}

/** A file that starts a plugin with this Node.js. */
export interface Launcher {
  readonly name: string;
  readonly text: string;
}

/** A shell script; on Windows, where the engine looks for `.exe` and `.cmd`, a command file. */
export function launcher(plugin: OfflinePlugin, node: string, platform: NodeJS.Platform): Launcher {
  const name = `pulumi-resource-${plugin.name}`;
  if (platform !== "win32") {
    return { name, text: `#!/bin/sh\nexec ${quoted(node)} ${quoted(plugin.executable)} "$@"\n` };
  }
  // A percent sign would begin the name of a variable.
  const [program, script] = [node, plugin.executable].map((path) => `"${path.replaceAll("%", "%%")}"`);
  return { name: `${name}.cmd`, text: `@${program} ${script} %*\r\n` };
}

async function writeLauncher(folder: string, { name, text }: Launcher): Promise<void> {
  const file = join(folder, name);
  if ((await readFile(file, "utf8").catch(() => undefined)) === text) return;
  // Renamed into place: another engine that starts this plugin sees the old launcher or the new one, never half of one.
  const partial = `${file}.${randomBytes(4).toString("hex")}`;
  await writeFile(partial, text);
  await chmod(partial, 0o755);
  await rename(partial, file);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function versionOf(packageName: string, from: NodeJS.Require): string[] {
  try {
    const found = from(`${packageName}/package.json`) as { version: string };
    return [found.version];
  } catch {
    return [];
  }
}
