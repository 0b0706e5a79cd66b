/** Bundles the functions of a folder for a target in one call of esbuild with linked source maps, and nothing else. */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { build } from "esbuild";
import { loadSpec } from "../../infra/spec-file.ts";
import { adapterFor } from "../../infra/targets.ts";
import { parseApp } from "../../model/parse.ts";
import { ROOT } from "../many-functions.ts";

const [, , directory = "", target = ""] = process.argv;
const { input } = await loadSpec(directory, directory);
const adapter = await adapterFor(target);
const app = parseApp(input);
const entries = join(directory, ".entries");
await mkdir(entries, { recursive: true });
try {
  let syntax = "";
  for (const fn of app.functions.values()) {
    const packaging = adapter.package(fn, app);
    if (packaging.kind !== "node") throw new Error(`${fn.name} is not a Node.js function.`);
    syntax = packaging.syntax;
    const text = packaging.entry(join(directory, fn.handler ?? ""));
    // polyfn's own modules are named from its root.
    await writeFile(
      join(entries, `${fn.name}.ts`),
      text.replaceAll(/(["'])\.\/(?=adapters\/|runtime\/)/g, `$1${ROOT}`),
    );
  }
  await build({
    entryPoints: [...app.functions.keys()].map((name) => join(entries, `${name}.ts`)),
    outdir: join(entries, "out"),
    bundle: true,
    format: "esm",
    platform: "node",
    target: syntax,
    minify: true,
    keepNames: true,
    sourcemap: "linked",
    alias: { "polyfn/runtime": join(ROOT, "runtime/index.ts") },
    logLevel: "error",
  });
} finally {
  await rm(entries, { recursive: true, force: true });
}
