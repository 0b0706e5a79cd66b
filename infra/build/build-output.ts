import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { z } from "zod";

/** Name of the file that `polyfn build` writes beside the packages. */
export const MANIFEST = "manifest.json";

const manifest = z.strictObject({
  functions: z.record(z.string(), z.object({ zip: z.string(), sha256: z.string(), bytes: z.number() })),
});

/**
 * Tells whether `polyfn build` wrote a file: a manifest, or a package that the manifest beside it names. Without this,
 * each build would put the packages of the one before into its own.
 */
export function buildOutput(): (source: string) => boolean {
  const known = new Map<string, ReadonlySet<string>>();
  return (source) => {
    const folder = dirname(source);
    const names = known.get(folder) ?? writtenNames(folder);
    known.set(folder, names);
    return names.has(basename(source));
  };
}

function writtenNames(folder: string): ReadonlySet<string> {
  try {
    const { functions } = manifest.parse(JSON.parse(readFileSync(join(folder, MANIFEST), "utf8")));
    return new Set([MANIFEST, ...Object.values(functions).map(({ zip }) => zip)]);
  } catch {
    // There is no manifest, or it is another program's.
    return new Set();
  }
}
