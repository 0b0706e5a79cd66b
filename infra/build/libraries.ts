import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { type Architecture, type Binary, readBinary, runsOn } from "./binary.ts";
import type { PackageFile } from "./tree.ts";

/** Libraries of glibc and GCC, which every Linux with Node.js has. */
const SYSTEM = /^(?:ld-linux[\w-]*|lib(?:c|m|dl|rt|pthread|util|resolv|anl|gcc_s|stdc\+\+|atomic))\.so(?:\.\d+)*$/;

/** Folders below the package's root that the clouds name in LD_LIBRARY_PATH. */
const LOADER_FOLDERS = ["", "lib"];

/** A native file and where its libraries are looked for. */
interface Native {
  readonly path: string;
  /** `DT_RPATH` of what loads it, which counts for its libraries too. */
  readonly inherited: readonly string[];
}

/**
 * The directories in which the loader looks for the libraries of a native file.
 * https://man7.org/linux/man-pages/man8/ld.so.8.html
 */
function searched({ path, inherited }: Native, binary: Binary, origin: (path: string) => string) {
  const own = binary.rpath.flatMap((one) => expanded(one, origin(path)));
  const folders = binary.runpath.flatMap((one) => expanded(one, origin(path)));
  return { folders: folders.length > 0 ? folders : [...own, ...inherited], passedOn: [...own, ...inherited] };
}

/** `$ORIGIN` is the folder of the native file. Other paths are those of the machine that built it. */
function expanded(path: string, origin: string): string[] {
  const rest = /^\$(?:ORIGIN|\{ORIGIN\})(?=\/|$)(.*)$/.exec(path)?.[1];
  return rest === undefined ? [] : [posix.normalize(`${origin}/${rest}`)];
}

/** Libraries of an addon in other folders, found through its `$ORIGIN`, with all that may count for the choice. */
export interface FollowedLibraries {
  /** Absolute, as the loader names them: links are not followed. */
  readonly found: readonly string[];
  /** Paths where they would be looked for first, or are looked for in vain. */
  readonly probed: readonly string[];
}

export function followedLibraries(addon: string, architecture: Architecture): FollowedLibraries {
  const found = new Set<string>();
  const probed = new Set<string>();
  const open: Native[] = [{ path: addon, inherited: [] }];
  for (const native of open) {
    const binary = readBinary(readFileSync(native.path));
    if (binary === undefined || !runsOn(binary, architecture)) continue;
    const { folders, passedOn } = searched(native, binary, dirname);
    for (const name of binary.needed.filter((one) => !SYSTEM.test(one))) {
      const places = folders.map((folder) => join(folder, name));
      for (const place of places) probed.add(place);
      const place = places.find((one) => fits(one, architecture));
      if (place === undefined || found.has(place)) continue;
      found.add(place);
      open.push({ path: place, inherited: passedOn });
    }
  }
  return { found: [...found].sort(), probed: [...probed].sort() };
}

function fits(path: string, architecture: Architecture): boolean {
  if (!existsSync(path) || !statSync(path).isFile()) return false;
  const binary = readBinary(readFileSync(path));
  return binary !== undefined && runsOn(binary, architecture);
}

/** Libraries that the addons of a package need and that neither the package nor every Linux has: `library of addon`. */
export function missingLibraries(files: readonly PackageFile[], architecture: Architecture): string[] {
  const sources = new Map(files.map(({ path, source }) => [path, source]));
  const missing = new Set<string>();
  const open: Native[] = [...sources.keys()].filter((path) => path.endsWith(".node")).map(root);
  const seen = new Set(open.map(({ path }) => path));
  for (const native of open) {
    const binary = readBinary(readFileSync(sources.get(native.path) ?? ""));
    if (binary === undefined || !runsOn(binary, architecture)) continue;
    const { folders, passedOn } = searched(native, binary, posix.dirname);
    for (const name of binary.needed.filter((one) => !SYSTEM.test(one))) {
      const places = [...folders, ...LOADER_FOLDERS].map((folder) => posix.join(folder, name));
      const place = places.find((one) => sources.has(one) && fits(sources.get(one) ?? "", architecture));
      if (place === undefined) missing.add(`${name} of ${native.path}`);
      else if (!seen.has(place)) {
        seen.add(place);
        open.push({ path: place, inherited: passedOn });
      }
    }
  }
  return [...missing].sort();
}

const root = (path: string): Native => ({ path, inherited: [] });
