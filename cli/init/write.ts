import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { readingError, writingError } from "../../infra/reading.ts";
import type { Files } from "./templates.ts";

/** The change of a file: written, changed by merging, there already with this content, or kept with another. */
export type FileStatus = "added" | "merged" | "unchanged" | "kept";

export interface WrittenFile {
  /** Path in the project, with "/". */
  readonly path: string;
  readonly status: FileStatus;
}

/**
 * Content of a file without a byte order mark; undefined where there is none.
 * @throws UserError where something else has its name, such as a folder.
 */
export async function contentOf(directory: string, path: string): Promise<string | undefined> {
  const file = join(directory, path);
  try {
    return (await readFile(file, "utf8")).replace(/^\uFEFF/, "");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw readingError(error, file);
  }
}

/**
 * Writes what is missing. A file that is there is not changed, except the merged ones. Everything is read before
 * anything is written.
 * @param merged Files whose content was made of the existing one.
 * @throws UserError where a file cannot be read or written.
 */
export async function writeFiles(directory: string, files: Files, merged: Files): Promise<WrittenFile[]> {
  const all = await Promise.all(
    [...files, ...merged].map(async ([path, text]) => {
      const status = statusOf(await contentOf(directory, path), text, merged.has(path));
      return { path, text, status };
    }),
  );
  for (const { path, text, status } of all) {
    if (status === "added" || status === "merged") await writeOne(join(directory, path), text);
  }
  return all.map(({ path, status }) => ({ path, status })).sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function writeOne(file: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  } catch (error) {
    throw writingError(error, "Correct this, or name another folder, and run the command again.");
  }
}

function statusOf(there: string | undefined, text: string, isMerged: boolean): FileStatus {
  if (there === undefined) return "added";
  // An editor or git on Windows may have changed the line endings.
  if (there.replaceAll("\r\n", "\n") === text) return "unchanged";
  return isMerged ? "merged" : "kept";
}
