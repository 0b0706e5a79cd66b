import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { testedVersion, VERSION } from "../../infra/packages.ts";
import { adapterFor } from "../../infra/targets.ts";
import { UserError } from "../../model/errors.ts";
import { offlineClouds } from "../../offline/clouds/index.ts";
import type { PackageManager } from "./package-manager.ts";
import type { StackTargets } from "./stacks.ts";

type Versions = Readonly<Record<string, string>>;

/** The packages of a project, with the versions that this polyfn was tested with. */
export interface Packages {
  /** Packages for deploying. */
  readonly dependencies: Versions;
  /** Packages for the offline clouds, the tests and the compiler. */
  readonly devDependencies: Versions;
}

const SDK = "@pulumi/pulumi";

const SCRIPTS: Versions = {
  test: "vitest run --passWithNoTests",
  "test:unit": "vitest run --passWithNoTests --project unit",
  "test:integration": "vitest run --passWithNoTests --project integration",
  types: "tsc",
};

/** The packages that deploying to these targets loads. */
export async function packagesOf({ all, offline }: StackTargets): Promise<Packages> {
  const adapters = await Promise.all(all.map((target) => adapterFor(target)));
  const providers = adapters.flatMap(({ packages = [] }) => packages);
  const servers = offline.flatMap((target) => offlineClouds[target]?.packages ?? []);
  const operators = adapters.flatMap(({ operate }) => operate?.packages ?? []);
  return {
    dependencies: { ...versionsOf([SDK, ...providers]), polyfn: VERSION },
    devDependencies: versionsOf([...servers, ...operators, "@types/node", "typescript", "vitest"]),
  };
}

const versionsOf = (names: readonly string[]): Versions =>
  Object.fromEntries([...new Set(names)].sort().map((name) => [name, testedVersion(name)]));

const versions = z.record(z.string(), z.string()).optional();
const manifestSchema = z.looseObject({
  polyfn: z.looseObject({ template: z.string().optional() }).optional(),
  scripts: versions,
  /** Versions that Yarn gives every package that asks for one of these. */
  resolutions: versions,
  dependencies: versions,
  devDependencies: versions,
});
type Manifest = z.infer<typeof manifestSchema>;

const CORRECT = "Correct the file, and run the command again.";

/** What a project's package.json says of it. */
interface ManifestProject {
  readonly name: string;
  readonly template?: string | undefined;
  readonly manager: PackageManager;
}

/** The template that a project was made from; undefined where package.json has none. */
export const templateIn = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : parsed(text).polyfn?.template;

/**
 * A package.json with everything that the project needs. What is there is kept: a script or a version of one's own.
 * @param text The existing file, undefined where there is none.
 * @throws UserError for a file that is not JSON.
 */
export function mergedManifest(
  text: string | undefined,
  { name, template, manager }: ManifestProject,
  packages: Packages,
): string {
  const given = text === undefined ? undefined : parsed(text);
  const has = { ...given?.dependencies, ...given?.devDependencies };
  const missing = (wanted: Versions): Versions =>
    Object.fromEntries(Object.entries(wanted).filter(([one]) => !Object.hasOwn(has, one)));
  const merged = {
    ...(given ?? { name, version: "0.0.0", private: true, type: "module" }),
    ...(template !== undefined && { polyfn: { ...given?.polyfn, template } }),
    scripts: { ...SCRIPTS, ...given?.scripts },
    dependencies: sorted({ ...given?.dependencies, ...missing(packages.dependencies) }),
    devDependencies: sorted({ ...given?.devDependencies, ...missing(packages.devDependencies) }),
    ...(manager.newest && { resolutions: { ...versionsOf([SDK]), ...given?.resolutions } }),
  };
  // A file with everything keeps its form.
  if (text !== undefined && isDeepStrictEqual(given, merged)) return text.replaceAll("\r\n", "\n");
  return `${JSON.stringify(merged, undefined, 2)}\n`;
}

const sorted = (versions: Versions): Versions =>
  Object.fromEntries(Object.entries(versions).sort(([a], [b]) => (a < b ? -1 : 1)));

function parsed(text: string): Manifest {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new UserError("package.json is not valid JSON.", CORRECT, { cause: error });
  }
  const manifest = manifestSchema.safeParse(json);
  if (manifest.success) return manifest.data;
  throw new UserError(`package.json cannot be merged: ${z.prettifyError(manifest.error)}`, CORRECT);
}

/** True when every package of the manifest is in node_modules, in the version that it names. */
export function isInstalled(directory: string, { dependencies, devDependencies }: Packages): boolean {
  return Object.entries({ ...dependencies, ...devDependencies }).every(([name, version]) => {
    try {
      const text = readFileSync(join(directory, "node_modules", name, "package.json"), "utf8");
      return version.startsWith("file:") || (JSON.parse(text) as { version?: unknown }).version === version;
    } catch {
      return false;
    }
  });
}
