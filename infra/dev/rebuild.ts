import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, sep } from "node:path";
import type { Artifact } from "../../adapters/contract.ts";
import type { CheckedSpec } from "../../model/checked-spec.ts";
import { SpecError } from "../../model/errors.ts";
import type { Bundlers } from "../build/bundle.ts";
import { type Input, touches } from "../build/digests.ts";
import { buildFunctions } from "../build/index.ts";
import { KeptBundlers } from "../build/kept-bundlers.ts";
import { readSources } from "../build/sources.ts";
import { uncached } from "../build/uncached.ts";
import type { Plan } from "../plan.ts";

export interface RebuildRequest {
  readonly plan: Plan;
  readonly spec: CheckedSpec;
  /** The spec's directory. */
  readonly directory: string;
}

/** A rebuilt package. */
export interface Rebuilt {
  readonly sha256: string;
  readonly content: Uint8Array;
}

/** Names of files whose change concerns every function: what is installed, and how sources are compiled. */
const INSTALLED = new Set([
  "package.json",
  "package-lock.json",
  ".package-lock.json",
  ".modules.yaml",
  ".yarn-state.yml",
  ".yarn-integrity",
  "tsconfig.json",
  "jsconfig.json",
]);

const nameOf = (path: string): string => path.slice(path.lastIndexOf(sep) + 1);

/**
 * Packages the functions of a planned app one at a time, with the bundlers of the builds before. The package
 * is the one that `polyfn build` writes.
 */
export class Rebuilder {
  readonly #bundlers: Bundlers = new KeptBundlers();
  readonly #inputs = new Map<string, readonly Input[]>();
  /** Functions whose last build failed: any new file may be the one that they miss. */
  readonly #broken = new Set<string>();

  constructor(private readonly request: RebuildRequest) {}

  get plan(): Plan {
    return this.request.plan;
  }

  /** Functions with a package. */
  get functions(): string[] {
    return (this.plan.sources?.functions ?? []).flatMap(({ fn, packaging }) =>
      packaging.kind === "image" ? [] : [fn.name],
    );
  }

  /**
   * Packages all functions, most of them from the cache, to learn what they are made from.
   * @throws SpecError, UserError as `build` does.
   */
  async buildAll(): Promise<ReadonlyMap<string, Artifact>> {
    const { plan, spec, directory } = this.request;
    const built = await buildFunctions({ ...plan, directory, origin: spec.origin, bundlers: this.#bundlers });
    for (const name of this.functions) this.#inputs.set(name, built.inputsOf(name));
    return built.artifacts;
  }

  /**
   * The function's package.
   * @throws SpecError with what is wrong in its sources, UserError for a file that cannot be read.
   */
  async build(name: string): Promise<Rebuilt> {
    const { plan, spec, directory } = this.request;
    const folder = await mkdtemp(join(tmpdir(), "polyfn-rebuild-"));
    try {
      const only = plan.adapter.units === undefined ? { only: name } : {};
      const sources = readSources(plan.app, { directory, spec, adapter: plan.adapter, ...only });
      const built = await buildFunctions({
        ...plan,
        sources,
        directory,
        origin: spec.origin,
        bundlers: this.#bundlers,
        packages: uncached(folder),
      });
      const artifact = built.artifacts.get(name);
      if (artifact === undefined) throw new SpecError([], spec.origin);
      this.#inputs.set(name, built.inputsOf(name));
      this.#broken.delete(name);
      return { sha256: artifact.sha256, content: await readFile(artifact.zip) };
    } catch (error) {
      this.#broken.add(name);
      throw error;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** Functions whose packages may change with these files, absolute. Before a function's first build: all files. */
  affected(paths: readonly string[]): string[] {
    if (paths.some((path) => INSTALLED.has(nameOf(path)))) return this.functions;
    return this.functions.filter((name) => {
      const inputs = this.#inputs.get(name);
      if (inputs === undefined || this.#broken.has(name) || this.#copiesFiles(name)) return true;
      return paths.some((path) => inputs.some((input) => touches(input, path)));
    });
  }

  /** Folders of a function's files outside of the spec's directory and of installed packages, to watch as well. */
  get foldersElsewhere(): string[] {
    const { directory } = this.request;
    const files = [...this.#inputs.values()].flat().flatMap(({ kind, path }) => (kind === "content" ? [path] : []));
    const own = files.filter((path) => !path.startsWith(directory + sep) && !path.split(sep).includes("node_modules"));
    return [...new Set(own.map((path) => dirname(path)))];
  }

  /** Forgets what depends on installed packages and compiler settings, when one of these files is such a file. */
  async forget(paths: readonly string[]): Promise<void> {
    if (paths.some((path) => INSTALLED.has(nameOf(path)))) await this.#bundlers.dispose();
  }

  dispose(): Promise<void> {
    return this.#bundlers.dispose();
  }

  /** A function with files beside its bundle: a new file may belong to it. */
  #copiesFiles(name: string): boolean {
    const { fn, packaging } = this.plan.sources?.functions.find((one) => one.fn.name === name) ?? {};
    return packaging?.kind === "files" || (fn?.include ?? []).length > 0 || (fn?.nodeModules ?? []).length > 0;
  }
}
