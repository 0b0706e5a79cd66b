import { readFileSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { z } from "zod";
import { statsAt } from "../reading.ts";
import { sha256 } from "./digests.ts";

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
  const written = readWritten(folder);
  return new Set(written === undefined ? [] : [MANIFEST, ...written.map(({ zip }) => zip)]);
}

type Written = z.output<typeof manifest>["functions"][string];

/** The packages of the build before; `undefined` if there is no manifest, or it is another program's. */
function readWritten(folder: string): Written[] | undefined {
  try {
    return Object.values(manifest.parse(JSON.parse(readFileSync(join(folder, MANIFEST), "utf8"))).functions);
  } catch {
    return undefined;
  }
}

/** A package of an earlier build, whose function the spec has no more. */
export interface StalePackage {
  readonly zip: string;
  /** False where the file is no longer what that build wrote, and so stays. */
  readonly removed: boolean;
}

/** Removes the packages that an earlier build wrote into a folder and this one does not. Call it before the manifest is written. */
export function removeStale(folder: string, current: Iterable<string>): StalePackage[] {
  const kept = new Set(current);
  const stale = (readWritten(folder) ?? []).filter(({ zip }) => basename(zip) === zip && !kept.has(zip));
  return stale.flatMap(({ zip, sha256: digest }) => {
    const path = join(folder, zip);
    if (!statsAt(path)?.isFile()) return [];
    const removed = sha256(readFileSync(path)) === digest;
    if (removed) rmSync(path);
    return [{ zip, removed }];
  });
}
