import type { Operator } from "../../adapters/operate.ts";
import { adapterFor } from "../../infra/targets.ts";

/** A server on this machine, and the region that was deployed to. */
export interface OfflineEndpoint {
  readonly endpoint: string;
  readonly region: string;
}

/** The operator of a target, for a server on this machine. */
export async function offlineOperator(target: string, at: OfflineEndpoint): Promise<Operator> {
  const { operate } = await adapterFor(target);
  if (operate === undefined) throw new Error(`${target} has no operator`);
  return operate.open({ ...at, settings: {} });
}
