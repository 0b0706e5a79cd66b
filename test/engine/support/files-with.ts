import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { unzipSync } from "fflate";

/** The files below a directory that contain a text, zips with their entries. */
export async function filesWith(text: string, directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const found = await Promise.all(
    files.map(async (file) => contentsOf(file, await readFile(file)).some((content) => content.includes(text))),
  );
  return files.filter((_, index) => found[index]).map((file) => relative(directory, file));
}

function contentsOf(file: string, bytes: Buffer): Buffer[] {
  return file.endsWith(".zip")
    ? [bytes, ...Object.values(unzipSync(bytes)).map((entry) => Buffer.from(entry))]
    : [bytes];
}
