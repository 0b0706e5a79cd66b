import { build } from "esbuild";
import { BUNDLING } from "../infra/build/bundle.ts";

const ROOT = new URL("..", import.meta.url).pathname;

/**
 * A module's bundle, minified as in a deployment. Its imports are written from the repository's folder; `syntax` is the
 * bundler's word for the runtime, "node22".
 */
export async function bundle(contents: string, syntax: string): Promise<Uint8Array> {
  const stdin = { contents, resolveDir: ROOT, loader: "ts" } as const;
  const { outputFiles } = await build({ ...BUNDLING, sourcemap: false, stdin, target: syntax, write: false });
  return outputFiles[0]?.contents ?? new Uint8Array();
}

/** Source of the entry module of a queue function, with the shim in this folder. */
export const queueFunction = (shim: string): string => `
  import { createHandler } from "${shim}/entry.ts";
  import { queue } from "${shim}/triggers/queue.ts";
  import * as user from "./bench/queue-handler.ts";
  export const handler = createHandler(user, { function: "jobs", codecs: { queue }, triggers: { queue: [{ name: "onJob" }] }, clients: {} });`;

/** The middle one of some measurements; NaN of none. */
export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Repetitions of slow measurements: POLYFN_BENCH_RUNS, or the benchmark's own number. */
export const runsOr = (usual: number): number => Number(process.env.POLYFN_BENCH_RUNS ?? usual);

/** Numbers of functions to measure: those on the command line, POLYFN_BENCH_FUNCTIONS, or the benchmark's own. */
export function sizesOr(usual: readonly number[]): readonly number[] {
  const { POLYFN_BENCH_FUNCTIONS: only } = process.env;
  const given = process.argv.slice(2).map(Number);
  if (given.length > 0) return given;
  return only === undefined ? usual : [Number(only)];
}
