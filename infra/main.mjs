// The entry of the Pulumi project. Plain JavaScript, so that it needs no options of any language host: it registers a
// TypeScript loader and runs the program.
import process from "node:process";
import { register } from "tsx/esm/api";

// When the engine is killed, nobody reads what the program writes, and Pulumi's report of that fails in the same way,
// for ever. Without an engine there is nothing left to do.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => process.exit(1));

register();
const program = await import("./index.ts");

export default program.default;
