import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** What stands for a file that does not exist: that it appears is a change too. */
const ABSENT = "absent";

export function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/**
 * Digests of files and directories, each read once however many functions ask. A path that ends in a slash is a
 * directory and stands for the names of its files: a new file beside an import may be what the import means from now on.
 * A new directory can't be, because imports mean files first.
 */
export class Digests {
  readonly #known = new Map<string, Promise<string>>();

  of(path: string): Promise<string> {
    const known = this.#known.get(path);
    if (known) return known;
    const digest = path.endsWith("/") ? listingDigest(path) : fileDigest(path);
    this.#known.set(path, digest);
    return digest;
  }
}

async function fileDigest(path: string): Promise<string> {
  try {
    return sha256(await readFile(path));
  } catch {
    return ABSENT;
  }
}

async function listingDigest(directory: string): Promise<string> {
  try {
    const entries = await readdir(join(directory, "."), { withFileTypes: true });
    const files = entries.filter((entry) => !entry.isDirectory() && !entry.name.startsWith("."));
    const names = files.map((entry) => entry.name).sort();
    return sha256(names.join("\n"));
  } catch {
    return ABSENT;
  }
}
