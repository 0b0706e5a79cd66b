/**
 * What the shim costs: bytes in a queue function's bundle, and microseconds of processor time per HTTP event, each over
 * a plain Lambda handler that does the same. `npx tsx bench/shim.ts`.
 */
import { build } from "esbuild";
import { createHandler } from "../adapters/aws/runtime/entry.ts";
import { http } from "../adapters/aws/runtime/triggers/http.ts";
import { BUNDLING } from "../infra/build/bundle.ts";

const ROOT = new URL("..", import.meta.url).pathname;

async function bundleBytes(contents: string): Promise<number> {
  const stdin = { contents, resolveDir: ROOT, loader: "ts" } as const;
  const { outputFiles } = await build({ ...BUNDLING, sourcemap: false, stdin, target: "node22", write: false });
  return outputFiles.reduce((sum, { contents }) => sum + contents.length, 0);
}

const RAW_QUEUE = `
  export const handler = async (event) => {
    for (const record of event.Records) console.log(record.body);
    return { batchItemFailures: [] };
  };`;
const OWN_QUEUE = `
  import * as user from "./bench/queue-handler.ts";
  import { createHandler } from "./adapters/aws/runtime/entry.ts";
  import { queue } from "./adapters/aws/runtime/triggers/queue.ts";
  export const handler = createHandler(user, { function: "jobs", triggers: { queue }, clients: {}, webhooks: {} });`;

/** Bytes that the shim adds to a queue function, minified as in a deployment. */
export const shimBytes = async (): Promise<number> => (await bundleBytes(OWN_QUEUE)) - (await bundleBytes(RAW_QUEUE));

type Handler = (event: never, context: never) => unknown;

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
const context = { awsRequestId: "id", getRemainingTimeInMillis: () => 3000, callbackWaitsForEmptyEventLoop: true };

const raw: Handler = async (event: ReturnType<typeof event_>) => ({
  statusCode: 200,
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ path: event.rawPath, sent: event.body ? JSON.parse(event.body) : null }),
});
declare const event_: typeof event;

const own: Handler = createHandler(
  {
    default: {
      async http(request: Request) {
        const { pathname } = new URL(request.url);
        return Response.json({ path: pathname, sent: request.method === "POST" ? await request.json() : null });
      },
    },
  },
  { function: "bench", triggers: { http } },
) as Handler;

const RUNS = 15;
const CALLS = 4000;

/** Microseconds of processor time per call: wall time would measure what else the machine does. */
async function run(handler: Handler, input: unknown): Promise<number> {
  const before = process.cpuUsage();
  for (let call = 0; call < CALLS; call++) await handler(input as never, context as never);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / CALLS;
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

async function main() {
  console.log(`bundle of a queue function: +${await shimBytes()} bytes`);
  const subjects = { raw, polyfn: own };
  for (const [title, input] of [
    ["GET", event("GET")],
    ["POST", event("POST", '{"a":1,"b":"two"}')],
  ] as const) {
    const times: Record<string, number[]> = {};
    // Turn about, so that a busy moment hits all.
    for (let i = 0; i < RUNS; i++)
      for (const [name, handler] of Object.entries(subjects)) (times[name] ??= []).push(await run(handler, input));
    for (const [name, values] of Object.entries(times))
      console.log(title, name.padEnd(8), median(values).toFixed(2), "us");
  }
}

if (process.argv[1] === import.meta.filename) await main();
