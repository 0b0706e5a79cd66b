import type { SpecOptions, SpecSource } from "../spec.ts";
import type { ServerOptions } from "./servers.ts";

export interface DeployOptions<App> extends SpecOptions, ServerOptions {
  /** The spec, or the path of its file. */
  readonly spec: SpecSource<App>;
  /** Names of targets that run on this machine. */
  readonly targets: readonly string[];
  /** Values for `{ config: "<key>" }` in the spec, secrets too. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Region. Default: the target's. */
  readonly region?: string;
  /** Further settings of targets, as in `polyfn:settings`, by target. The address of the server is filled in. */
  readonly settings?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}
