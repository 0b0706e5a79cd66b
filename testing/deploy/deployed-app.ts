import type { Adapter, Deployment } from "../../adapters/contract.ts";
import type { DeployedPart, Operator } from "../../adapters/operate.ts";
import type { ResolvedApp } from "../../model/resolve.ts";
import type { Session } from "../../offline/plugins/server/plugin.ts";
import type { RunningServer } from "./servers.ts";

/** An app of a test where it is deployed. */
export interface TargetApp {
  readonly app: ResolvedApp;
  readonly adapter: Adapter;
  readonly deployment: Deployment;
  readonly functions: Readonly<Record<string, DeployedPart>>;
  readonly resources: Readonly<Record<string, DeployedPart>>;
  readonly operator: () => Promise<Operator>;
  readonly server: RunningServer;
  /** The provider's session in which it was created. */
  readonly session: Session<unknown>;
}
