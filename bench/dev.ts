/**
 * The time from saving a file until its function's URL answers with the new code, in `polyfn dev` on the clouds of this
 * machine. It is asked once the code is replaced: not every server answers requests that meet a replacement.
 * `npx tsx bench/dev.ts`; POLYFN_BENCH_RUNS for another number of edits than 200.
 */
import { availableParallelism, loadavg } from "node:os";
import type { DeployedPart } from "../adapters/operate.ts";
import { adapterFor } from "../infra/targets.ts";
import { offlineClouds } from "../offline/clouds/index.ts";
import { offlineOperator } from "../offline/drivers/operator.ts";
import { type Server, startTemporaryServer } from "../offline/endpoint/index.ts";
import { changed } from "../offline/engine/events.ts";
import type { OfflineStack } from "../offline/engine/stack.ts";
import { DevProcess } from "../test/engine/support/dev-process.ts";
import { quiet, smallProject } from "../test/engine/support/project.ts";
import { type Goal, printGoals } from "./goals.ts";
import { median, runsOr } from "./measure.ts";
import { processTree } from "./processes.ts";

const EDITS = runsOr(200);
const GOAL_MS = 300;
const GOAL_MB = 400;

/** Handlers of usual sizes: a small one, and one with a library in its bundle. */
const HANDLERS: Readonly<Record<string, (edit: number) => string>> = {
  small: (edit) => `export default { http: () => new Response("${edit}") };\n`,
  library: (edit) =>
    `import { z } from "zod";\nexport default { http: () => new Response(z.string().parse("${edit}")) };\n`,
};

const SPEC = {
  name: "bench",
  functions: Object.fromEntries(
    Object.keys(HANDLERS).map((name) => [
      name,
      { handler: `functions/${name}.ts`, triggers: { url: { kind: "http" } } },
    ]),
  ),
};

/** Measured of one cloud. */
interface Measured {
  /** Milliseconds from saved files to new answers, by function. */
  readonly times: ReadonlyMap<string, number[]>;
  /** Milliseconds of processor time of an edit: of `polyfn dev`, the bundler, the cloud and the function. */
  readonly processorMs: number;
  /** Most bytes that `polyfn dev` and the processes that it started held after an edit. */
  readonly memory: number;
}

async function measure(target: string, server: Server, region: string): Promise<Measured> {
  await using running = await startTemporaryServer(server, quiet);
  await using project = await smallProject();
  await project.write("polyfn.json", JSON.stringify(SPEC));
  const save = (name: string, edit: number) => project.write(`functions/${name}.ts`, HANDLERS[name]?.(edit) ?? "");
  for (const name of Object.keys(HANDLERS)) await save(name, -1);
  const settings = { endpoint: running.url };
  const stack = await project.stack("local", { [target]: running.url }, { target, spec: "polyfn.json", settings });
  await using dev = new DevProcess(project.directory);
  await dev.next("ready");
  const operator = await offlineOperator(target, { endpoint: running.url, region });
  const { functions } = (await stack.outputs()) as { functions: Readonly<Record<string, DeployedPart>> };
  const times = new Map<string, number[]>(Object.keys(HANDLERS).map((name) => [name, []]));
  const before = processorSeconds(dev.pid) + processorSeconds(running.pid);
  let memory = 0;
  for (let edit = 0; edit < EDITS; edit++) {
    const name = Object.keys(HANDLERS)[edit % times.size] ?? "";
    const start = performance.now();
    await save(name, edit);
    await dev.next("swapped");
    const { body } = await operator.request(functions[name]?.url ?? "");
    times.get(name)?.push(performance.now() - start);
    if (body.toString() !== String(edit)) throw new Error(`${name} answers ${body} after edit ${edit}.`);
    memory = Math.max(memory, sum(processTree(dev.pid), "memory"));
  }
  const processor = processorSeconds(dev.pid) + processorSeconds(running.pid) - before;
  if ((await dev.interrupt()) !== 0) throw new Error("polyfn dev failed at its end.");
  await checkState(stack, Object.keys(HANDLERS));
  for (const name of Object.keys(HANDLERS)) await save(name, -1);
  await checkState(stack, []);
  console.log(`After ${EDITS} edits on ${target} a preview has exactly the functions whose sources differ.`);
  return { times, processorMs: (processor * 1000) / EDITS, memory };
}

/** Throws unless a preview would change exactly these functions. */
async function checkState(stack: OfflineStack, functions: readonly string[]): Promise<void> {
  const outcome = await stack.preview();
  const names = changed(outcome).map(
    ({ name }) => Object.keys(HANDLERS).find((fn) => name.split("-").includes(fn)) ?? name,
  );
  if (outcome.ok && [...new Set(names)].sort().join() === [...functions].sort().join()) return;
  throw new Error(`The engine would change ${names.join()}, not ${functions.join()}. ${outcome.problems.join()}`);
}

const sum = (tree: ReturnType<typeof processTree>, field: "cpu" | "ended" | "memory"): number =>
  [...tree.values()].reduce((total, state) => total + state[field], 0);

/** Of a process and all that it started, those that ended included. */
function processorSeconds(pid: number): number {
  const tree = processTree(pid);
  return sum(tree, "cpu") + sum(tree, "ended");
}

const goals: Goal[] = [];
for (const [target, { server }] of Object.entries(offlineClouds)) {
  const { operate, defaultRegion = "" } = await adapterFor(target);
  if (operate === undefined) continue;
  const { times, processorMs, memory } = await measure(target, server, defaultRegion);
  for (const [name, of] of times) {
    const what = `saved file to new answer, ${name} handler on ${target}, median of ${of.length}`;
    goals.push({ what, measured: median(of), goal: GOAL_MS, unit: " ms" });
  }
  goals.push(
    { what: `the same, processor time of an edit on ${target}`, measured: processorMs, goal: GOAL_MS, unit: " ms" },
    { what: `polyfn dev on ${target}, memory`, measured: memory / 1e6, goal: GOAL_MB, unit: " MB" },
  );
}
console.log(
  `Load of the machine in the last minute: ${loadavg()[0]?.toFixed(1)}, on ${availableParallelism()} processors\n`,
);
printGoals(goals);
