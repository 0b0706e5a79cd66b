/**
 * The cost of the shim: bytes in a queue function's bundle, and microseconds per HTTP event, each over a plain Lambda
 * handler that does the same. Beside it, the cost of libraries that bring Fetch or Express to Lambda. `npx tsx
 * adapters/aws/bench/shim.ts`.
 */
import { Hono } from "hono";
import { handle } from "hono/aws-lambda";
import serverless from "serverless-http";
import { bundle, median, queueFunction, runsOr } from "../../../bench/measure.ts";
import { createHandler } from "../runtime/entry.ts";

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

const event = (method: string, body?: string) => ({
  version: "2.0",
  routeKey: "$default",
  rawPath: "/items/42",
  rawQueryString: "page=2&tag=a&tag=b",
  cookies: ["session=abc"],
  headers: {
    accept: "application/json",
    "accept-encoding": "gzip",
    "content-type": "application/json",
    host: "abc.lambda-url.eu-west-1.on.aws",
    "user-agent": "bench",
    "x-amzn-trace-id": "Root=1-5e66d96f-7491f09xmpl79d18acf3d050",
    "x-forwarded-for": "203.0.113.7",
    "x-forwarded-port": "443",
    "x-forwarded-proto": "https",
  },
  requestContext: {
    domainName: "abc.lambda-url.eu-west-1.on.aws",
    http: { method, path: "/items/42", protocol: "HTTP/1.1", sourceIp: "203.0.113.7", userAgent: "bench" },
    requestId: "id",
    stage: "$default",
    time: "12/Mar/2020:19:03:58 +0000",
    timeEpoch: 1583348638390,
  },
  body,
  isBase64Encoded: false,
});
type Event = ReturnType<typeof event>;
const context = { awsRequestId: "id", getRemainingTimeInMillis: () => 3000 };

/** The same small work for everyone: one header and the path read, a JSON body read if there is one, JSON answered. */
async function answer(request: Request): Promise<object> {
  const { pathname } = new URL(request.url);
  const agent = request.headers.get("user-agent");
  return { pathname, agent, sent: request.method === "POST" ? await request.json() : null };
}

interface Globals {
  readonly Request: typeof Request;
  readonly Response: typeof Response;
}
interface Subject {
  call(event: Event): unknown;
  /** Each runs with the globals it has in a function of its own. */
  readonly globals: Globals;
}

const raw: Subject["call"] = async ({ rawPath: pathname, headers, body }) => ({
  statusCode: 200,
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ pathname, agent: headers["user-agent"], sent: body ? JSON.parse(body) : null }),
});

async function subjects(): Promise<Record<string, Subject>> {
  const node = { Request: globalThis.Request, Response: globalThis.Response };
  // Not imported above, because it puts globals of its own in place.
  const { http } = await import("../runtime/triggers/http.ts");
  const shim = { Request: globalThis.Request, Response: globalThis.Response };
  const own = createHandler(
    { default: { http: async (request: Request) => Response.json(await answer(request)) } },
    { function: "bench", codecs: { http }, triggers: { http: [{ name: "web" }] } },
  );
  const app = new Hono().all("*", async (c) => c.json(await answer(c.req.raw)));
  const hono = handle(app) as (event: unknown, context: unknown) => unknown;
  const express = serverless(
    (request: { url: string; headers: Record<string, string>; body?: Buffer }, response: Express) => {
      const sent = request.body?.length ? JSON.parse(request.body.toString()) : null;
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ pathname: request.url.split("?")[0], agent: request.headers["user-agent"], sent }));
    },
  );
  return {
    "raw handler": { call: raw, globals: node },
    polyfn: { call: (event) => own(event, context as never), globals: shim },
    "hono/aws-lambda": { call: (event) => hono(event, context), globals: node },
    "serverless-http": { call: (event) => express(event, context), globals: node },
  };
}
interface Express {
  setHeader(name: string, value: string): void;
  end(body: string): void;
}

const RUNS = runsOr(15);
const CALLS = 3000;

/** Microseconds per call: of this process, whatever else the machine does, and by the clock. */
async function run({ call, globals }: Subject, input: Event): Promise<{ cpu: number; wall: number }> {
  Object.assign(globalThis, globals);
  const [before, start] = [process.cpuUsage(), performance.now()];
  for (let done = 0; done < CALLS; done++) await call(input);
  const { user, system } = process.cpuUsage(before);
  return { cpu: (user + system) / CALLS, wall: ((performance.now() - start) * 1000) / CALLS };
}

/** Median of each subject, after a warm-up. They take turns, so that a busy moment of the machine hits all. */
async function measure(all: [string, Subject][], input: Event): Promise<Map<string, { cpu: number; wall: number }>> {
  const times = new Map(all.map(([name]) => [name, { cpu: [] as number[], wall: [] as number[] }]));
  for (const [, subject] of all) await run(subject, input);
  for (let turn = 0; turn < RUNS; turn++) {
    for (const [name, subject] of all) {
      const { cpu, wall } = await run(subject, input);
      times.get(name)?.cpu.push(cpu);
      times.get(name)?.wall.push(wall);
    }
  }
  return new Map([...times].map(([name, { cpu, wall }]) => [name, { cpu: median(cpu), wall: median(wall) }]));
}

/** Prints the tables; the exit code says whether the limits hold. */
async function main(): Promise<void> {
  const bytes = await shimBytes();
  console.log(`Queue function's bundle: +${bytes} bytes minified (limit ${LIMITS.bytes})\n`);
  const all = Object.entries(await subjects());
  let worst = 0;
  for (const [title, input] of Object.entries({ GET: event("GET"), POST: event("POST", '{"a":1,"b":"two"}') })) {
    const results = await measure(all, input);
    const base = results.get("raw handler") ?? { cpu: 0, wall: 0 };
    console.log(`${title}, us per event, medians of ${RUNS} runs of ${CALLS}   cpu   over raw    clock   over raw`);
    for (const [name, { cpu, wall }] of results) {
      const cells = [cpu, cpu - base.cpu, wall, wall - base.wall].map((value) => value.toFixed(1).padStart(9));
      console.log(name.padEnd(48), ...cells);
      if (name === "polyfn") worst = Math.max(worst, cpu - base.cpu);
    }
    console.log();
  }
  console.log(`Most processor time added to an HTTP event: ${worst.toFixed(1)} us (limit ${LIMITS.microseconds})`);
  if (bytes > LIMITS.bytes || worst > LIMITS.microseconds) process.exitCode = 1;
}

if (process.argv[1] === import.meta.filename) await main();
