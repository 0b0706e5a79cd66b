/** The Pulumi program of a test that deploys with the engine: its spec is in a file of the stack's project. */
import { readFile } from "node:fs/promises";
import { deployStack, type GivenSpec } from "../../infra/program.ts";

/** Name of the file in the directory of Pulumi.yaml. */
export const SPEC_FILE = "given-spec.json";

export default async (): Promise<Record<string, unknown>> =>
  deployStack(JSON.parse(await readFile(SPEC_FILE, "utf8")) as GivenSpec);
