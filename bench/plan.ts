/**
 * The cost of `polyfn plan --json` for 100 and 1,000 functions with three triggers each, with their packages in the
 * cache. `npx tsx bench/plan.ts [functions...]`, or POLYFN_BENCH_FUNCTIONS for one other number.
 */
import process from "node:process";
import { targets } from "../infra/targets.ts";
import { type Goal, printGoals } from "./goals.ts";
import { threeTriggers } from "./many-functions.ts";
import { median, runsOr, sizesOr } from "./measure.ts";
import { measureCommand, type Usage } from "./processes.ts";
import { inProject, type Project } from "./project.ts";

const MB = 1024 * 1024;
const RUNS = runsOr(5);
const GOALS: Readonly<Record<number, { seconds: number; memory: number }>> = {
  100: { seconds: 1.5, memory: 200 },
  1000: { seconds: 6, memory: 500 },
};

const node = ({ directory }: Project, ...args: string[]): Promise<Usage> =>
  measureCommand(process.execPath, args, { cwd: directory });

async function repeated(measure: () => Promise<Usage>): Promise<Pick<Usage, "cpu" | "memory">> {
  const runs: Usage[] = [];
  for (let run = 0; run < RUNS; run++) runs.push(await measure());
  return { cpu: median(runs.map(({ cpu }) => cpu)), memory: median(runs.map(({ memory }) => memory)) };
}

/** Prints what is part of every plan. */
async function printFloors(project: Project): Promise<void> {
  const floors = {
    "An empty Node.js process": ["-e", "0"],
    "The same that loads zod": ["--input-type=module", "-e", 'await import("zod")'],
    "polyfn --version": [project.command, "--version"],
  };
  for (const [what, args] of Object.entries(floors)) {
    const { cpu, memory } = await repeated(() => node(project, ...args));
    console.log(`${what}: ${cpu.toFixed(2)} s, ${Math.round(memory / MB)} MB`);
  }
  console.log("");
}

await inProject({}, printFloors);
const goals: Goal[] = [];
for (const count of sizesOr([100, 1000])) {
  await inProject(threeTriggers(count), async (project) => {
    for (const target of targets()) {
      const plan = () => node(project, project.command, "plan", "--target", target, "--json");
      await plan();
      const { cpu, memory } = await repeated(plan);
      const goal = GOALS[count] ?? { seconds: Number.NaN, memory: Number.NaN };
      const what = `plan of ${count} functions on ${target}`;
      goals.push({ what: `${what}, processor time`, measured: cpu, goal: goal.seconds, unit: " s" });
      goals.push({ what: `${what}, memory`, measured: memory / MB, goal: goal.memory, unit: " MB" });
    }
  });
}
printGoals(goals);
