/**
 * The cost of modules in a function: bytes of a bundle, files in it, and processor time to load it and to make a first
 * call.
 */
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { bundle, median, runsOr } from "./measure.ts";

const KINDS = ["bucket", "queue", "topic", "stream", "table", "bus", "secret", "function"] as const;
const RUNS = runsOr(9);
const run = promisify(execFile);

/** A module that keeps the client of a kind. @param shim Folder of the shim: "./adapters/<cloud>/runtime". */
const client = (shim: string, kind: string): string =>
  `import { ${kind}Client } from "${shim}/clients/${kind}.ts"; globalThis.kept = ${kind}Client;`;

/** A module that keeps all that a package has. */
export const wholePackage = (name: string): string =>
  `import * as all from ${JSON.stringify(name)}; globalThis.kept = all;`;

/** Sources of the modules that each keep one client. */
export const clientModules = (shim: string): Record<string, string> =>
  Object.fromEntries(KINDS.map((kind) => [`polyfn: ${kind}`, client(shim, kind)]));

/** Bytes of each client alone. */
export const clientBytes = async (shim: string, syntax: string): Promise<Record<string, number>> =>
  Object.fromEntries(
    await Promise.all(KINDS.map(async (kind) => [kind, (await bundle(client(shim, kind), syntax)).length] as const)),
  );

/** Milliseconds of processor time that a program prints, a median; NaN for one that fails. */
async function cpuTime(program: string): Promise<number> {
  const times: number[] = [];
  try {
    for (let turn = 0; turn < RUNS; turn++)
      times.push(Number((await run("node", ["--input-type=module", "-e", program])).stdout));
  } catch {
    return Number.NaN;
  }
  return median(times);
}

const timed = (work: string, before = ""): string => `${before}
  const start = process.cpuUsage();
  ${work}
  const { user, system } = process.cpuUsage(start);
  console.log((user + system) / 1000);
  process.exit();`;

const milliseconds = (time: number): string =>
  Number.isNaN(time) ? "does not load from a bundle" : `${time.toFixed(1).padStart(6)} ms`;

/** Prints a line for each module: bytes of its bundle, and processor time to load it. */
export async function printModules(modules: Readonly<Record<string, string>>, syntax: string): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "polyfn-bench-"));
  try {
    for (const [name, contents] of Object.entries(modules)) {
      const file = join(directory, `${name.replaceAll(/\W/g, "-")}.mjs`);
      try {
        const code = await bundle(contents, syntax);
        await writeFile(file, code);
        const time = await cpuTime(timed(`await import(${JSON.stringify(file)});`));
        console.log(`${name.padEnd(36)} ${String(code.length).padStart(9)} bytes  ${milliseconds(time)}`);
      } catch {
        console.log(`${name.padEnd(36)} can't be bundled`);
      }
    }
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** Prints a line for each way to make a request: processor time of the first one, and of each that follows. */
export async function printRequests(ways: Readonly<Record<string, string>>, syntax: string): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "polyfn-bench-"));
  const server = createServer((request, response) => {
    request.resume().on("end", () => response.end("{}"));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  try {
    for (const [name, contents] of Object.entries(ways)) {
      const file = join(directory, `${name.replaceAll(/\W/g, "-")}.mjs`);
      await writeFile(file, await bundle(contents, syntax));
      const before = `const { ask } = await import(${JSON.stringify(file)}); const url = new URL(${JSON.stringify(url)});`;
      const first = await cpuTime(timed("await ask(url);", before));
      const warm = `${before} for (let i = 0; i < 200; i++) await ask(url);`;
      const next = (await cpuTime(timed("for (let i = 0; i < 1000; i++) await ask(url);", warm))) / 1000;
      console.log(`${name.padEnd(36)} first ${first.toFixed(1).padStart(6)} ms, then ${next.toFixed(2)} ms each`);
    }
  } finally {
    server.closeAllConnections();
    server.close();
    await rm(directory, { recursive: true });
  }
}
