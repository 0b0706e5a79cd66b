import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Bodies, kept beside the JSON state under the hash of their content: objects, code packages. */
export class Blobs {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
    mkdirSync(directory, { recursive: true });
  }

  /** Keeps the bytes and returns their identifier; the same bytes have the same. */
  put(bytes: Buffer): string {
    const id = createHash("sha256").update(bytes).digest("hex");
    // Readers of the final name never see half a file.
    const partial = join(this.#directory, `${id}.${process.pid}.partial`);
    writeFileSync(partial, bytes);
    renameSync(partial, this.path(id));
    return id;
  }

  get(id: string): Buffer {
    return readFileSync(this.path(id));
  }

  /** The file that holds the bytes. */
  path(id: string): string {
    return join(this.#directory, id);
  }

  /** Removes every body that this state, JSON, does not name. */
  sweep(state: string): void {
    const named = new Set(Array.from(state.matchAll(/"([0-9a-f]{64})"/g), ([, id]) => id));
    for (const file of readdirSync(this.#directory)) {
      if (!named.has(file)) rmSync(join(this.#directory, file), { force: true });
    }
  }

  clear(): void {
    rmSync(this.#directory, { recursive: true, force: true });
    mkdirSync(this.#directory, { recursive: true });
  }
}
