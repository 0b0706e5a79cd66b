import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterEach, describe, expect, it } from "vitest";
import { adapters, type Target } from "../../adapters/index.ts";
import { BUNDLING } from "../../infra/build/bundle.ts";
import { PACKAGE_ROOT } from "../../infra/build/paths.ts";
import { parseApp } from "../../model/parse.ts";

const run = promisify(execFile);
const directories: string[] = [];
afterEach(async () => {
  for (const directory of directories.splice(0)) await rm(directory, { recursive: true, force: true });
});

/** Fails to load until the environment says otherwise, and counts how often it was tried. */
const FLAKY = `
  globalThis.tries = (globalThis.tries ?? 0) + 1;
  if (process.env.WELL !== "yes") throw new Error("hunter2");
  export default {
    http: () => new Response("tries: " + globalThis.tries),
    raw: () => ({ said: "raw" }),
  };`;

const SPEC = { name: "shop", functions: { web: { handler: "web.ts", triggers: { url: { kind: "http" } } } } };

interface Call {
  /** A request to the function's URL. */
  readonly event: object;
  /** Source of the context that the cloud hands over. */
  readonly context: string;
  /** Source of what the cloud hands over as the event. */
  readonly toEvent: string;
}

const LAMBDA: Call = {
  event: { version: "2.0", rawPath: "/", rawQueryString: "", requestContext: { http: { method: "GET" } } },
  context: "{ awsRequestId: 'r-1', getRemainingTimeInMillis: () => 3000 }",
  toEvent: "event",
};

const CALLS: Readonly<Record<Target, Call>> = {
  aws: LAMBDA,
  localstack: LAMBDA,
  aliyun: {
    event: { version: "v1", rawPath: "/", requestContext: { http: { method: "GET" } } },
    context: "{ requestId: 'r-1', function: { name: 'f', timeout: 3 } }",
    toEvent: "Buffer.from(JSON.stringify(event))",
  },
};

/** Runs a function's bundle in a process of its own; gives what its last line says. */
async function runBundle(target: Target, handler: string, program: string): Promise<unknown> {
  const directory = await mkdtemp(join(tmpdir(), "polyfn-load-"));
  directories.push(directory);
  const app = parseApp(SPEC);
  const fn = app.functions.get("web");
  const packaging = fn && (await adapters[target]()).package(fn, app);
  if (packaging?.kind !== "node") throw new Error("not Node.js");
  await writeFile(join(directory, "user.ts"), handler);
  const contents = packaging.entry(join(directory, "user.ts"));
  const stdin = { contents, resolveDir: PACKAGE_ROOT, loader: "ts" } as const;
  const outfile = join(directory, "index.mjs");
  await build({ ...BUNDLING, outExtension: {}, sourcemap: false, metafile: false, stdin, target: "node20", outfile });
  const { event, context, toEvent } = CALLS[target];
  const source = `
    const event = ${JSON.stringify(event)};
    const { handler } = await import("./index.mjs");
    const call = async (event) => {
      const result = await handler(${toEvent}, ${context});
      return typeof result === "string" ? JSON.parse(result) : result;
    };
    const http = async () => { const { statusCode, body } = await call(event); return [statusCode, body]; };
    ${program}`;
  await writeFile(join(directory, "run.mjs"), source);
  const { stdout } = await run(process.execPath, [join(directory, "run.mjs")]);
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
}

describe.each(Object.keys(CALLS) as Target[])("a function on %s whose module fails to load", (target) => {
  it("answers 500 and retries with each call until it is loaded", async () => {
    const program = `
      const answers = [await http(), await http()];
      const raw = await call({ other: 1 }).catch((error) => error.message);
      process.env.WELL = "yes";
      answers.push(await http(), await http());
      console.log(JSON.stringify([answers, raw, await call({ other: 1 })]));`;
    expect(await runBundle(target, FLAKY, program)).toEqual([
      [
        [500, '{"requestId":"r-1"}'],
        [500, '{"requestId":"r-1"}'],
        [200, "tries: 5"],
        [200, "tries: 5"],
      ],
      "hunter2",
      { said: "raw" },
    ]);
  });

  it.each([
    ["no handler", "export const nothing = 1;"],
    ["a method of another name", "export default { htpp: () => new Response() };"],
    ["an import that is missing", 'await import("node:" + "missing"); export default { http: () => new Response() };'],
    ["a throw at its start", 'throw new TypeError("hunter2"); export default { http: () => new Response() };'],
    ["a throw of nothing", "throw undefined; export default { http: () => new Response() };"],
    ["a promise that is rejected", 'await Promise.reject(new Error("hunter2")); export default {};'],
    ["a default export that is null", "export default null;"],
    ["a default export that is text", 'export default "http";'],
    ["a method that is no function", "export default { http: 5 };"],
  ])("answers 500 with %s", async (_, handler) => {
    const program = "console.log(JSON.stringify(await http()));";
    expect(await runBundle(target, handler, program)).toEqual([500, '{"requestId":"r-1"}']);
  });

  it("logs the reason with the stack at its start and for each call", async () => {
    const program = `
      const { requestId } = JSON.parse((await http())[1]);
      const lines = [];
      const write = process.stdout.write;
      process.stdout.write = (line) => void lines.push(JSON.parse(line)) ?? true;
      await http();
      process.stdout.write = write;
      console.log(JSON.stringify([requestId, lines]));`;
    const [requestId, lines] = (await runBundle(target, FLAKY, program)) as [string, Record<string, unknown>[]];
    const error = { message: "hunter2", stack: expect.stringMatching(/at /) };
    expect(lines).toMatchObject([
      { level: "error", message: expect.stringContaining("could not be loaded"), error },
      { level: "error", message: "failed", requestId, error },
    ]);
  });

  it("answers 500 to an uncaught error and continues", async () => {
    const handler = `
      const ways = {
        "/rejected": () => { Promise.reject(new Error("hunter2")); return new Promise(() => undefined); },
        "/timer": () => { setTimeout(() => { throw null; }); return new Promise(() => undefined); },
        "/fine": () => new Response("fine"),
        "/after": () => { setTimeout(() => { setImmediate(globalThis.thrown); throw new Error("hunter2"); }); return new Response("sent"); },
      };
      export default { http: (request) => ways[new URL(request.url).pathname]() };`;
    const program = `
      const answers = [];
      const thrown = new Promise((resolve) => { globalThis.thrown = resolve; });
      for (const rawPath of ["/rejected", "/timer", "/after", "/fine"]) {
        const { statusCode, body } = await call({ ...event, rawPath });
        if (rawPath === "/after") await thrown;
        answers.push([statusCode, body]);
      }
      console.log(JSON.stringify(answers));
      process.exit();`;
    expect(await runBundle(target, handler, program)).toEqual([
      [500, '{"requestId":"r-1"}'],
      [500, '{"requestId":"r-1"}'],
      [200, "sent"],
      [200, "fine"],
    ]);
  });
});
