import type { Adapter, Artifact, Packaging } from "../../adapters/contract.ts";
import { InternalError, type Problem, SpecError } from "../../model/errors.ts";
import type { Remark } from "../../model/remarks.ts";
import type { ResolvedApp, ResolvedFunction } from "../../model/resolve.ts";
import { lazy } from "../../runtime/core/values.ts";
import { readingError } from "../reading.ts";
import type { UnfitAddon } from "./addons.ts";
import { BUNDLER, BUNDLING, type Bundle, type Bundlers, bundle } from "./bundle.ts";
import { bundleProblemsOf, bundleRemarks, findingsOf, unusedRemarks } from "./bundle-findings.ts";
import { Cache, type CachedZip, type Key, type Packages } from "./cache.ts";
import type { Digests, Input } from "./digests.ts";
import { entryText } from "./entries.ts";
import { conflictMessage, conflictsAmong, type FileConflict } from "./file-conflicts.ts";
import { isExecutable, readFiles } from "./files.ts";
import { joined } from "./findings.ts";
import type { BundleSource } from "./groups.ts";
import { LAYER_MODULES } from "./layer-modules.ts";
import type { ModuleSources } from "./modules.ts";
import { PACKAGER } from "./packager.ts";
import { artifactOf, packagesOf, sizesIn, type Zips } from "./packages.ts";
import { ResolutionInputs } from "./resolution-inputs.ts";
import type { Sized } from "./sizes.ts";
import { type FunctionSources, readSources, type Sources } from "./sources.ts";
import type { LeftOut, PackageFile } from "./tree.ts";
import { type ZipEntry, zip } from "./zip.ts";

export interface BuildRequest {
  readonly app: ResolvedApp;
  readonly adapter: Pick<Adapter, "package" | "units"> & Sized;
  /** The spec's directory: handlers and `include` are relative to it. */
  readonly directory: string;
  /** The name that paths in a report are relative to. Default "spec". */
  readonly origin?: string | undefined;
  /**
   * The kinds of inputs that a cached package depends on. Default: all. Tests omit some, to see that others miss them.
   */
  readonly counts?: (input: Input) => boolean;
  /** The app's files, where they have been read already. */
  readonly sources?: Sources | undefined;
  /** Bundlers of earlier builds of this process and spec. Packages are the same bytes with them and without. */
  readonly bundlers?: Bundlers | undefined;
  /** Default: the cache beside the spec. */
  readonly packages?: Packages | undefined;
}

/** The packages, and remarks on them. */
export interface Built {
  /** By function name. */
  readonly artifacts: ReadonlyMap<string, Artifact>;
  /** Silenced ones included. The same whether a package comes from the cache or not. */
  readonly remarks: readonly Remark[];
  /** Files that exist and are not packaged, by function name. */
  readonly leftOut: ReadonlyMap<string, readonly LeftOut[]>;
  /** The inputs of a function's package beside the spec. Empty for a function without a package. */
  inputsOf(name: string): readonly Input[];
}

type NodePackaging = Extract<Packaging, { kind: "node" }>;

/** State that the parts of one build share. */
interface Building extends BuildRequest {
  readonly cache: Packages;
}

/**
 * Packages every function that is made from a handler. Packages are content-addressed and byte-identical on any
 * machine; what did not change since the last build comes from the cache beside the spec.
 * @throws SpecError with every missing handler, or with every error in any source.
 * @throws UserError for a file that cannot be read.
 */
export function buildFunctions(request: BuildRequest): Promise<Built> {
  return packaged(request).catch((error: unknown) => {
    throw readingError(error);
  });
}

async function packaged(request: BuildRequest): Promise<Built> {
  const { app, directory, origin } = request;
  const { functions: jobs, problems } = request.sources ?? readSources(app, request);
  throwProblems([...problems, ...jobs.flatMap(reservedNames)], origin);
  const cache = request.packages ?? (await Cache.open(directory));
  try {
    return await packagedWith({ ...request, cache }, jobs);
  } finally {
    await cache.save();
  }
}

