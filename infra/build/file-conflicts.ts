import { readFileSync, realpathSync } from "node:fs";
import { relative } from "node:path";
import type { PackageFile } from "./tree.ts";

/** Two files of which a package could hold only one. */
export interface FileConflict {
  /** Place in the package. */
  readonly path: string;
  /** Paths relative to the spec's directory. */
  readonly sources: readonly [string, string];
}

/** Files with the same place in a package and another content. */
export function conflictsAmong(files: readonly PackageFile[], directory: string): FileConflict[] {
  const first = new Map<string, PackageFile>();
  return files.flatMap((file) => {
    const other = first.get(file.path);
    if (other === undefined) first.set(file.path, file);
    if (other === undefined || isSame(other, file)) return [];
    return [
      { path: file.path, sources: [relative(directory, other.source), relative(directory, file.source)] as const },
    ];
  });
}

function isSame(one: PackageFile, other: PackageFile): boolean {
  if (one.link !== other.link) return false;
  if (one.link !== undefined || one.source === other.source) return true;
  return (
    realpathSync(one.source) === realpathSync(other.source) ||
    readFileSync(one.source).equals(readFileSync(other.source))
  );
}

export const conflictMessage = ({ path, sources: [one, other] }: FileConflict): string =>
  `"${path}" of the package would be two files: ${one} and ${other}.`;
