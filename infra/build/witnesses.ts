import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { isBelow } from "./paths.ts";

const NODE_MODULES = "/node_modules/";

/**
 * What else decides how a bundle's imports resolve, beside the files that are in it: the package.json of every
 * package used, the TypeScript settings above the sources, the installed packages, and the names next to the sources.
 */
export function witnesses(inputs: Iterable<string>, root: string, settings: SettingsMemo = new Map()): Set<string> {
  const found = new Set<string>();
  const folders = new Set<string>();
  for (const input of inputs) {
    const at = input.lastIndexOf(NODE_MODULES);
    if (at >= 0) {
      found.add(join(input.slice(0, at + NODE_MODULES.length), packageName(input, at), "package.json"));
      continue;
    }
    const folder = dirname(input);
    found.add(`${folder}/`);
    // An import of "./x" may mean x/index.ts today and x.ts, in the folder above, tomorrow.
    if (isBelow(folder, root)) found.add(`${dirname(folder)}/`);
    for (let above = folder; !folders.has(above); above = dirname(above)) folders.add(above);
  }
  for (const folder of folders) for (const file of settingsIn(folder, settings)) found.add(file);
  return found;
}

function packageName(input: string, at: number): string {
  const [first = "", second = ""] = input.slice(at + NODE_MODULES.length).split("/");
  return first.startsWith("@") ? `${first}/${second}` : first;
}

/** Folder -> files, so that a build of many functions looks into each folder once. */
export type SettingsMemo = Map<string, readonly string[]>;

/** `tsconfig.json` and `package.json` are named even where they are missing, so that their appearance is noticed. */
function settingsIn(folder: string, memo: SettingsMemo): readonly string[] {
  const known = memo.get(folder);
  if (known) return known;
  const names = new Set(["tsconfig.json", "package.json", "node_modules/.package-lock.json"]);
  for (const name of namesIn(folder)) if (/^tsconfig.*\.json$/.test(name)) names.add(name);
  const files = [...names].map((name) => join(folder, name));
  memo.set(folder, files);
  return files;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
