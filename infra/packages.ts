import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { z } from "zod";
import type { Adapter } from "../adapters/contract.ts";
import { InternalError, UserError } from "../model/errors.ts";

const require = createRequire(import.meta.url);

const versions = z.record(z.string(), z.string());

/** polyfn's own package.json, in a clone and in the published package alike. */
const manifest = z
  .object({ version: z.string(), dependencies: versions, devDependencies: versions, peerDependencies: versions })
  .parse(JSON.parse(readFileSync(require.resolve("polyfn/package.json"), "utf8")));

/** Version of this package. */
export const VERSION = manifest.version;

/**
 * The version of a package that this version of polyfn is tested with.
 * @throws InternalError for a package that polyfn does not use.
 */
export function testedVersion(name: string): string {
  const version = manifest.dependencies[name] ?? manifest.devDependencies[name];
  if (version === undefined) throw new InternalError(`polyfn's package.json has no version of ${name}`);
  return version;
}

/** Packages that are loaded on use are not installed. */
export class MissingPackageError extends UserError {
  override readonly name = "MissingPackageError";
  constructor(
    /** Their names. */
    readonly packages: readonly string[],
    /** The purpose, for the message: "to deploy to <target>". */
    use: string,
  ) {
    const wanted = packages.map((name) => ({ name, range: rangeOf(name) }));
    const listed = wanted.map(({ name, range }) => `${name} ${range}`).join(", ");
    const them = packages.length === 1 ? "it is" : "they are";
    super(
      `polyfn needs ${listed} ${use}; ${them} not installed.`,
      `Run: npm install ${wanted.map(({ name, range }) => `${name}@${asTag(range)}`).join(" ")}`,
    );
  }
}

/**
 * Checks that packages can be loaded from here. Nothing is loaded.
 * @param use What they are needed for, after "polyfn needs ...": "to deploy to <target>".
 * @throws MissingPackageError with all that are not installed.
 */
export function requirePackages(names: readonly string[], use: string): void {
  const missing = names.filter((name) => !isInstalled(name));
  if (missing.length > 0) throw new MissingPackageError(missing, use);
}

/** @throws MissingPackageError with the packages that deploying to this target loads and that are not installed. */
export const requirePackagesOf = ({ name, packages = [] }: Pick<Adapter, "name" | "packages">): void =>
  requirePackages(packages, `to deploy to ${name}`);

function isInstalled(name: string): boolean {
  try {
    require.resolve(`${name}/package.json`);
    return true;
  } catch (error) {
    // A package may keep its package.json to itself.
    return (error as NodeJS.ErrnoException).code === "ERR_PACKAGE_PATH_NOT_EXPORTED";
  }
}

/** Packages of an adapter that is not polyfn's: any version. */
const rangeOf = (name: string): string => manifest.peerDependencies[name] ?? "*";

/** A range as shells take it without quotes: `^7.48.0` and `7.x` are the newest 7. */
const asTag = (range: string): string => (/^\^|\.x$/.test(range) ? (/\d+/.exec(range)?.[0] ?? range) : range);
