/** Bundles the functions of a project for a target in one call of esbuild with linked source maps, and nothing else. */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { packageModules } from "./modules.mjs";

const { directory, target, adapterFor, app, build, ownModule } = await packageModules();
const adapter = await adapterFor(target);
const resolved = await app();
const entries = join(directory, ".entries");
await mkdir(entries, { recursive: true });
try {
  let syntax = "";
  for (const fn of resolved.functions.values()) {
    const packaging = adapter.package(fn, resolved);
    if (packaging.kind !== "node") throw new Error(`${fn.name} is not a Node.js function.`);
    syntax = packaging.syntax;
    const text = packaging.entry(join(directory, fn.handler ?? ""));
    // polyfn's own modules are named from its root.
    const own = text.replaceAll(
      /(["'])\.\/((?:adapters|runtime)\/[^"']*)/g,
      (_, quote, path) => quote + ownModule(path),
    );
    await writeFile(join(entries, `${fn.name}.ts`), own);
  }
  await build({
    entryPoints: [...resolved.functions.keys()].map((name) => join(entries, `${name}.ts`)),
    outdir: join(entries, "out"),
    bundle: true,
    format: "esm",
    platform: "node",
    target: syntax,
    minify: true,
    keepNames: true,
    sourcemap: "linked",
    alias: { "polyfn/runtime": ownModule("runtime/index.ts") },
    logLevel: "error",
  });
} finally {
  await rm(entries, { recursive: true, force: true });
}
