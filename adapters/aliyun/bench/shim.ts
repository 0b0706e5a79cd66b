/**
 * The cost of the shim of Aliyun Function Compute: bytes in a queue function's bundle over a plain handler that does
 * the same, and bytes and milliseconds to load of each client, beside the vendor's own. `npx tsx
 * adapters/aliyun/bench/shim.ts`.
 */
import { clientBytes, clientModules, printModules, wholePackage } from "../../../bench/clients.ts";
import { bundle, queueFunction } from "../../../bench/measure.ts";

/**
 * Most bytes the shim may add to a queue function (it can put messages back), and most bytes of any client. Of these,
 * 2,000 are for requests without the global `fetch`, which save some 40 ms of a function's first call (decision 021).
 */
export const LIMITS = { queue: 17_000, client: 27_000 };

const SYNTAX = "node20";
const SHIM = "./adapters/aliyun/runtime";

const RAW = `
  export const handler = async (event) => {
    for (const { data } of JSON.parse(event.toString())) console.log(data.messageBody);
  };`;
/** Bytes that the shim adds to a queue function, minified as in a deployment. */
export async function shimBytes(): Promise<number> {
  const own = await bundle(queueFunction(SHIM), SYNTAX);
  return own.length - (await bundle(RAW, SYNTAX)).length;
}

const VENDORS = [
  "ali-oss",
  "@alicloud/mns",
  "@alicloud/log",
  "tablestore",
  "@alicloud/eventbridge",
  "@alicloud/kms20160120",
  "@alicloud/fc20230330",
];

export const aliyunClientBytes = (): Promise<Record<string, number>> => clientBytes(SHIM, SYNTAX);

/** Prints the tables; the exit code says whether the limits hold. */
async function main(): Promise<void> {
  const bytes = await shimBytes();
  console.log(`Queue function's bundle: +${bytes} bytes minified (limit ${LIMITS.queue})\n`);
  const vendors = Object.fromEntries(VENDORS.map((name) => [name, wholePackage(name)]));
  await printModules({ "(nothing)": "globalThis.kept = 1;", ...clientModules(SHIM), ...vendors }, SYNTAX);
  const largest = Math.max(...Object.values(await aliyunClientBytes()));
  if (bytes > LIMITS.queue || largest > LIMITS.client) process.exitCode = 1;
}

if (process.argv[1] === import.meta.filename) await main();
