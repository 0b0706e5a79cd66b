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
    await writeLauncher(join(folder, `pulumi-resource-${plugin.name}`), plugin.executable);
  }
  return directory;
}

async function writeLauncher(file: string, executable: string): Promise<void> {
  const text = `#!/bin/sh\nexec ${quoted(process.execPath)} ${quoted(executable)} "$@"\n`;
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
