/** Packages the functions of a project for a target; with POLYFN_BENCH_COLD from nothing. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { packageModules } from "./modules.mjs";

const { directory, target, adapterFor, app, buildFunctions } = await packageModules();
if (process.env.POLYFN_BENCH_COLD) await rm(join(directory, ".polyfn"), { recursive: true, force: true });
await buildFunctions({ app: await app(), adapter: await adapterFor(target), directory });
