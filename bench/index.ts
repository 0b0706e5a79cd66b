/**
 * `npm run bench`: compiles polyfn, and measures parsing, plans, packaging, and whatever each cloud measures in `adapters/<cloud>/bench/<name>.ts`. Each runs in a
 * process of its own, one after the other; the exit code is 1 where one of them misses its limits. What each prints is kept in bench/RESULTS.md.
 * `npm run bench -- <part of a path>...` runs only those. POLYFN_BENCH_RUNS and POLYFN_BENCH_FUNCTIONS make it shorter.
 */
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { globSync } from "tinyglobby";
import { keepResult } from "./results.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const wanted = process.argv.slice(2);
const benchmarks = [
  "bench/parse.ts",
  "bench/plan.ts",
  "bench/build.ts",
  "bench/dev.ts",
  "bench/testing.ts",
  ...globSync("adapters/*/bench/*.ts", { cwd: root }).sort(),
].filter((path) => wanted.length === 0 || wanted.some((part) => path.includes(part)));

// Most of them measure the package as it is published.
if (benchmarks.length > 0) await execa("npm", ["run", "build"], { cwd: root, stdout: "ignore", stderr: "inherit" });
for (const path of benchmarks) {
  console.log(`\n${path}\n`);
  const run = { cwd: root, preferLocal: true, stdout: ["inherit", "pipe"], stderr: "inherit", reject: false } as const;
  const { failed, stdout } = await execa("tsx", [path], run);
  if (failed) process.exitCode = 1;
  await keepResult(path, stdout);
}
if (benchmarks.length === 0) {
  console.error(`No benchmark's path has ${wanted.join(" or ")} in it.`);
  process.exitCode = 2;
}
