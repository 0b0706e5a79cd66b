/**
 * The entry `polyfn/program`: the Pulumi program of a project, in one line. `Pulumi.yaml` names its file as `main`.
 *
 *     export { default } from "polyfn/program";
 *
 * It deploys the spec of the project, the directory of Pulumi.yaml, to the targets in the stack's configuration; see
 * docs/project.md. Problems of the spec or the configuration are reported before anything is created.
 */
import process from "node:process";
import { deployStack } from "./infra/program.ts";

// When the engine is killed, no process reads the program's output, and Pulumi's report of that fails in the same way,
// for ever. Without an engine there is nothing left to do.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => process.exit(1));

export default (): Promise<Record<string, unknown>> => deployStack();
