/**
 * How long the example takes until integration tests can use it on the clouds of this machine, and to be emptied between
 * two tests: `npx tsx bench/testing.ts`; POLYFN_BENCH_RUNS for another number of runs than 5.
 */
import { offlineClouds } from "../offline/clouds/index.ts";
import { startTemporaryServer } from "../offline/endpoint/index.ts";
import media from "../polyfn.config.ts";
import { type DeployOptions, deploy } from "../testing/index.ts";
import { type Goal, printGoals } from "./goals.ts";
import { median, runsOr } from "./measure.ts";

const RUNS = runsOr(5);
const GOALS = { fastSeconds: 5, ofEngine: 0.5, resetMs: 500 };

type Options = DeployOptions<typeof media>;

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
};

async function measure(target: string, url: string): Promise<Goal[]> {
  const options: Options = {
    ...{ spec: media, targets: [target], endpoints: { [target]: url } },
    config: { githubSecret: "s3cret" },
  };
  const app = await deploy(options);
  const fast: number[] = [];
  const engine: number[] = [];
  const resets: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    fast.push(await seconds(() => deploy(options)));
    await app.resources.uploads.put("x/a.txt", "text");
    await app.resources.inbox.send({ run });
    await app.resources.activity.put({ kind: "a", id: String(run), count: run });
    resets.push((await seconds(() => app.reset())) * 1000);
  }
  for (let run = 0; run < Math.min(RUNS, 2); run++) {
    engine.push(await seconds(() => deploy({ ...options, mode: "engine" })));
  }
  const of = `the example on ${target}`;
  const [quick, slow] = [median(fast), median(engine)];
  return [
    { what: `fast deployment of ${of}, median of ${RUNS}`, measured: quick, goal: GOALS.fastSeconds, unit: " s" },
    { what: `the same against a deployment by the engine`, measured: quick / slow, goal: GOALS.ofEngine, unit: "x" },
    { what: `reset of ${of}, median of ${RUNS}`, measured: median(resets), goal: GOALS.resetMs, unit: " ms" },
  ];
}

const goals: Goal[] = [];
for (const [target, { server }] of Object.entries(offlineClouds)) {
  await using running = await startTemporaryServer(server, () => undefined);
  goals.push(...(await measure(target, running.url)));
}
printGoals(goals);
