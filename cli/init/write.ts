import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Files } from "./templates.ts";

/** The change of a file: written, changed by merging, there already with this content, or kept with another. */
export type FileStatus = "added" | "merged" | "unchanged" | "kept";

export interface WrittenFile {
  /** Path in the project, with "/". */
  readonly path: string;
  readonly status: FileStatus;
}

/** Content of a file; undefined where there is none. */
export const contentOf = (directory: string, path: string): Promise<string | undefined> =>
  readFile(join(directory, path), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });

/**
 * Writes what is missing. A file that is there is not changed, except the merged ones.
 * @param merged Files whose content was made of the existing one.
 */
export async function writeFiles(directory: string, files: Files, merged: Files): Promise<WrittenFile[]> {
  const written: WrittenFile[] = [];
  for (const [path, text] of [...files, ...merged]) {
    const status = statusOf(await contentOf(directory, path), text, merged.has(path));
    if (status === "added" || status === "merged") {
      await mkdir(dirname(join(directory, path)), { recursive: true });
      await writeFile(join(directory, path), text);
    }
    written.push({ path, status });
  }
  return written.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function statusOf(there: string | undefined, text: string, isMerged: boolean): FileStatus {
  if (there === undefined) return "added";
  // An editor or git on Windows may have changed the line endings.
  if (there.replaceAll("\r\n", "\n") === text) return "unchanged";
  return isMerged ? "merged" : "kept";
}
