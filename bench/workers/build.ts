/** Packages the functions of a folder for a target; with POLYFN_BENCH_COLD from nothing. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { buildFunctions } from "../../infra/build/index.ts";
import { loadSpec } from "../../infra/spec-file.ts";
import { adapterFor } from "../../infra/targets.ts";
import { parseApp } from "../../model/parse.ts";

const [, , directory = "", target = ""] = process.argv;
if (process.env.POLYFN_BENCH_COLD) await rm(join(directory, ".polyfn"), { recursive: true, force: true });
const { input } = await loadSpec(directory, directory);
await buildFunctions({ app: parseApp(input), adapter: await adapterFor(target), directory });
