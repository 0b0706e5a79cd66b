import type { Progress } from "../../terminal/progress.ts";

/** A Pulumi engine with a Node.js language host. */
export interface Engine {
  /** Absolute path of the `pulumi` executable. */
  readonly command: string;
  /** Without a leading "v": "3.256.0". */
  readonly version: string;
  /** The way in which polyfn obtained it. */
  readonly source: "installed" | "downloaded" | "built";
}

/** One way to obtain an engine. Returns the engine, or one sentence that says why this way failed. */
export type EngineSource = (progress: Progress) => Promise<Engine | string>;
