/**
 * What `polyfn plan --json` costs for 100 and 1,000 functions with three triggers each, with their packages in the cache.
 * `npx tsx bench/plan.ts [functions...]`, or POLYFN_BENCH_FUNCTIONS for one other number.
 */
import { join } from "node:path";
import process from "node:process";
import { targets } from "../infra/targets.ts";
import { type Goal, printGoals } from "./goals.ts";
import { inProject, ROOT, threeTriggers } from "./many-functions.ts";
import { median, runsOr, sizesOr } from "./measure.ts";
import { measureCommand, type Usage } from "./processes.ts";

const MB = 1024 * 1024;
const RUNS = runsOr(3);
const GOALS: Readonly<Record<number, { seconds: number; memory: number }>> = {
  100: { seconds: 1.5, memory: 200 },
  1000: { seconds: 6, memory: 500 },
};
const polyfn = join(ROOT, "bin/polyfn.mjs");

const node = (args: readonly string[], cwd = ROOT): Promise<Usage> => measureCommand(process.execPath, args, { cwd });

async function repeated(measure: () => Promise<Usage>): Promise<Pick<Usage, "cpu" | "memory">> {
  const runs: Usage[] = [];
  for (let run = 0; run < RUNS; run++) runs.push(await measure());
  return { cpu: median(runs.map(({ cpu }) => cpu)), memory: median(runs.map(({ memory }) => memory)) };
}

/** Each of these is part of every plan. */
const FLOORS: Readonly<Record<string, readonly string[]>> = {
  "An empty Node.js process": ["-e", "0"],
  "The same that loads zod": ["--input-type=module", "-e", 'await import("zod")'],
  "polyfn --version from TypeScript sources": [polyfn, "--version"],
};

for (const [what, args] of Object.entries(FLOORS)) {
  const { cpu, memory } = await repeated(() => node(args));
  console.log(`${what}: ${cpu.toFixed(2)} s, ${Math.round(memory / MB)} MB`);
}
console.log("");

const goals: Goal[] = [];
for (const count of sizesOr([100, 1000])) {
  await inProject(threeTriggers(count), async (directory) => {
    for (const target of targets()) {
      const plan = () => node([polyfn, "plan", "--target", target, "--json"], directory);
      await plan();
      const { cpu, memory } = await repeated(plan);
      const goal = GOALS[count] ?? { seconds: Number.NaN, memory: Number.NaN };
      const what = `plan of ${count} functions on ${target}`;
      const why =
        "Processor time is missed because the command was measured from its TypeScript sources, as in a clone. Loading and translating them takes most of " +
        "what is above the goal; the published package is compiled. The floor is the processes above.";
      goals.push({ what: `${what}, processor time`, measured: cpu, goal: goal.seconds, unit: " s", why });
      goals.push({ what: `${what}, memory`, measured: memory / MB, goal: goal.memory, unit: " MB" });
    }
  });
}
printGoals(goals);
