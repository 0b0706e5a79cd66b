import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import envPaths from "env-paths";
import { z } from "zod";
import { isPlainObject } from "../../model/merge-patch.ts";
import { contentDigest, Digests, type Input, sha256 } from "./digests.ts";
import { KnownDigests } from "./known-digests.ts";
import { type PackageSizes, sizesOf } from "./sizes.ts";
import { writeWhole } from "./write-whole.ts";

/** Raise it when the meaning of a key or a record changes: old entries are then never found. */
const FORMAT = 5;

const dependence = z.enum(["content", "candidates", "glob", "scope"]);

function isRecordOfStrings(value: unknown): boolean {
  return isPlainObject(value) && Object.values(value).every((item) => typeof item === "string");
}

const record = z.strictObject({
  zip: z.string().regex(/^[0-9a-f]{64}$/),
  sizes: z.strictObject({ zipped: z.number(), unzipped: z.number() }),
  /**
   * The inputs of the package: `kind:path` relative to the spec's directory -> digest. There are thousands, so they are
   * not validated one by one.
   */
  inputs: z.custom<Readonly<Record<string, string>>>(isRecordOfStrings),
  findings: z.unknown(),
});

/** A package in the cache. */
export interface CachedZip {
  /** Absolute path. */
  readonly zip: string;
  readonly sha256: string;
  readonly sizes: PackageSizes;
  /** Findings of the build that are checked again whenever the package is used: JSON. */
  readonly findings: unknown;
  /** The inputs of the package beside those in its key. */
  inputs(): readonly Input[];
}

/** Everything beside file contents that a package depends on, as `Cache.key` makes it. Taken where it is needed. */
export type Key = () => Promise<string>;

/** Where a build finds packages of earlier builds, and puts its own. */
export interface Packages {
  readonly digests: Digests;
  find(key: Key): Promise<CachedZip | undefined>;
  store(key: Key, zip: NewZip): Promise<CachedZip>;
  /** Called at the end of the build. */
  save(): Promise<void>;
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
export class Cache implements Packages {
  /** Digests by input as records have them: packages share most of what they are made from. */
  readonly #digests = new Map<string, Promise<string>>();
  /** Of this build's inputs. */
  readonly digests: Digests;

  private constructor(
    /** The spec's directory. */
    private readonly root: string,
    private readonly folder: string,
    private readonly kept: KnownDigests,
  ) {
    this.digests = new Digests(kept);
  }

  /** Opens `.polyfn/cache` beside the spec, or the user's cache directory where that can't be written. */
  static async open(root: string): Promise<Cache> {
    const folder = await writableFolder(root);
    return new Cache(root, folder, await KnownDigests.open(join(folder, "..", "digests")));
  }

  /** Keeps the digests of files that the next build may ask for. */
  save(): Promise<void> {
    return this.kept.save();
  }

  /** `recipe` is everything beside file contents that the package depends on. */
  static key(recipe: unknown): string {
    return sha256(JSON.stringify([FORMAT, recipe]));
  }

  async find(key: Key): Promise<CachedZip | undefined> {
    const known = await this.#record(await key());
    if (!known) return undefined;
    for (const [input, digest] of Object.entries(known.inputs)) {
      if ((await this.#digest(input)) !== digest) return undefined;
    }
    const { zip: sha256, inputs, ...found } = known;
    if (!(await this.#isWhole(sha256))) return undefined;
    return { ...found, zip: this.#zip(sha256), sha256, inputs: () => this.#inputs(inputs) };
  }

  async store(key: Key, { inputs, content, findings, read }: NewZip): Promise<CachedZip> {
    const digest = sha256(content);
    const zip = this.#zip(digest);
    if (!(await this.#isWhole(digest))) await writeWhole(zip, content);
    const sizes = sizesOf(content);
    const digests: Record<string, string> = {};
    for (const input of inputs) {
      const found = await this.digests.input(input);
      const text = input.kind === "content" ? read?.get(input.path) : undefined;
      const changed = text !== undefined && text !== found;
      // A file that was edited after the bundler read it must not count as what is in the package.
      digests[`${input.kind}:${relative(this.root, input.path)}`] = changed ? `${text} when it was bundled` : found;
    }
    const kept = { zip: digest, sizes, inputs: digests, findings };
    await writeWhole(join(this.folder, `${await key()}.json`), JSON.stringify(kept));
    return { zip, sha256: digest, sizes, findings, inputs: () => this.#inputs(digests) };
  }

  #inputs(recorded: Readonly<Record<string, string>>): Input[] {
    return Object.keys(recorded).flatMap((key) => this.#input(key) ?? []);
  }

  async #record(key: string): Promise<z.output<typeof record> | undefined> {
    try {
      return record.parse(JSON.parse(await readFile(join(this.folder, `${key}.json`), "utf8")));
    } catch {
      return undefined;
    }
  }

  #zip = (digest: string): string => join(this.folder, `${digest}.zip`);

  async #isWhole(digest: string): Promise<boolean> {
    return (await this.kept.of(this.#zip(digest), contentDigest)) === digest;
  }

  #digest(key: string): Promise<string> {
    const known = this.#digests.get(key);
    if (known) return known;
    const input = this.#input(key);
    // A record with a kind of input that there is not counts for nothing.
    const digest = input ? this.digests.input(input) : Promise.resolve("unknown");
    this.#digests.set(key, digest);
    return digest;
  }

  /** An input from its key in a record. */
  #input(key: string): Input | undefined {
    const at = key.indexOf(":");
    const kind = dependence.safeParse(key.slice(0, at));
    return kind.success ? { kind: kind.data, path: resolve(this.root, key.slice(at + 1)) } : undefined;
  }
}

async function writableFolder(root: string): Promise<string> {
  const beside = join(root, ".polyfn", "cache");
  try {
    await mkdir(beside, { recursive: true });
    await writeFile(join(root, ".polyfn", ".gitignore"), "*\n");
    return beside;
  } catch {
    const elsewhere = join(envPaths("polyfn", { suffix: "" }).cache, "build");
    await mkdir(elsewhere, { recursive: true });
    return elsewhere;
  }
}