async function packagedWith(building: Building, jobs: readonly FunctionSources[]): Promise<Built> {
  const { app, origin } = building;
  const zips: Zips = new Map();
  await buildNode(jobs.filter(isNode), building, zips);
  const bundled = jobs.filter(isNode).map((job) => [zips.get(job.fn.name)?.findings, modulesOf(job)] as const);
  throwProblems(
    bundled.flatMap(([kept, from]) => bundleProblemsOf(kept, from)),
    origin,
  );
  for (const job of jobs) if (job.packaging.kind === "files") zips.set(job.fn.name, await buildFiles(job, building));
  const packages = await packagesOf(jobs, { ...building, zips });
  const sizes = joined(jobs.map(({ fn }) => sizesIn(packages, fn, building.adapter)));
  throwProblems(sizes.problems, origin);
  return {
    artifacts: new Map([...packages].map(([name, built]) => [name, artifactOf(built)])),
    remarks: [
      ...jobs.flatMap(({ contents, methods }) => [...contents.remarks, ...methods.remarks]),
      ...bundled.flatMap(([kept, from]) => bundleRemarks(kept, from)),
      ...unusedRemarks(bundled, app),
      ...sizes.remarks,
    ],
    leftOut: new Map(jobs.map(({ fn, contents }) => [fn.name, contents.leftOut])),
    inputsOf: (name) => inputsOf(name, jobs, zips),
  };
}

function inputsOf(name: string, jobs: readonly FunctionSources[], zips: Zips): Input[] {
  const files = jobs.find(({ fn }) => fn.name === name)?.contents.files ?? [];
  const own = files.map(({ source }) => ({ kind: "content", path: source }) as const);
  return [...own, ...(zips.get(name)?.inputs() ?? [])];
}

function throwProblems(problems: readonly Problem[], origin: string | undefined): void {
  if (problems.length > 0) throw new SpecError(problems, origin);
}

const isNode = (job: FunctionSources): job is FunctionSources<NodePackaging> => job.packaging.kind === "node";

/** Names in a Node.js package that are polyfn's. */
const INDEX = "index.mjs";
const CODE = "function.mjs";

/** Files that the target puts into the package. */
const targetFiles = ({ packaging }: FunctionSources): Readonly<Record<string, string>> =>
  packaging.kind === "image" ? {} : (packaging.files ?? {});

const targetEntries = (job: FunctionSources): ZipEntry[] =>
  Object.entries(targetFiles(job)).map(([path, text]) => ({ path, content: Buffer.from(text) }));

function reservedNames(job: FunctionSources): Problem[] {
  const reserved = [...(isNode(job) ? [INDEX, CODE, `${CODE}.map`] : []), ...Object.keys(targetFiles(job))];
  return job.contents.files
    .filter(({ path }) => reserved.includes(path))
    .map(({ path }) => ({
      code: "misplaced-file",
      path: ["functions", job.fn.name, "include"],
      message: `"${path}" is a name that polyfn itself uses in the package.`,
      remedy: "Give the file another name, or include it from a folder.",
    }));
}

async function buildNode(
  jobs: readonly FunctionSources<NodePackaging>[],
  building: Building,
  zips: Zips,
): Promise<void> {
  const { cache, directory, origin, bundlers, counts = () => true } = building;
  const stale = new Map<string, { job: FunctionSources<NodePackaging>; key: Key }>();
  for (const job of jobs) {
    const key = lazy(() => keyOf(job, building));
    const found = await cache.find(key);
    if (found) zips.set(job.fn.name, found);
    else stale.set(job.fn.name, { job, key });
  }
  const resolution = new ResolutionInputs();
  const refused: Problem[] = [];
  const use = async (name: string, built: Bundle): Promise<void> => {
    const entry = stale.get(name);
    if (!entry) throw new InternalError(`The bundler answered for an unknown function "${name}".`);
    const { fn } = entry.job;
    const files = [...built.companions, ...entry.job.contents.files];
    const problems = [
      ...built.unfit.map((addon) => unfitAddon(fn, addon)),
      ...conflictsAmong(files, directory).map((conflict) => twoFiles(fn, conflict)),
    ];
    if (problems.length > 0) {
      refused.push(...problems);
      return;
    }
    const contents = [...new Set(built.inputs)].map((path) => ({ kind: "content", path }) as const);
    const inputs = [...contents, ...built.dependences, ...resolution.of(built.inputs, built.imports)].filter(counts);
    const beside = unique(files);
    const content = zip(await nodeFiles(entry.job, built, beside));
    const findings = findingsOf(built, beside, fn, directory);
    zips.set(name, await cache.store(entry.key, { inputs, content, findings, read: built.digests }));
  };
  const sources = [...stale.values()].map(({ job }) => sourceOf(job));
  await bundle({ sources, directory, origin, use, kept: bundlers });
  throwProblems(refused, origin);
}

