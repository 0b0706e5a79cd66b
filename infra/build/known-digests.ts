import { type BigIntStats, statSync } from "node:fs";
import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isPlainObject } from "../../model/merge-patch.ts";
import { writeWhole } from "./write-whole.ts";

/** Files are forgotten beyond this number, those first that have not been asked for longest. */
const MOST = 50_000;

const NANOSECONDS = 1_000_000_000n;
/** The coarsest times of modification, those of FAT. Times in whole seconds come from such a file system. */
const COARSE = 2n * NANOSECONDS;

/**
 * Digests of files from earlier builds, by what `stat` says of each: a file that has not changed costs a stat. A program
 * can set the time of modification back, but not the time of the last change, so both are compared.
 *
 * A file that changed at the very time at which its digest was taken could change again without showing it. So only digests
 * of files are kept whose last change was before this build began, by the clock of the file system.
 */
export class KnownDigests {
  readonly #kept: Map<string, string>;
  #changed = false;

  private constructor(
    private readonly file: string,
    kept: Readonly<Record<string, string>>,
    /** When the build began, in nanoseconds. */
    private readonly began: bigint,
  ) {
    this.#kept = new Map(Object.entries(kept));
  }

  /** Opens those that are kept in a folder, which is made if need be. */
  static async open(folder: string): Promise<KnownDigests> {
    await mkdir(folder, { recursive: true });
    const clock = join(folder, "clock");
    await writeFile(clock, "\n");
    const { mtimeNs } = await stat(clock, { bigint: true });
    const file = join(folder, "digests.json");
    return new KnownDigests(file, await readKept(file), mtimeNs);
  }

  /** The digest of a file's content, which `take` makes where it is not known; `undefined` if there is none. */
  async of(path: string, take: (path: string) => Promise<string | undefined>): Promise<string | undefined> {
    const stats = statsOf(path);
    if (stats === undefined) return undefined;
    const key = [stats.dev, stats.ino, stats.size, stats.mtimeNs, stats.ctimeNs].join(":");
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    const digest = await take(path);
    if (digest !== undefined && this.#isSettled(stats)) {
      this.#kept.set(key, digest);
      this.#changed = true;
    }
    return digest;
  }

  /** Keeps them for the next build. */
  async save(): Promise<void> {
    if (!this.#changed) return;
    await writeWhole(this.file, JSON.stringify(Object.fromEntries([...this.#kept].slice(-MOST))));
    this.#changed = false;
  }

  #isSettled({ mtimeNs, ctimeNs }: BigIntStats): boolean {
    const last = mtimeNs > ctimeNs ? mtimeNs : ctimeNs;
    const isCoarse = ctimeNs % NANOSECONDS === 0n;
    return last + (isCoarse ? COARSE : 0n) < this.began;
  }
}

function statsOf(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true });
  } catch {
    return undefined;
  }
}

/** A file that does not parse is treated as absent. */
async function readKept(file: string): Promise<Readonly<Record<string, string>>> {
  try {
    const kept: unknown = JSON.parse(await readFile(file, "utf8"));
    return isDigests(kept) ? kept : {};
  } catch {
    return {};
  }
}

const isDigests = (value: unknown): value is Readonly<Record<string, string>> =>
  isPlainObject(value) && Object.values(value).every((item) => typeof item === "string" && /^[0-9a-f]{64}$/.test(item));
