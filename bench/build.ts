/**
 * The cost of packaging for each target: TypeScript functions that import zod and have a client of a queue, from
 * nothing and again without changes, beside one call of esbuild for the same sources. Processor time and memory of all
 * processes. `npx tsx bench/build.ts [functions...]`, or POLYFN_BENCH_FUNCTIONS for one other number.
 */
import { join } from "node:path";
import process from "node:process";
import { table } from "../cli/table.ts";
import { targets } from "../infra/targets.ts";
import { type Goal, printGoals } from "./goals.ts";
import { queueWorkers } from "./many-functions.ts";
import { median, runsOr, sizesOr } from "./measure.ts";
import { measureCommand, type Usage } from "./processes.ts";
import { inProject } from "./project.ts";

const MB = 1024 * 1024;
const RUNS = runsOr(3);
/**
 * One call holds everything in memory, so it is compared for this many functions at most. More are built for the first
 * target alone, once.
 */
const COMPARED = 100;

/** Runs a worker in a process of its own. */
const worker = (name: string, directory: string, target: string, env: NodeJS.ProcessEnv = {}): Promise<Usage> =>
  measureCommand(process.execPath, [join(import.meta.dirname, `workers/${name}.mjs`), directory, target], {
    cwd: directory,
    env: { ...process.env, ...env },
  });

const medianCpu = (runs: readonly Usage[]): number => median(runs.map(({ cpu }) => cpu));
const mostMemory = (runs: readonly Usage[]): number => Math.max(...runs.map(({ memory }) => memory)) / MB;

const rows: string[][] = [];
const goals: Goal[] = [];
for (const count of sizesOr([100, 1000])) {
  await inProject(queueWorkers(count), async ({ directory }) => {
    for (const target of count <= COMPARED ? targets() : targets().slice(0, 1)) {
      const [loading, cold, warm, raw] = [[], [], [], []] as [Usage[], Usage[], Usage[], Usage[]];
      // Taking turns, so that whatever else the machine does meets all.
      for (let run = 0; run < (count <= COMPARED ? RUNS : 1); run++) {
        loading.push(await worker("load", directory, target));
        cold.push(await worker("build", directory, target, { POLYFN_BENCH_COLD: "1" }));
        warm.push(await worker("build", directory, target));
        if (count <= COMPARED) raw.push(await worker("raw", directory, target));
      }
      const load = medianCpu(loading);
      const own = (runs: readonly Usage[]): number => medianCpu(runs) - load;
      const of = raw.length === 0 ? [] : [own(raw).toFixed(1)];
      rows.push([
        target,
        `${count}`,
        own(cold).toFixed(1),
        own(warm).toFixed(1),
        of.join(),
        `${Math.round(mostMemory(cold))}`,
      ]);
      const what = `build of ${count} functions on ${target}`;
      if (raw.length > 0) {
        const why =
          "Above the goal are the zips, 7 to 9 ms per function, and the files that polyfn writes and reads again. Both are " +
          "native code already.";
        goals.push({
          what: `${what} against one call of esbuild`,
          measured: own(cold) / own(raw),
          goal: 1.15,
          unit: "x",
          why,
        });
      }
      if (count >= 1000)
        goals.push({ what: `${what}, memory of all processes`, measured: mostMemory(cold), goal: 1024, unit: " MB" });
    }
  });
}
console.log(
  table(["Target", "Functions", "From nothing, s", "Unchanged, s", "One call of esbuild, s", "Most memory, MB"], rows, {
    colour: false,
  }),
);
console.log("Processor seconds of all processes, without those that load the modules.\n");
printGoals(goals);
