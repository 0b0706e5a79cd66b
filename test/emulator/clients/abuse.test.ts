import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { type AliyunServer, startAliyun } from "../../../offline/aliyun/server.ts";
import { zipOf } from "../fc/harness.ts";

let server: AliyunServer;

beforeAll(async () => {
  server = await startAliyun();
});

beforeEach(() => server.reset());

afterAll(() => server.stop());

/** A client of nobody's making. */
const ask = (method: string, path: string, headers: Record<string, string>, body?: string | Uint8Array<ArrayBuffer>) =>
  fetch(`${server.url}${path}`, { method, headers, ...(body !== undefined && { body }) });

const fc = (method: string, path: string, body?: unknown) =>
  ask(
    method,
    `/2023-03-30${path}`,
    { authorization: "acs someone:x", "content-type": "application/json" },
    body === undefined ? undefined : JSON.stringify(body),
  );

const says = "exports.handler = async () => new Promise((done) => setTimeout(done, 300, 'done'))";
const settings = { runtime: "nodejs20", handler: "index.handler", code: { zipFile: zipOf({ "index.js": says }) } };

async function tally(answers: readonly Promise<Response>[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const answer of await Promise.all(answers)) {
    const body = await answer.text();
    const { Code: code = "" } = answer.ok ? {} : (JSON.parse(body) as { Code?: string });
    const key = `${answer.status} ${code}`.trim();
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

const acs = { authorization: "acs someone:x" };
const mns = { authorization: "MNS someone:x", "x-mns-version": "2015-06-06" };
const sls = {
  authorization: "LOG someone:x",
  "x-log-apiversion": "0.6.0",
  "x-log-project": "a-project",
  "x-log-bodyrawsize": "7",
};
const ots = { "x-ots-instancename": "an-instance", "x-ots-accesskeyid": "someone", "x-ots-signature": "x" };
const oss = { authorization: "OSS someone:x" };
const rpc = "Version=2015-05-01&AccessKeyId=someone&Signature=x&SignatureNonce=1";

it.each([
  ["a body that is not JSON", "POST", "/2023-03-30/functions", acs, "{", "400 InvalidArgument"],
  ["a list as body", "POST", "/2023-03-30/functions", acs, "[]", "400 InvalidArgument"],
  ["a wrong type", "POST", "/2023-03-30/functions", acs, '{"functionName":1}', "400 InvalidArgument"],
  ["an unknown operation", "PATCH", "/2023-03-30/functions", acs, "{}", "404 "],
  ["an invalid page size", "GET", "/2023-03-30/functions?limit=many", acs, undefined, "400 InvalidArgument"],
  ["a body that is not XML", "PUT", "/queues/q", mns, "<Queue", "400 MalformedXML"],
  ["a wrong number", "PUT", "/queues/q", mns, "<Queue><DelaySeconds>x</DelaySeconds></Queue>", "400 InvalidArgument"],
  ["a queue that does not exist", "POST", "/queues/q/messages", mns, "<Message/>", "404 QueueNotExist"],
  ["a project that is not JSON", "POST", "/", sls, "{{{{{{{", "400 "],
  ["a logstore that does not exist", "GET", "/logstores/none", sls, undefined, "404 ProjectNotExist"],
  ["an invalid row", "POST", "/GetRow", ots, "\u0001\u0002", "4"],
  ["an invalid bucket name", "PUT", "/B_", oss, "", "400 InvalidBucketName"],
  ["CORS rules that are not XML", "PUT", "/a-bucket?cors", oss, "<", "4"],
  ["an unknown action", "POST", `/?Action=MakeTea&${rpc}`, {}, undefined, "4"],
  ["an invalid policy", "POST", `/?Action=CreatePolicy&PolicyName=p&PolicyDocument=%7B&${rpc}`, {}, undefined, "400 "],
] as const)("answers %s with the vendor's error code", async (_, method, path, headers, body, expected) => {
  const answer = await ask(method, path, headers, body);
  const text = await answer.text();
  const code = /"(?:Code|errorCode|code)":\s*"(\w[\w.]*)"|<Code>(\w+)<\/Code>/.exec(text);
  expect(`${answer.status} ${code?.[1] ?? code?.[2] ?? ""}`).toMatch(new RegExp(`^${expected}`));
  expect(server.journal.entries.at(-1)?.status).toBe(answer.status);
});

it("survives truncated requests and headers without end", async () => {
  const port = Number(new URL(server.url).port);
  const heard = (text: string, ended: boolean) =>
    new Promise<string>((resolve) => {
      let all = "";
      const socket = connect(port, "127.0.0.1", () => (ended ? socket.end(text) : socket.write(text)));
      socket.on("data", (data) => {
        all += data;
      });
      socket.on("error", () => undefined).on("close", () => resolve(all.split("\r\n")[0] ?? ""));
    });
  const start = "POST /2023-03-30/functions HTTP/1.1\r\nhost: a\r\n";
  expect(await heard(`${start}content-length: 100\r\n\r\n{`, true)).toMatch(/^(HTTP\/1.1 400 .*)?$/);
  expect(await heard(`${start}transfer-encoding: chunked\r\n\r\nzz\r\n`, true)).toMatch(/^(HTTP\/1.1 400 .*)?$/);
  expect(await heard(`${start}x: ${"x".repeat(100_000)}\r\n\r\n`, false)).toMatch(/^HTTP\/1.1 431 /);
  expect((await fc("GET", "/functions")).status).toBe(200);
});

it("creates one function and deletes it once when 20 requests arrive together", async () => {
  const many = Array.from({ length: 20 });
  expect(await tally(many.map(() => fc("POST", "/functions", { functionName: "one", ...settings })))).toEqual({
    200: 1,
    "409 FunctionAlreadyExists": 19,
  });
  expect(await tally(many.map(() => fc("DELETE", "/functions/one")))).toEqual({ 204: 1, "404 FunctionNotFound": 19 });
});

it("lists a thousand functions page by page", async () => {
  const names = Array.from({ length: 1000 }, (_, index) => `f-${String(index).padStart(4, "0")}`);
  for (let at = 0; at < names.length; at += 50) {
    const made = names
      .slice(at, at + 50)
      .map((functionName) => fc("POST", "/functions", { functionName, ...settings }));
    expect(await tally(made)).toEqual({ 200: 50 });
  }
  const seen: string[] = [];
  let next = "";
  do {
    const answer = await fc("GET", `/functions?limit=70${next && `&nextToken=${encodeURIComponent(next)}`}`);
    const page = (await answer.json()) as { functions: { functionName: string }[]; nextToken?: string };
    seen.push(...page.functions.map(({ functionName }) => functionName));
    next = page.nextToken ?? "";
  } while (next);
  expect(seen).toEqual(names);
});

it("never runs more instances than the reserved number", async () => {
  const folder = await mkdtemp(join(tmpdir(), "polyfn-abuse-"));
  const go = join(folder, "go");
  const waits = `const { existsSync } = require("node:fs");
    exports.handler = async () => {
      while (!existsSync(${JSON.stringify(go)})) await new Promise((again) => setTimeout(again, 20));
    };`;
  const code = { zipFile: zipOf({ "index.js": waits }) };
  await fc("POST", "/functions", { functionName: "busy", ...settings, code, timeout: 600 });
  await fc("PUT", "/functions/busy/concurrency", { reservedConcurrency: 5 });
  let refused = 0;
  const calls = Array.from({ length: 200 }, async () => {
    const answer = await fc("POST", "/functions/busy/invocations", {});
    // The five that run end when all others are refused.
    if (answer.status === 429 && ++refused === 195) await writeFile(go, "");
    return answer;
  });
  expect(await tally(calls)).toEqual({ 200: 5, "429 ResourceExhausted": 195 });
  expect(await tally([fc("POST", "/functions/busy/invocations", {})])).toEqual({ 200: 1 });
  await rm(folder, { recursive: true });
});
