/**
 * The cost of the shim: bytes in a queue function's bundle, and microseconds per HTTP event, each over a plain Lambda
 * handler that does the same. Beside it, the cost of libraries that bring Fetch or Express to Lambda. `npx tsx
 * adapters/aws/bench/shim.ts`.
 */
import { ANSWER, printHttp, printHttpGoals, shimSource } from "../../../bench/http.ts";
import { express, onEvents, plain } from "../../../bench/libraries.ts";
import { bundle, queueFunction } from "../../../bench/measure.ts";

/** Most bytes the shim may add to a queue function, and most microseconds to an HTTP event. */
export const LIMITS = { bytes: 6000, microseconds: 20 };

const SYNTAX = "node22";

const RAW_QUEUE = `
  export const handler = async (event) => {
    for (const record of event.Records) console.log(record.body);
    return { batchItemFailures: [] };
  };`;
/** Bytes that the shim adds to a queue function, minified as in a deployment. */
export async function shimBytes(): Promise<number> {
  const own = await bundle(queueFunction("./adapters/aws/runtime"), SYNTAX);
  return own.length - (await bundle(RAW_QUEUE, SYNTAX)).length;
}

const HONO = `
  import { Hono } from "hono";
  import { handle } from "hono/aws-lambda";
  ${ANSWER}
  export const handler = handle(new Hono().all("*", async (c) => c.json(await answer(c.req.raw))));`;

/** Prints the tables; the exit code says whether the limits hold. */
async function main(): Promise<void> {
  const bytes = await shimBytes();
  console.log(`Queue function's bundle: +${bytes} bytes minified (limit ${LIMITS.bytes})\n`);
  const costs = await printHttp(
    {
      "raw handler": plain,
      polyfn: onEvents(shimSource("./adapters/aws/runtime")),
      "hono/aws-lambda": onEvents(HONO),
      "serverless-http": express,
    },
    SYNTAX,
  );
  printHttpGoals(costs);
  if (bytes > LIMITS.bytes || costs.some(({ added }) => added > LIMITS.microseconds)) process.exitCode = 1;
}

if (process.argv[1] === import.meta.filename) await main();
