import type { Progress } from "../progress.ts";

/** A Pulumi engine with a Node.js language host beside it. */
export interface Engine {
  /** Absolute path of the `pulumi` executable. */
  readonly command: string;
  /** Without a leading "v": "3.256.0". */
  readonly version: string;
  /** How it came to be here. */
  readonly source: "installed" | "downloaded" | "built";
}

/** One way of getting an engine: the engine, or one sentence on why this way is closed. */
export type EngineSource = (progress: Progress) => Promise<Engine | string>;
