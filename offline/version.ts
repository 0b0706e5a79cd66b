import { readFileSync } from "node:fs";
import { z } from "zod";

const manifest = z.object({ version: z.string() });

/**
 * Version of the package. package.json is one directory higher in the published package (`dist/cli`) than in the
 * sources.
 */
export const VERSION = ["../package.json", "../../package.json"].flatMap(versionIn)[0] ?? "0.0.0";

function versionIn(path: string): string[] {
  try {
    const { name, version } = manifest
      .extend({ name: z.string() })
      .parse(JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8")));
    return name === "polyfn" ? [version] : [];
  } catch {
    return [];
  }
}
