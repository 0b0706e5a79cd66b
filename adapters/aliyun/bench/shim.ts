/**
 * The cost of the shim of Aliyun Function Compute: bytes in a queue function's bundle and microseconds per HTTP event over
 * a plain handler that does the same, and bytes and milliseconds to load of each client, beside the vendor's own. `npx tsx
 * adapters/aliyun/bench/shim.ts`.
 */
import { clientBytes, clientModules, printModules, wholePackage } from "../../../bench/clients.ts";
import { type HttpSubject, printHttp, printHttpGoals, shimSource } from "../../../bench/http.ts";
import { express, plain } from "../../../bench/libraries.ts";
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

const RAW_HTTP = `
  export const handler = async (payload) => {
    const { rawPath: pathname, headers, body } = JSON.parse(payload.toString());
    const sent = body ? JSON.parse(body) : null;
    return JSON.stringify({
      statusCode: 200,
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ pathname, agent: headers["User-Agent"], sent }),
    });
  };`;

/** The bytes that a function receives, of the same call that Lambda's functions receive. */
const httpEvent = (method: string, body = ""): Buffer =>
  Buffer.from(
    JSON.stringify({
      version: "v1",
      rawPath: "/items/42",
      headers: {
        Accept: "application/json",
        "Accept-Encoding": "gzip",
        "Content-Type": "application/json",
        Cookie: "session=abc",
        Host: "bench-abc.eu-central-1.fcapp.run",
        "User-Agent": "bench",
        "X-Forwarded-For": "203.0.113.7",
        "X-Forwarded-Port": "443",
        "X-Forwarded-Proto": "https",
      },
      queryParameters: { page: "2", tag: "a,b" },
      body,
      isBase64Encoded: false,
      requestContext: {
        accountId: "123456789",
        domainName: "bench-abc.eu-central-1.fcapp.run",
        domainPrefix: "bench-abc",
        requestId: "id",
        time: "2020-03-12T19:03:58Z",
        timeEpoch: "1583348638390",
        http: { method, path: "/items/42", protocol: "HTTP/1.1", sourceIp: "203.0.113.7", userAgent: "bench" },
      },
    }),
  );
const context = { requestId: "id", region: "eu-central-1", accountId: "123456789", function: { timeout: 3 } };
const subject = (source: string): HttpSubject => ({ source, event: httpEvent, context });

/** Prints the tables; the exit code says whether the limits hold. */
async function main(): Promise<void> {
  const bytes = await shimBytes();
  console.log(`Queue function's bundle: +${bytes} bytes minified (limit ${LIMITS.queue})\n`);
  const costs = await printHttp(
    {
      "raw handler": subject(RAW_HTTP),
      polyfn: subject(shimSource(SHIM)),
      "raw handler on Lambda": plain,
      "serverless-http on Lambda": { ...express, base: "raw handler on Lambda" },
    },
    SYNTAX,
  );
  printHttpGoals(costs);
  const vendors = Object.fromEntries(VENDORS.map((name) => [name, wholePackage(name)]));
  await printModules({ "(nothing)": "globalThis.kept = 1;", ...clientModules(SHIM), ...vendors }, SYNTAX);
  const largest = Math.max(...Object.values(await aliyunClientBytes()));
  if (bytes > LIMITS.queue || largest > LIMITS.client) process.exitCode = 1;
}

if (process.argv[1] === import.meta.filename) await main();
