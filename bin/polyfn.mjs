#!/usr/bin/env node
// In the published package the command is compiled; in a clone it runs from its TypeScript sources.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const sources = new URL("../cli/main.ts", import.meta.url);

if (existsSync(sources)) {
  // The package's own name means its sources, whatever the current directory is.
  process.env.TSX_TSCONFIG_PATH ??= fileURLToPath(new URL("../tsconfig.json", import.meta.url));
  const { register } = await import("tsx/esm/api");
  register();
  await import(sources.href);
} else {
  await import("../dist/cli/main.js");
}
