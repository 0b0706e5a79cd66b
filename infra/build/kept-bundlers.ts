import { readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { BuildContext, BuildOptions, BuildResult } from "esbuild";

type Options = BuildOptions & { readonly metafile: true };

interface Kept<F> {
  readonly context: BuildContext<Options>;
  /** The plugins' findings in modules. */
  readonly files: F;
}

/**
 * Bundlers that stay in memory between builds, so that a rebuild parses only the modules that changed. A bundler is
 * dropped when its build fails, because plugins report some faults once.
 */
export class KeptBundlers<F> {
  readonly #kept = new Map<string, Promise<Kept<F>>>();

  /**
   * Builds with the kept bundler of this key, or makes one.
   * @param key Everything in the options that differs between bundlers.
   * @param clear Empties what the plugins of the last build found.
   */
  async build(
    key: string,
    make: () => { readonly options: Options; readonly files: F },
    clear: (files: F) => void,
  ): Promise<{ readonly result: BuildResult<Options>; readonly files: F }> {
    const known = this.#kept.get(key) ?? opened(make());
    this.#kept.set(key, known);
    const kept = await known;
    try {
      clear(kept.files);
      return { result: await kept.context.rebuild(), files: kept.files };
    } catch (error) {
      this.#kept.delete(key);
      await kept.context.dispose();
      throw error;
    }
  }

  /** Ends every bundler. Later builds begin anew. */
  async dispose(): Promise<void> {
    const all = [...this.#kept.values()];
    this.#kept.clear();
    await Promise.all(all.map(async (kept) => (await kept).context.dispose()));
  }
}

async function opened<F>({ options, files }: { readonly options: Options; readonly files: F }): Promise<Kept<F>> {
  const { context } = await import("esbuild");
  return { context: await context(options), files };
}

/** Reads what the bundler made: from its answer, or from the disk where it wrote it. */
export function outputOf({ outputFiles }: BuildResult): (path: string) => Promise<Uint8Array> {
  if (outputFiles === undefined) return readFile;
  const byPlace = new Map(outputFiles.map(({ path, contents }) => [placeIn(path), contents]));
  return async (path) => byPlace.get(placeIn(path)) ?? readFile(path);
}

/** A file's place below the output directory, which differs between a kept bundler's builds and this one. */
const placeIn = (path: string): string => join(basename(dirname(path)), basename(path));
