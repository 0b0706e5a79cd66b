import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import type { Artifact } from "../../adapters/contract.ts";
import { UserError } from "../../model/errors.ts";
import { type DevRecord, isRunning, RecordFile } from "./record.ts";

/** Variable by which `polyfn dev` tells the Pulumi program where to note the packages that it deploys. */
export const DEV_PACKAGES = "POLYFN_DEV_PACKAGES";

/** Notes the packages of an App for `polyfn dev`, when the engine runs for it. */
export function notePackages(app: string, artifacts: ReadonlyMap<string, Artifact>): void {
  const folder = process.env[DEV_PACKAGES];
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${encodeURIComponent(app)}.json`), JSON.stringify(Object.fromEntries(artifacts)));
}

/**
 * Refuses to deploy a stack in which functions run code that the engine's state does not know: the engine would leave
 * such a function alone if its sources are those of the state.
 * @param directory Directory of Pulumi.yaml.
 * @throws UserError when `polyfn dev` works on the stack, or was interrupted before it put the deployed code back.
 */
export async function refuseUnknownCode(directory: string, stack: string): Promise<void> {
  if (process.env[DEV_PACKAGES] !== undefined) return;
  const record = await new RecordFile(directory, stack).read();
  if (record === undefined) return;
  const names = Object.keys(record.functions);
  refuseRunningDev(record, stack);
  if (names.length === 0) return;
  throw new UserError(
    `polyfn dev was interrupted: ${names.join(", ")} of the stack "${stack}" ${names.length === 1 ? "runs" : "run"} code that the engine's state does not know.`,
    `Run polyfn refresh -s ${stack}, which first puts the deployed code back.`,
  );
}

/**
 * @param record Of this stack.
 * @throws UserError when another process's `polyfn dev` works on the stack.
 */
export function refuseRunningDev(record: DevRecord | undefined, stack: string): void {
  if (record === undefined || record.process === process.pid || !isRunning(record)) return;
  throw new UserError(
    `polyfn dev works on the stack "${stack}" (process ${record.process}), and deploys its changes itself.`,
    "End it with Ctrl-C, then run the engine again.",
  );
}
