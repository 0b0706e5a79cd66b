import { readFile } from "node:fs/promises";
import { basename, dirname, relative } from "node:path";
import type { PartialMessage } from "esbuild";
import { parseSync } from "oxc-parser";
import { notUtf8At, type Place, reasonOf } from "../reading.ts";
import { remedied } from "./messages.ts";
import { portablePath } from "./paths.ts";
import { namesIn } from "./tree.ts";

/** A file's bytes, or why the bundler cannot have them. */
export async function bytesFor(
  path: string,
  directory: string,
): Promise<{ bytes: Buffer; error?: undefined } | { bytes?: undefined; error: PartialMessage }> {
  try {
    return { bytes: await readFile(path) };
  } catch (error) {
    return { error: notRead(path, directory, reasonOf(error)) };
  }
}

/**
 * An error about an imported file that cannot be read. The bundler finds names in any case, the file system may not.
 * @param why Completes "it ...".
 */
export function notRead(path: string, directory: string, why: string): PartialMessage {
  const name = basename(path);
  const names = namesIn(dirname(path));
  const other = names.includes(name) ? undefined : names.find((one) => one.toLowerCase() === name.toLowerCase());
  if (other === undefined) {
    const remedy = "Replace it by a file that you may read, or remove the import.";
    return remedied(`${portablePath(path, directory)} ${why}`, remedy);
  }
  const text = `${portablePath(path, directory)} does not exist: the file is called "${other}", and capitals count`;
  return remedied(text, `Write the name of "${other}" in the import as the file has it, or rename the file.`);
}

/** An error where a text is not UTF-8: the bundler would put other characters in its place. */
export function notUtf8(
  path: string,
  bytes: Uint8Array,
  { directory, remedy }: { directory: string; remedy: string },
): PartialMessage | undefined {
  const place = notUtf8At(bytes);
  return place && messageAt(path, place, { directory, remedy });
}

function messageAt(path: string, { line, column }: Place, about: { directory: string; remedy: string }) {
  const { directory, remedy } = about;
  const location = { file: relative(directory, path), line, column: column - 1 };
  return { ...remedied(`${portablePath(path, directory)} is not UTF-8 text`, remedy), location };
}

/** True if the code of a dependency has other characters than UTF-8 only in comments, where they mean nothing. */
export function onlyInComments(path: string, text: string): boolean {
  const { comments, errors } = parseSync(path, text);
  const code = comments.reduceRight((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), text);
  return errors.length === 0 && !code.includes("\uFFFD");
}
