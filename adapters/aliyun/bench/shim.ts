/**
 * What the shim of Aliyun Function Compute costs: bytes in a queue function's bundle over a plain handler that does the
 * same, and bytes and milliseconds to load of each client, beside the vendor's own.
 * `npx tsx adapters/aliyun/bench/shim.ts`.
 */
import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundle, median, queueFunction, runsOr } from "../../../bench/measure.ts";

/** Most bytes the shim may add to a queue function (it can put messages back), and most bytes of any client. */
export const LIMITS = { queue: 15_000, client: 25_000 };

const SYNTAX = "node20";

const RAW = `
  export const handler = async (event) => {
    for (const { data } of JSON.parse(event.toString())) console.log(data.messageBody);
  };`;
/** Bytes that the shim adds to a queue function, minified as in a deployment. */
export async function shimBytes(): Promise<number> {
  const own = await bundle(queueFunction("./adapters/aliyun/runtime"), SYNTAX);
  return own.length - (await bundle(RAW, SYNTAX)).length;
}

const KINDS = ["bucket", "queue", "topic", "stream", "table", "bus", "secret", "function"] as const;
const VENDORS = [
  "ali-oss",
  "@alicloud/mns",
  "@alicloud/log",
  "tablestore",
  "@alicloud/eventbridge",
  "@alicloud/kms20160120",
  "@alicloud/fc20230330",
];

const client = (kind: string): string =>
  `import { ${kind}Client } from "./adapters/aliyun/runtime/clients/${kind}.ts"; globalThis.kept = ${kind}Client;`;

/** Bytes of each client alone. */
export const clientBytes = async (): Promise<Record<string, number>> =>
  Object.fromEntries(await Promise.all(KINDS.map(async (kind) => [kind, (await bundle(client(kind), SYNTAX)).length])));

const RUNS = runsOr(9);

/** Milliseconds of processor time that loading the module takes, a median; NaN for one that doesn't load. */
function loadTime(file: string): number {
  const program = `const before = process.cpuUsage();
    import(${JSON.stringify(file)}).then(() => {
      const { user, system } = process.cpuUsage(before);
      console.log((user + system) / 1000);
      process.exit();
    });`;
  try {
    const times = Array.from({ length: RUNS }, () =>
      Number(execFileSync("node", ["-e", program], { stdio: ["ignore", "pipe", "ignore"] })),
    );
    return median(times);
  } catch {
    return Number.NaN;
  }
}

async function measure(name: string, contents: string, directory: string): Promise<string> {
  try {
    const code = await bundle(contents, SYNTAX);
    const file = join(directory, `${name.replaceAll(/\W/g, "-")}.mjs`);
    await writeFile(file, code);
    const time = loadTime(file);
    const said = Number.isNaN(time) ? "does not load from a bundle" : `${time.toFixed(1).padStart(6)} ms`;
    return `${name.padEnd(24)} ${String(code.length).padStart(9)} bytes  ${said}`;
  } catch {
    return `${name.padEnd(24)} can't be bundled`;
  }
}

/** Prints the tables; the exit code says whether the limits hold. */
async function main(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "polyfn-bench-"));
  try {
    const bytes = await shimBytes();
    console.log(`Queue function's bundle: +${bytes} bytes minified (limit ${LIMITS.queue})\n`);
    console.log(await measure("(nothing)", "globalThis.kept = 1;", directory));
    for (const kind of KINDS) console.log(await measure(`polyfn: ${kind}`, client(kind), directory));
    for (const name of VENDORS) {
      console.log(
        await measure(name, `import * as all from ${JSON.stringify(name)}; globalThis.kept = all;`, directory),
      );
    }
    const largest = Math.max(...Object.values(await clientBytes()));
    if (bytes > LIMITS.queue || largest > LIMITS.client) process.exitCode = 1;
  } finally {
    await rm(directory, { recursive: true });
  }
}

if (process.argv[1] === import.meta.filename) await main();
