import { join, posix } from "node:path";
import picomatch from "picomatch";
import { nearest } from "../../model/nearest.ts";
import { statsAt } from "../reading.ts";
import { namesIn } from "./tree.ts";
import { differsInForm, formRemedy } from "./unicode-names.ts";

/** Names listed in a message. */
const LISTED = 5;
/** Folders that a misplaced file is looked for in, at most. */
const MOST_FOLDERS = 500;

/** The remedy for a path or pattern below a folder that matches nothing. */
export function remedyFor(pattern: string, directory: string): string {
  const found = nearestPath(pattern, directory);
  if (found !== undefined && differsInForm(pattern, found)) return formRemedy(pattern, found);
  if (found !== undefined) return `Did you mean "${found}"? Otherwise create the file, or remove the pattern.`;
  const { folder, missing } = deepest(pattern, directory);
  const place = folder === "" ? "The spec's directory" : `The folder "${folder}"`;
  const names = namesIn(join(directory, folder)).filter((name) => !name.startsWith("."));
  const holds =
    names.length === 0
      ? "is empty"
      : `has no "${missing}"; it holds ${names.slice(0, LISTED).join(", ")}${names.length > LISTED ? ", ..." : ""}`;
  return `${place} ${holds}. Create the file, correct the pattern, or remove it; patterns are relative to the spec's directory.`;
}

/** The path or pattern that was probably meant, below a folder. */
export const nearestPath = (pattern: string, directory: string): string | undefined =>
  corrected(pattern, directory) ?? elsewhere(pattern, directory);

/** The pattern with each name that does not exist replaced by the nearest that does. */
function corrected(pattern: string, directory: string): string | undefined {
  const parts = pattern.split("/");
  const right: string[] = [];
  for (const [index, part] of parts.entries()) {
    if (isWild(part)) {
      const rest = [...right, ...parts.slice(index)].join("/");
      return rest !== pattern && matchesAny(rest, join(directory, ...right), right) ? rest : undefined;
    }
    const names = namesIn(join(directory, ...right));
    const name = names.includes(part) ? part : nearest(part, names);
    if (name === undefined) return undefined;
    right.push(name);
  }
  const path = right.join("/");
  return path === pattern ? undefined : path;
}

/** A file of the same name, or for a pattern one that its end matches, in another folder. */
function elsewhere(pattern: string, directory: string): string | undefined {
  const name = posix.basename(pattern);
  if (isWild(name)) return undefined;
  return walk(directory).find((path) => plain(posix.basename(path)) === plain(name) && path !== pattern);
}

const plain = (name: string): string => name.normalize("NFC").toLowerCase();

/** The longest part of a pattern's names that exists. */
function deepest(pattern: string, directory: string): { folder: string; missing: string } {
  const parts = pattern.split("/");
  const known: string[] = [];
  for (const part of parts) {
    if (isWild(part) || !namesIn(join(directory, ...known)).includes(part)) break;
    known.push(part);
  }
  return { folder: known.join("/"), missing: parts.slice(known.length).join("/") || posix.basename(pattern) };
}

const isWild = (part: string): boolean => picomatch.scan(part).isGlob;

function matchesAny(pattern: string, folder: string, prefix: readonly string[]): boolean {
  const matches = picomatch(pattern, { dot: true });
  return walk(folder).some((path) => matches([...prefix, path].join("/")));
}

/** Paths of files, nearest first; no dependencies and nothing hidden. */
function walk(root: string): string[] {
  const files: string[] = [];
  const folders = [""];
  for (let index = 0; index < folders.length && index < MOST_FOLDERS; index++) {
    const folder = folders[index] ?? "";
    for (const name of namesIn(join(root, folder))) {
      if (name.startsWith(".") || name === "node_modules") continue;
      const path = folder === "" ? name : `${folder}/${name}`;
      const kind = kindOf(join(root, path));
      if (kind === "folder") folders.push(path);
      else if (kind === "file") files.push(path);
    }
  }
  return files;
}

function kindOf(path: string): "folder" | "file" | undefined {
  // A link that leads nowhere is not what a pattern was meant to match.
  const stats = statsAt(path);
  return stats && (stats.isDirectory() ? "folder" : "file");
}