const twoFiles = ({ name }: ResolvedFunction, conflict: FileConflict): Problem => ({
  code: "file-conflict",
  path: ["functions", name, "handler"],
  message: conflictMessage(conflict),
  remedy: "Let the code use one version of the package, for example with overrides in package.json and npm dedupe.",
});

function unfitAddon({ name, architecture }: ResolvedFunction, { path, reason }: UnfitAddon): Problem {
  const cpu = architecture === "arm64" ? "arm64" : "x64";
  return {
    code: "addon",
    path: ["functions", name, "handler"],
    message: `${path} is ${reason}; the function runs on Linux on ${architecture}.`,
    remedy: `Install the package for that platform, for example with npm install --os=linux --cpu=${cpu} --libc=glibc, or deploy a container image.`,
  };
}

function sourceOf({ fn, packaging, handler }: FunctionSources<NodePackaging>): BundleSource {
  const { syntax } = packaging;
  const { name, architecture, external } = fn;
  return { name, handler, syntax, architecture, external, entry: (module) => packaging.entry(module) };
}

/** The places that a function's modules are loaded from at run time. */
const modulesOf = ({ fn, packaging, contents }: FunctionSources<NodePackaging>): ModuleSources & ResolvedFunction => ({
  ...fn,
  provides: packaging.provides ?? [],
  extras: contents.files,
});

/** Everything that a package depends on beside the files in its bundle. */
async function keyOf(job: FunctionSources<NodePackaging>, { cache: { digests } }: Building): Promise<string> {
  const { fn, packaging, contents } = job;
  const extras = await recipe(contents.files, digests);
  const settings = [
    packaging.syntax,
    packaging.handler,
    fn.handler,
    fn.architecture,
    fn.external,
    fn.layers.length > 0,
    targetFiles(job),
  ];
  return Cache.key([PACKAGER, BUNDLER, BUNDLING, settings, entryText(sourceOf(job)), extras]);
}

/**
 * `index.mjs` switches source maps on before the code is loaded, so that stacks in the log show the user's own lines
 * without a setting in the environment.
 */
async function nodeFiles(
  job: FunctionSources<NodePackaging>,
  built: Bundle,
  beside: readonly PackageFile[],
): Promise<ZipEntry[]> {
  const { fn, packaging } = job;
  const exported = packaging.handler.split(".").pop();
  const index = [
    "process.setSourceMapsEnabled(true);",
    ...(fn.layers.length > 0 && built.externals.length > 0 ? [LAYER_MODULES] : []),
    `const module = await import("./${CODE}");`,
    `export const ${exported} = module.${exported};`,
    "",
  ].join("\n");
  return [
    { path: INDEX, content: Buffer.from(index) },
    { path: CODE, content: built.code },
    { path: `${CODE}.map`, content: built.map },
    ...targetEntries(job),
    ...(await readFiles(beside)),
  ];
}

/** Each path once; what comes later counts. */
const unique = (files: readonly PackageFile[]): PackageFile[] => [
  ...new Map(files.map((file) => [file.path, file])).values(),
];

async function buildFiles(job: FunctionSources, { cache }: Building): Promise<CachedZip> {
  const { files } = job.contents;
  const key = lazy(async () => Cache.key([PACKAGER, "files", await recipe(files, cache.digests), targetFiles(job)]));
  const content = async () => zip([...(await readFiles(files)), ...targetEntries(job)]);
  return (await cache.find(key)) ?? cache.store(key, { inputs: [], content: await content() });
}

/** The inputs of a zip for files that are packaged as they are: name, content and mode. */
function recipe(files: readonly PackageFile[], digests: Digests): Promise<unknown[]> {
  return Promise.all(
    files.map(async ({ source, path, link }) =>
      link === undefined ? [path, await digests.of(source), isExecutable(path, source)] : [path, "link", link],
    ),
  );
}
