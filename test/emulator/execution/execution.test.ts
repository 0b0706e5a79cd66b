import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { Blobs } from "../../../offline/aliyun/core/blobs.ts";
import { Clock } from "../../../offline/aliyun/core/clock.ts";
import { Debugging } from "../../../offline/aliyun/core/debugging.ts";
import type { World } from "../../../offline/aliyun/core/world.ts";
import type { Executable, ExecutionResult } from "../../../offline/aliyun/execution/contract.ts";
import { createExecutor } from "../../../offline/aliyun/execution/index.ts";
import { pythonOnPath } from "../../../offline/aliyun/execution/python.ts";

const scratch = mkdtempSync(join(tmpdir(), "polyfn-execution-"));
const clock = new Clock();
const world = {
  python: pythonOnPath,
  account: "1234567890123456",
  defaultRegion: "cn-hangzhou",
  clock,
  blobs: new Blobs(join(scratch, "blobs")),
  scratch,
  debugging: new Debugging(),
  access: {
    url: "http://127.0.0.1:1",
    certificateFile: "",
    environment: { HTTPS_PROXY: "http://127.0.0.1:1" },
    workerEnvironment: {},
  },
} as unknown as World;
const executor = createExecutor(world);

let made = 0;

function executable(files: Record<string, string>, more: Partial<Executable> = {}): Executable {
  const codeDirectory = mkdtempSync(join(scratch, "code-"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(codeDirectory, name), text, { mode: 0o755 });
  return {
    functionName: `f${++made}`,
    revision: "1",
    qualifier: "LATEST",
    versionId: "LATEST",
    runtime: "nodejs20",
    handler: "index.handler",
    codeDirectory,
    memoryMb: 256,
    diskMb: 512,
    timeoutSeconds: 20,
    environment: { OWN: "yes" },
    instanceConcurrency: 1,
    idleSeconds: 300,
    region: "cn-hangzhou",
    account: "1234567890123456",
    credentials: () => ({ accessKeyId: "STS.a", accessKeySecret: "b", securityToken: "c", expires: 0 }),
    ...more,
  };
}

async function call(fn: Executable, payload: string | Buffer = "", requestId = "r1") {
  const lines: string[] = [];
  const input = { kind: "event", payload: Buffer.from(payload) } as const;
  const instances: string[] = [];
  const result = await executor.run(fn, {
    requestId,
    input,
    onInstance: (instanceId) => instances.push(instanceId),
    onLog: (line) => lines.push(line),
  });
  expect(instances).toEqual(result.instanceId === "" ? [] : [result.instanceId]);
  return { result, lines, text: result.outcome.body.toString() };
}

const errorOf = ({ outcome }: ExecutionResult) => JSON.parse(outcome.body.toString()) as Record<string, unknown>;

afterEach(() => executor.stop());
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe("Node.js functions", () => {
  it("receive bytes and a context, and answer with their return value", async () => {
    const fn = executable({
      "index.mjs": `export const handler = async (event, context) => ({
        isBuffer: Buffer.isBuffer(event), event: event.toString(), context,
        own: process.env.OWN, name: process.env.FC_FUNCTION_NAME, key: process.env.ALIBABA_CLOUD_ACCESS_KEY_ID,
      });`,
    });
    const { text } = await call(fn, '{"a":1}', "request-7");
    expect(JSON.parse(text)).toMatchObject({
      isBuffer: true,
      event: '{"a":1}',
      own: "yes",
      name: fn.functionName,
      key: "STS.a",
      context: {
        requestId: "request-7",
        credentials: { accessKeyId: "STS.a", accessKeySecret: "b", securityToken: "c" },
        function: { name: fn.functionName, handler: "index.handler", memory: 256, timeout: 20 },
        region: "cn-hangzhou",
        accountId: "1234567890123456",
      },
    });
  });

  it("answer through the callback, with bytes, and from a module in a folder", async () => {
    const bytes = executable({ "index.js": "exports.handler = (event, context, callback) => callback(null, event);" });
    const big = Buffer.alloc(3_000_000, 7);
    expect((await call(bytes, big)).result.outcome.body.equals(big)).toBe(true);
    const nothing = executable({ "index.js": "exports.handler = async () => {};" });
    expect((await call(nothing)).text).toBe("");
  });

  it("reuse an idle instance, run in parallel in others, and end when idle", async () => {
    const fn = executable({
      "index.mjs": `let calls = 0;
        export const handler = async (event) => {
          await new Promise((resolve) => setTimeout(resolve, Number(event.toString())));
          return String(++calls);
        };`,
    });
    const first = await call(fn, "0");
    const second = await call(fn, "0");
    expect([first.text, second.text]).toEqual(["1", "2"]);
    expect([first.result.cold, second.result.cold]).toEqual([true, false]);
    const both = await Promise.all([call(fn, "200"), call(fn, "200")]);
    expect(new Set(both.map(({ result }) => result.instanceId)).size).toBe(2);
    expect(executor.instances(fn)).toHaveLength(2);
    await clock.advance(301_000);
    await expect.poll(() => executor.instances(fn).length).toBe(0);
  });

  it("restart when their code or settings change", async () => {
    const old = executable({ "index.mjs": "export const handler = async () => 'old';" });
    await call(old);
    const changed = executable({ "index.mjs": "export const handler = async () => 'new';" });
    const next = { ...changed, functionName: old.functionName, revision: "2" };
    expect((await call(next)).text).toBe("new");
    const elsewhere = { ...old, region: "cn-beijing" };
    await call(elsewhere);
    executor.retire(old, ["2"]);
    await expect.poll(() => executor.instances(old).length).toBe(1);
    expect(executor.instances(elsewhere)).toHaveLength(1);
  });

  it("write their output to the log of their own call before the answer", async () => {
    const fn = executable({
      "index.mjs": `export const handler = async (event, context) => {
        console.log("one", { a: 1 }); console.error("two"); context.logger.info("three");
        process.stdout.write("no newline");
        return "";
      };`,
    });
    const { lines } = await call(fn, "", "r1");
    expect(lines).toHaveLength(4);
    expect(lines.join("\n")).toMatch(/ r1 \[verbose\] one \{ a: 1 \}/);
    expect(lines.join("\n")).toMatch(/ r1 \[error\] two/);
    expect(lines.join("\n")).toMatch(/ r1 \[info\] three/);
    expect(lines).toContain("no newline");
    expect((await call(fn, "", "r2")).lines.filter((line) => line.includes("r1"))).toEqual([]);
  });

  it("report errors that are thrown or passed to the callback", async () => {
    const thrown = await call(
      executable({ "index.mjs": "export const handler = async () => { throw new TypeError('no'); };" }),
    );
    expect(thrown.result.outcome).toMatchObject({ kind: "error", type: "UnhandledInvocationError" });
    expect(errorOf(thrown.result)).toMatchObject({ errorMessage: "no", errorType: "TypeError" });
    expect(String((errorOf(thrown.result).stackTrace as string[])[1])).toContain("index.mjs");
    const handled = await call(
      executable({ "index.js": "exports.handler = (e, c, callback) => callback(new Error('told'));" }),
    );
    expect(handled.result.outcome).toMatchObject({ kind: "error", type: "HandledInvocationError" });
    expect(errorOf(handled.result)).toMatchObject({ errorMessage: "told", errorType: "Error" });
  });

  it("end on a timeout, on too much memory or on exit, and the next call starts a new instance", async () => {
    const slow = executable(
      { "index.mjs": "export const handler = () => new Promise(() => {});" },
      { timeoutSeconds: 1 },
    );
    expect(errorOf((await call(slow)).result).errorMessage).toMatch(/^Function timed out after 1 seconds/);
    expect(executor.instances(slow).filter((i) => i.status === "Running")).toHaveLength(0);
    const greedy = executable({
      "index.mjs": `export const handler = async () => {
        const kept = [];
        for (let i = 0; i < 100; i++) { kept.push(Buffer.alloc(20_000_000, i)); await new Promise((r) => setTimeout(r, 20)); }
      };`,
    });
    expect(errorOf((await call(greedy)).result).errorMessage).toMatch(/out of memory/);
    const suicidal = executable({
      "index.mjs": "export const handler = (event) => event.length ? 'alive' : process.exit(3);",
    });
    expect(errorOf((await call(suicidal)).result).errorMessage).toMatch(/^Process exited unexpectedly/);
    expect((await call(suicidal, "x")).text).toBe("alive");
  });

  it("report why they cannot start", async () => {
    const missing = await call(executable({ "other.mjs": "" }));
    expect(errorOf(missing.result).errorMessage).toBe("Module 'index' is missing.");
    const java = await call(executable({}, { runtime: "java11" }));
    expect(errorOf(java.result).errorMessage).toMatch(/can't run java11/);
  });

  it("run their initializer once before the first call", async () => {
    const fn = executable(
      {
        "index.mjs": `let ready = 0;
          export const initialize = async () => { ready += 1; };
          export const handler = async () => String(ready);`,
      },
      { initializer: { handler: "index.initialize", timeoutSeconds: 60 } },
    );
    expect((await call(fn)).text).toBe("1");
    expect((await call(fn)).text).toBe("1");
  });

  it("keep provisioned instances running", async () => {
    const fn = executable({ "index.mjs": "export const handler = async () => '';" });
    executor.provision(fn, 2);
    await expect.poll(() => executor.instances(fn).length).toBe(2);
    expect((await call(fn)).result.cold).toBe(false);
    await clock.advance(400_000);
    expect(executor.instances(fn)).toHaveLength(2);
    // The qualifier stands for something else from now on.
    executor.provision({ ...fn, revision: "2" }, 1);
    await clock.advance(400_000);
    await expect.poll(() => executor.instances(fn).length).toBe(1);
  });
});

describe("Python functions", () => {
  it("receive bytes and a context, print, and fail as in Function Compute", async () => {
    const source = [
      "import json, logging, os",
      "def handler(event, context):",
      "    print('printed')",
      "    logging.getLogger().info('logged')",
      "    if event == b'fail': raise ValueError('bad')",
      "    return json.dumps([event.decode(), context.request_id, context.credentials.access_key_id, context.function.memory, os.environ['OWN']])",
    ].join("\n");
    const fn = executable({ "index.py": source }, { runtime: "python3.10" });
    const { text, lines } = await call(fn, "hello", "r9");
    expect(JSON.parse(text)).toEqual(["hello", "r9", "STS.a", 256, "yes"]);
    expect(lines[0]).toBe("printed");
    expect(lines[1]).toMatch(/ r9 \[INFO\] logged$/);
    const failed = await call(fn, "fail");
    expect(errorOf(failed.result)).toMatchObject({ errorMessage: "bad", errorType: "ValueError" });
  });
});

describe("custom runtimes", () => {
  const server = `#!/usr/bin/env node
    const { createServer } = require("node:http");
    createServer((request, response) => {
      const chunks = [];
      request.on("data", (chunk) => chunks.push(chunk)).on("end", () => {
        console.log("served", request.headers["x-fc-request-id"]);
        const body = Buffer.concat(chunks).toString();
        if (body === "fail") return response.writeHead(404, { "x-fc-status": "404" }).end('{"errorMessage":"failed"}');
        response.setHeader("set-cookie", ["a=1", "b=2"]);
        // From here on its length is unknown: it goes in chunks.
        response.flushHeaders();
        response.end(JSON.stringify([request.headers["x-fc-control-path"], request.method, request.url, body]));
      });
    }).listen(process.env.FC_CUSTOM_LISTEN_PORT, "127.0.0.1");`;

  it("receive events and requests over HTTP", async () => {
    const fn = executable({ bootstrap: server }, { runtime: "custom.debian12", instanceConcurrency: 10 });
    const event = await call(fn, "payload", "r3");
    expect(JSON.parse(event.text)).toEqual(["/invoke", "POST", "/invoke", "payload"]);
    expect(event.lines).toEqual(["served r3"]);
    const request = { method: "PUT", target: "/a/b?c=1", headers: { "x-own": "1" }, body: Buffer.from("body") };
    const { outcome } = await executor.run(fn, {
      requestId: "r4",
      input: { kind: "http", request },
      onInstance: () => undefined,
      onLog: () => undefined,
    });
    expect(JSON.parse(outcome.body.toString())).toEqual(["/http-invoke", "PUT", "/a/b?c=1", "body"]);
    expect(outcome).toMatchObject({ http: { status: 200, headers: { "set-cookie": ["a=1", "b=2"] } } });
    expect(outcome).not.toHaveProperty(["http", "headers", "transfer-encoding"]);
    expect((await call(fn, "fail")).result.outcome).toMatchObject({ kind: "error", type: "HandledInvocationError" });
  });

  it("handle several calls at once in one instance", async () => {
    const fn = executable({ bootstrap: server }, { runtime: "custom", instanceConcurrency: 10 });
    await call(fn, "first");
    const all = await Promise.all(Array.from({ length: 5 }, (_, i) => call(fn, String(i))));
    expect(new Set(all.map(({ result }) => result.instanceId)).size).toBe(1);
  });

  it("report why they do not start", async () => {
    const fn = executable({ bootstrap: "#!/bin/sh\nexit 4\n" }, { runtime: "custom" });
    expect(errorOf((await call(fn)).result).errorMessage).toMatch(/exit status 4/);
  });
});
