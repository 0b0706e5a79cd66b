/** Loads what the other workers load, and does nothing: their common part. */
import "../../infra/build/index.ts";
import process from "node:process";
import { build } from "esbuild";
import { adapterFor } from "../../infra/targets.ts";

await adapterFor(process.argv[3] ?? "");
// Starts the bundler's own process.
await build({ stdin: { contents: "" }, write: false });
