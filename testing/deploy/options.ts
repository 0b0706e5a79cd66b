import type { SpecOptions, SpecSource } from "../spec.ts";
import type { ServerOptions } from "./servers.ts";

export interface DeployOptions<App> extends SpecOptions, ServerOptions {
  /** The spec, or the path of its file. */
  readonly spec: SpecSource<App>;
  /** Names of targets that run on this machine. */
  readonly targets: readonly string[];
  /**
   * "fast" (default) creates every native resource in this process. "engine" deploys with the Pulumi engine, which takes
   * several times as long, and `app.stop()` destroys what it deployed.
   */
  readonly mode?: "fast" | "engine";
  /**
   * Name of a stack that is deployed already, on real clouds too. Nothing is deployed: the handles work on what the
   * stack has, and `targets`, `mode` and everything about the spec have no effect. Default: the environment variable
   * POLYFN_TEST_STACK, else none.
   */
  readonly stack?: string;
  /** True directs the functions' calls to where `app.faults` can refuse and delay them. Default: false. */
  readonly faults?: boolean;
  /** Values for `{ config: "<key>" }` in the spec, secrets too. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Region. Default: the target's. */
  readonly region?: string;
  /** Further settings of targets, as in `polyfn:settings`, by target. The address of the server is filled in. */
  readonly settings?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}
