import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import envPaths from "env-paths";
import { z } from "zod";
import { isPlainObject } from "../../model/merge-patch.ts";
import { type Digests, type Input, sha256 } from "./digests.ts";

/** Raise it when the meaning of a key or a record changes: old entries are then never found. */
const FORMAT = 4;

const dependence = z.enum(["content", "candidates", "glob", "scope"]);

function isRecordOfStrings(value: unknown): boolean {
  return isPlainObject(value) && Object.values(value).every((item) => typeof item === "string");
}

const record = z.strictObject({
  zip: z.string().regex(/^[0-9a-f]{64}$/),
  /** What the package was made from, `kind:path` relative to the spec's directory -> digest. Thousands, so looked at plainly. */
  inputs: z.custom<Readonly<Record<string, string>>>(isRecordOfStrings),
  findings: z.unknown(),
});

/** A package in the cache. */
export interface CachedZip {
  /** Absolute path. */
  readonly zip: string;
  readonly sha256: string;
  readonly bytes: number;
  /** What was found out when it was built, and is checked whenever it is used: JSON. */
  readonly findings: unknown;
}

/** A package to be kept. */
export interface NewZip {
  readonly inputs: Iterable<Input>;
  readonly content: Uint8Array;
  readonly findings?: unknown;
  /** Digests of files as they were when they went into the package, where that is known. */
  readonly read?: ReadonlyMap<string, string>;
}

/**
 * Packages by what they were made from. Nothing in it is trusted: a record counts only while every input still has
 * its digest, a zip only while it has its own. Files appear by rename, so builds may run side by side.
 */
export class Cache {
  /** Digests by input as records have them: packages share most of what they are made from. */
  readonly #digests = new Map<string, Promise<string>>();

  private constructor(
    /** The spec's directory. */
    private readonly root: string,
    private readonly folder: string,
    private readonly digests: Digests,
  ) {}

  /** Opens `.polyfn/cache` beside the spec, or the user's cache directory where that can't be written. */
  static async open(root: string, digests: Digests): Promise<Cache> {
    const beside = join(root, ".polyfn", "cache");
    try {
      await mkdir(beside, { recursive: true });
      await writeFile(join(root, ".polyfn", ".gitignore"), "*\n");
      return new Cache(root, beside, digests);
    } catch {
      const elsewhere = join(envPaths("polyfn", { suffix: "" }).cache, "build");
      await mkdir(elsewhere, { recursive: true });
      return new Cache(root, elsewhere, digests);
    }
  }

  /** `recipe` is everything beside file contents that the package depends on. */
  static key(recipe: unknown): string {
    return sha256(JSON.stringify([FORMAT, recipe]));
  }

  async find(key: string): Promise<CachedZip | undefined> {
    const known = await this.#record(key);
    if (!known) return undefined;
    for (const [input, digest] of Object.entries(known.inputs)) {
      if ((await this.#digest(input)) !== digest) return undefined;
    }
    const zip = await this.#zip(known.zip);
    return zip && { ...zip, findings: known.findings };
  }

  async store(key: string, { inputs, content, findings, read }: NewZip): Promise<CachedZip> {
    const digest = sha256(content);
    const zip = join(this.folder, `${digest}.zip`);
    if (!(await this.#zip(digest))) await this.#write(zip, content);
    const digests: Record<string, string> = {};
    for (const input of inputs) {
      const found = await this.digests.input(input);
      const text = input.kind === "content" ? read?.get(input.path) : undefined;
      const changed = text !== undefined && text !== found;
      // A file that was edited after the bundler read it must not count as what is in the package.
      digests[`${input.kind}:${relative(this.root, input.path)}`] = changed ? `${text} when it was bundled` : found;
    }
    await this.#write(join(this.folder, `${key}.json`), JSON.stringify({ zip: digest, inputs: digests, findings }));
    return { zip, sha256: digest, bytes: content.length, findings };
  }

  async #record(key: string): Promise<z.output<typeof record> | undefined> {
    try {
      return record.parse(JSON.parse(await readFile(join(this.folder, `${key}.json`), "utf8")));
    } catch {
      return undefined;
    }
  }

  async #zip(digest: string): Promise<Omit<CachedZip, "findings"> | undefined> {
    const zip = join(this.folder, `${digest}.zip`);
    try {
      const content = await readFile(zip);
      return sha256(content) === digest ? { zip, sha256: digest, bytes: content.length } : undefined;
    } catch {
      return undefined;
    }
  }

  async #write(path: string, content: string | Uint8Array): Promise<void> {
    const temporary = `${path}.${randomUUID()}.tmp`;
    await writeFile(temporary, content);
    await rename(temporary, path);
  }

  #digest(key: string): Promise<string> {
    const known = this.#digests.get(key);
    if (known) return known;
    const at = key.indexOf(":");
    const kind = dependence.safeParse(key.slice(0, at));
    const path = resolve(this.root, key.slice(at + 1));
    // A record with a kind of input that there is not counts for nothing.
    const digest = kind.success ? this.digests.input({ kind: kind.data, path }) : Promise.resolve("unknown");
    this.#digests.set(key, digest);
    return digest;
  }
}
