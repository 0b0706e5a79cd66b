import { resolve } from "node:path";
import { version as esbuild } from "esbuild";
import type { Adapter, Artifact, Packaging } from "../../adapters/contract.ts";
import { InternalError, SpecError, UserError } from "../../model/errors.ts";
import type { ResolvedApp, ResolvedFunction } from "../../model/resolve.ts";
import { BUNDLING, type Bundle, type BundleSource, bundle } from "./bundle.ts";
import { Cache, type CachedZip } from "./cache.ts";
import { Digests } from "./digests.ts";
import { entryText } from "./entries.ts";
import { directoryFiles, handlerFile, includedFiles, type PackageFile, readFiles } from "./files.ts";
import { missingHandlers } from "./handlers.ts";
import { type SettingsMemo, witnesses } from "./witnesses.ts";
import { type ZipEntry, zip } from "./zip.ts";

export interface BuildRequest {
  readonly app: ResolvedApp;
  readonly adapter: Pick<Adapter, "package">;
  /** The spec's directory: handlers and `include` are relative to it. */
  readonly directory: string;
  /** What the paths in a report are relative to. Default "spec". */
  readonly origin?: string | undefined;
}

type NodePackaging = Extract<Packaging, { kind: "node" }>;

interface Job<P extends Packaging = Packaging> {
  readonly fn: ResolvedFunction;
  readonly packaging: P;
  /** Absolute path of the handler's file. */
  readonly handler: string;
  readonly extras: readonly PackageFile[];
}

/**
 * Packages every function that is made from a handler. Packages are content-addressed and byte-identical on any
 * machine; what did not change since the last build comes from the cache beside the spec.
 * @throws SpecError with every missing handler, or with every error in any source.
 */
export async function buildFunctions(request: BuildRequest): Promise<ReadonlyMap<string, Artifact>> {
  const missing = missingHandlers(request.app, request.directory);
  if (missing.length > 0) throw new SpecError(missing, request.origin);
  const digests = new Digests();
  const cache = await Cache.open(request.directory, digests);
  const jobs = await Promise.all([...request.app.functions.values()].map((fn) => jobOf(fn, request)));
  const zips = new Map<string, CachedZip>();
  await buildNode(jobs.filter(isNode), request.directory, cache, digests, zips);
  for (const job of jobs) {
    if (job.packaging.kind === "files") zips.set(job.fn.name, await buildFiles(job, cache, digests));
  }
  return new Map(jobs.flatMap((job) => artifact(job, zips)));
}

async function jobOf(fn: ResolvedFunction, { app, adapter, directory }: BuildRequest): Promise<Job> {
  return {
    fn,
    packaging: adapter.package(fn, app),
    handler: resolve(directory, handlerFile(fn.handler ?? "")),
    extras: await includedFiles(fn.include, directory),
  };
}

const isNode = (job: Job): job is Job<NodePackaging> => job.packaging.kind === "node";

function artifact({ fn, packaging }: Job, zips: ReadonlyMap<string, CachedZip>): [string, Artifact][] {
  if (packaging.kind === "image") return [];
  const built = zips.get(fn.name);
  if (!built) throw new InternalError(`Function "${fn.name}" was not built.`);
  return [[fn.name, { ...built, handler: packaging.handler, runtime: packaging.runtime }]];
}

async function buildNode(
  jobs: readonly Job<NodePackaging>[],
  directory: string,
  cache: Cache,
  digests: Digests,
  zips: Map<string, CachedZip>,
): Promise<void> {
  const stale = new Map<string, { job: Job<NodePackaging>; key: string }>();
  for (const job of jobs) {
    const key = Cache.key([
      esbuild,
      BUNDLING,
      job.packaging.syntax,
      entryText(source(job)),
      await contents(job, digests),
    ]);
    const found = await cache.find(key);
    if (found) zips.set(job.fn.name, found);
    else stale.set(job.fn.name, { job, key });
  }
  const settings: SettingsMemo = new Map();
  await bundle(
    [...stale.values()].map(({ job }) => source(job)),
    directory,
    async (name, built) => {
      const entry = stale.get(name);
      if (!entry) throw new InternalError(`The bundler answered for an unknown function "${name}".`);
      const inputs = [...built.inputs, ...witnesses(built.inputs, directory, settings)];
      zips.set(name, await cache.store(entry.key, inputs, zip(await nodeFiles(entry.job, built))));
    },
  );
}

function source({ fn, packaging, handler }: Job<NodePackaging>): BundleSource {
  return { name: fn.name, handler, syntax: packaging.syntax, entry: (module) => packaging.entry(module) };
}

/** The handler's name and what `include` adds, with digests: the part of a package that no bundle stands for. */
async function contents({ handler, extras, fn }: Job, digests: Digests): Promise<unknown> {
  const added = extras.map(async ({ source, path }) => [path, await digests.of(source)]);
  return [fn.handler, handler.split(/[\\/]/).pop(), await Promise.all(added)];
}

/**
 * `index.mjs` switches source maps on before the code is loaded, so that stacks in the log show the user's own lines
 * without a setting in the environment.
 */
async function nodeFiles({ fn, packaging, extras }: Job<NodePackaging>, built: Bundle): Promise<ZipEntry[]> {
  const exported = packaging.handler.split(".").pop();
  const index = [
    "process.setSourceMapsEnabled(true);",
    'const module = await import("./function.mjs");',
    `export const ${exported} = module.${exported};`,
    "",
  ].join("\n");
  const own: ZipEntry[] = [
    { path: "index.mjs", content: Buffer.from(index) },
    { path: "function.mjs", content: built.code },
    { path: "function.mjs.map", content: built.map },
  ];
  return [...own, ...(await readFiles(within(fn.name, extras, own)))];
}

/** @throws UserError when `include` reaches out of the spec's directory or would replace the code. */
function within(name: string, extras: readonly PackageFile[], own: readonly ZipEntry[]): readonly PackageFile[] {
  const wrong = extras.find((extra) => extra.path.startsWith("..") || own.some((entry) => entry.path === extra.path));
  if (!wrong) return extras;
  throw new UserError(
    `functions.${name}.include matches "${wrong.path}", which is outside of the spec's directory or a name polyfn uses.`,
    "Include only files below the spec's directory, and not index.mjs or function.mjs at its top.",
  );
}

async function buildFiles(job: Job, cache: Cache, digests: Digests): Promise<CachedZip> {
  const files = [...(await directoryFiles(job.handler)), ...within(job.fn.name, job.extras, [])];
  const unique = [...new Map(files.map((file) => [file.path, file])).values()];
  const listed = await Promise.all(unique.map(async ({ source, path }) => [path, await digests.of(source)]));
  const entriesOf = await readFiles(unique);
  const modes = entriesOf.map((entry) => entry.executable);
  const key = Cache.key(["files", listed, modes]);
  return (await cache.find(key)) ?? cache.store(key, [], zip(entriesOf));
}
