import { resolve } from "node:path";
import { loadSpec as loadFile } from "../infra/spec-file.ts";
import { addAdapters } from "../infra/targets.ts";
import { type CheckedSpec, checkSpec } from "../model/checked-spec.ts";
import type { AppShape } from "../runtime/spec-types.ts";

/** A spec itself, or the path of its file, relative to where the tests run. */
export type SpecSource<App> = App | string;

/** The options for reading a spec. */
export interface SpecOptions {
  /**
   * Directory that handlers are relative to, absolute or relative to where the tests run. Default: the directory of the
   * spec's file; of a spec that is given itself, where the tests run.
   */
  readonly directory?: string;
  /** Entry of the spec's `environments`. Default: the stack's name; one that the spec does not list changes nothing. */
  readonly environment?: string;
  /** A last merge patch of the spec. */
  readonly overrides?: unknown;
}

/** A spec of which only the form is known. */
export type LoadedSpec = Required<AppShape>;

/** Directories of the files that specs were loaded from. */
const directories = new WeakMap<object, string>();

/**
 * Loads a spec from its file, for tests of its handlers: of YAML and JSON, or of TypeScript without an import.
 * @param path Its file, or a directory to look in, relative to where the tests run. Default: where the tests run.
 * @throws UserError for a file that does not exist or cannot be read.
 */
export async function loadSpec(path?: string): Promise<LoadedSpec> {
  const { input, directory } = await loadFile(path, process.cwd());
  const spec = input as LoadedSpec;
  if (typeof spec === "object" && spec !== null) directories.set(spec, directory);
  return spec;
}

/** The directory that a spec was loaded from; of one that was imported, where the tests run. */
export const directoryOf = (spec: unknown): string =>
  (typeof spec === "object" && spec !== null ? directories.get(spec) : undefined) ?? process.cwd();

/** The name of the stack of tests. Physical names begin with `<app>-test`. */
export const TEST_STACK = "test";

/** A spec as it was given, with the last merge patch of it. */
export interface GivenSpec {
  readonly input: unknown;
  /** Absolute. */
  readonly directory: string;
  readonly origin: string;
  readonly environment: string;
  readonly overrides: unknown;
}

/** A spec that was checked in each of its environments, and the directory of its handlers. */
export interface ReadSpec {
  readonly spec: CheckedSpec;
  readonly directory: string;
}

/**
 * Reads a spec without checking it, and adds the adapters of its project.
 * @throws UserError for a file that does not exist or cannot be read.
 */
export async function givenSpec(source: unknown, options: SpecOptions = {}, stack = TEST_STACK): Promise<GivenSpec> {
  const cwd = process.cwd();
  const loaded =
    typeof source === "string"
      ? await loadFile(source, cwd)
      : { input: source, directory: directoryOf(source), origin: "spec" };
  const directory = options.directory === undefined ? loaded.directory : resolve(cwd, options.directory);
  await addAdapters(directory);
  const { environment = stack, overrides } = options;
  return { input: loaded.input, directory, origin: loaded.origin, environment, overrides };
}

/**
 * Reads and checks a spec. Its problems are in the result; planning throws them.
 * @throws UserError for a file that does not exist or cannot be read.
 */
export async function readSpec(source: unknown, options: SpecOptions = {}, stack = TEST_STACK): Promise<ReadSpec> {
  return checkedSpec(await givenSpec(source, options, stack));
}

export const checkedSpec = ({ input, directory, environment, overrides, origin }: GivenSpec): ReadSpec => ({
  spec: checkSpec(input, { environment, overrides, origin }),
  directory,
});
