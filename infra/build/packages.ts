import type { Adapter, Artifact } from "../../adapters/contract.ts";
import { InternalError } from "../../model/errors.ts";
import type { ResolvedApp, ResolvedFunction } from "../../model/resolve.ts";
import type { CachedZip, Packages } from "./cache.ts";
import { type Findings, NOTHING_FOUND } from "./findings.ts";
import { type Sized, sizeFindings } from "./sizes.ts";
import type { FunctionSources } from "./sources.ts";
import { unitZip } from "./units.ts";

/** Zips by function name. */
export type Zips = Map<string, CachedZip>;

interface PackagesRequest {
  readonly app: ResolvedApp;
  readonly adapter: Pick<Adapter, "units">;
  readonly cache: Packages;
  readonly zips: Zips;
}

/** A package, and how the target starts it. */
export type Package = CachedZip & Pick<Artifact, "handler" | "runtime">;

/** The package of each function: its own, or that of its unit. */
export async function packagesOf(
  jobs: readonly FunctionSources[],
  { app, adapter, cache, zips }: PackagesRequest,
): Promise<ReadonlyMap<string, Package>> {
  const packages = new Map(jobs.flatMap((job) => packageOf(job, zips)));
  for (const unit of adapter.units?.(app) ?? []) {
    const { handler, runtime } = unit;
    const built = { ...(await unitZip(unit, zips, cache)), handler, runtime };
    for (const name of unit.functions) packages.set(name, built);
  }
  return packages;
}

function packageOf({ fn, packaging }: FunctionSources, zips: Zips): [string, Package][] {
  if (packaging.kind === "image") return [];
  const built = zips.get(fn.name);
  if (!built) throw new InternalError(`Function "${fn.name}" was not built.`);
  const { handler, runtime } = packaging;
  return [[fn.name, { ...built, handler, runtime }]];
}

/** A package as adapters know it. */
export const artifactOf = ({ zip: path, sha256, sizes, handler, runtime }: Package): Artifact => ({
  zip: path,
  sha256,
  bytes: sizes.zipped,
  handler,
  runtime,
});

/** The limits that a function's package exceeds. */
export function sizesIn(packages: ReadonlyMap<string, Package>, fn: ResolvedFunction, adapter: Sized): Findings {
  const built = packages.get(fn.name);
  return built === undefined ? NOTHING_FOUND : sizeFindings(fn, built.sizes, adapter);
}
