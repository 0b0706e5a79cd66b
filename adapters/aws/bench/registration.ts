/**
 * The time in which the engine previews about 2,000 resources (333 functions with role, policy, log group, queue and
 * event source), written by hand and made by polyfn, both with the real engine and a provider that answers at once.
 * polyfn must take at most half the time. `npx tsx adapters/aws/bench/registration.ts`; exits with 1 where it takes
 * more.
 */
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { median, runsOr } from "../../../bench/measure.ts";
import { table } from "../../../cli/table.ts";
import { buildFunctions } from "../../../infra/build/index.ts";
import { parseApp } from "../../../model/parse.ts";
import { engineEnvironment } from "../../../offline/engine/environment.ts";
import { findEngine } from "../../../offline/engine/index.ts";
import { aws } from "../adapter.ts";
import { spec } from "./registration/spec.ts";

const RUNS = runsOr(3);
const folder = (name: string): string => fileURLToPath(new URL(`registration/${name}`, import.meta.url));

interface Result {
  readonly seconds: number;
  readonly resources: number;
}

/** One preview in a state of its own. */
async function preview(program: string, environment: NodeJS.ProcessEnv, engine: string): Promise<Result> {
  const state = await mkdtemp(join(tmpdir(), "polyfn-bench-"));
  const env = { ...environment, PULUMI_BACKEND_URL: pathToFileURL(state).href, PULUMI_HOME: join(state, "home") };
  const run = async (...args: string[]): Promise<string> => {
    const options = { cwd: folder(program), env, maxBuffer: 1 << 30 };
    return (await promisify(execFile)(engine, ["--non-interactive", ...args], options)).stdout;
  };
  try {
    await run("stack", "init", "bench");
    const start = performance.now();
    const printed = await run("preview", "--stack", "bench", "--suppress-outputs");
    const seconds = (performance.now() - start) / 1000;
    // Only native resources count: those are the same in both programs.
    return { seconds, resources: printed.match(/^ *\+ .*aws:\w+:/gm)?.length ?? 0 };
  } finally {
    await rm(state, { recursive: true, force: true });
  }
}

async function main(): Promise<boolean> {
  const engine = await findEngine();
  // Packages are built before, as they are in any deployment but the first; both programs use the same zip.
  const built = await buildFunctions({ app: parseApp(spec), adapter: aws, directory: folder("polyfn") });
  const environment = {
    ...engineEnvironment(engine),
    PULUMI_CONFIG_PASSPHRASE: "bench",
    PULUMI_SKIP_UPDATE_CHECK: "1",
    POLYFN_BENCH_ZIP: [...built.artifacts.values()][0]?.zip,
  };
  const results = { "hand-written": [] as Result[], polyfn: [] as Result[] };
  // Taking turns, so that whatever else the machine does meets both.
  for (let run = 0; run < RUNS; run++) {
    for (const [program, found] of Object.entries(results)) {
      found.push(await preview(program, environment, engine.command));
    }
  }
  const seconds = Object.entries(results).map(([program, found]) => ({
    program,
    resources: found[0]?.resources ?? 0,
    runs: found.map((result) => result.seconds),
    median: median(found.map((result) => result.seconds)),
  }));
  const [hand, own] = seconds;
  const ratio = (own?.median ?? Number.NaN) / (hand?.median ?? Number.NaN);
  const rows = seconds.map(({ program, resources, runs, median }) => [
    program,
    String(resources),
    `${runs.map((run) => run.toFixed(1)).join(", ")} -> ${median.toFixed(1)}`,
  ]);
  console.log(table(["Program", "Resources", "Preview, seconds -> median"], rows, { colour: false }));
  console.log(`polyfn takes ${(ratio * 100).toFixed(0)} % of the hand-written program's time; at most 50 % is wanted.`);
  return ratio <= 0.5 && hand?.resources === own?.resources;
}

process.exitCode = (await main()) ? 0 : 1;
