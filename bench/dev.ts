/**
 * The time from saving a file until its function answers with the new code, in `polyfn dev` on the clouds of this
 * machine. `npx tsx bench/dev.ts`; POLYFN_BENCH_RUNS for another number of edits than 200.
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { DeployedPart } from "../adapters/operate.ts";
import { adapterFor } from "../infra/targets.ts";
import { offlineClouds } from "../offline/clouds/index.ts";
import { offlineOperator } from "../offline/drivers/operator.ts";
import { type Server, startTemporaryServer } from "../offline/endpoint/index.ts";
import { DevProcess } from "../test/engine/support/dev-process.ts";
import { copyOfRepository, quiet } from "../test/engine/support/project.ts";
import { type Goal, printGoals } from "./goals.ts";
import { median, runsOr } from "./measure.ts";

const EDITS = runsOr(200);
const GOAL_MS = 300;

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

/** Milliseconds from saved files to new answers, by function. */
async function measure(target: string, server: Server, region: string): Promise<Map<string, number[]>> {
  await using running = await startTemporaryServer(server, quiet);
  await using project = await copyOfRepository();
  await project.write("polyfn.json", JSON.stringify(SPEC));
  // The compiler would check the whole copy, on the same processors.
  await project.write("tsconfig.json", "{}");
  const save = (name: string, edit: number) =>
    writeFile(join(project.directory, "functions", `${name}.ts`), HANDLERS[name]?.(edit) ?? "");
  for (const name of Object.keys(HANDLERS)) await save(name, -1);
  const settings = { endpoint: running.url };
  const stack = await project.stack("local", { [target]: running.url }, { target, spec: "polyfn.json", settings });
  await using dev = new DevProcess(project.directory);
  await dev.next("ready");
  const operator = await offlineOperator(target, { endpoint: running.url, region });
  const { functions } = (await stack.outputs()) as { functions: Readonly<Record<string, DeployedPart>> };
  const times = new Map<string, number[]>(Object.keys(HANDLERS).map((name) => [name, []]));
  for (let edit = 0; edit < EDITS; edit++) {
    const name = Object.keys(HANDLERS)[edit % times.size] ?? "";
    const start = performance.now();
    await save(name, edit);
    while ((await operator.request(functions[name]?.url ?? "")).body.toString() !== String(edit));
    times.get(name)?.push(performance.now() - start);
  }
  await dev.interrupt();
  return times;
}

const goals: Goal[] = [];
for (const [target, { server }] of Object.entries(offlineClouds)) {
  const { operate, defaultRegion = "" } = await adapterFor(target);
  if (operate === undefined) continue;
  for (const [name, times] of await measure(target, server, defaultRegion)) {
    const what = `saved file to new answer, ${name} handler on ${target}, median of ${times.length}`;
    goals.push({ what, measured: median(times), goal: GOAL_MS, unit: " ms" });
  }
}
printGoals(goals);
