import { resolve } from "node:path";
import { loadSpec } from "../infra/spec-file.ts";
import { addAdapters } from "../infra/targets.ts";
import { type CheckedSpec, checkSpec } from "../model/checked-spec.ts";

/** A spec itself, or the path of its file, relative to where the tests run. */
export type SpecSource<App> = App | string;

/** How a spec is read. */
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

/** The name of the stack of tests. Physical names begin with `<app>-test`. */
export const TEST_STACK = "test";

/** A spec that was checked in each of its environments, and the directory of its handlers. */
export interface ReadSpec {
  readonly spec: CheckedSpec;
  readonly directory: string;
}

/**
 * Reads and checks a spec. Its problems are in the result; whoever plans it throws them.
 * @throws UserError for a file that does not exist or cannot be read.
 */
export async function readSpec(source: unknown, options: SpecOptions = {}, stack = TEST_STACK): Promise<ReadSpec> {
  const cwd = process.cwd();
  const loaded =
    typeof source === "string" ? await loadSpec(source, cwd) : { input: source, directory: cwd, origin: "spec" };
  const directory = options.directory === undefined ? loaded.directory : resolve(cwd, options.directory);
  await addAdapters(directory);
  const { environment = stack, overrides } = options;
  return { spec: checkSpec(loaded.input, { environment, overrides, origin: loaded.origin }), directory };
}
