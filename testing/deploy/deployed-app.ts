import type { DeployedApp } from "../../infra/operate/deployed-app.ts";
import type { FaultInjector } from "../../offline/clouds/faults.ts";
import type { Session } from "../../offline/plugins/server/plugin.ts";
import type { RunningServer } from "./servers.ts";

/** An app of a test where it is deployed. */
export interface TargetApp extends DeployedApp {
  /** What the test has on this machine. Absent for a stack that was deployed before. */
  readonly offline?: OfflineApp;
  /** The first moment whose logs are the test's. Default: all are. */
  readonly since?: Date;
}

export interface OfflineApp {
  readonly server: RunningServer;
  /** The provider's session with the server. */
  readonly session: Session<unknown>;
  /** Absent where the test asked for no faults. */
  readonly faults?: FaultInjector;
  /** Deploys a changed spec in the app's place. Absent where no engine deployed it. */
  update?(spec: unknown): Promise<TargetApp>;
  /** Removes what only this deployment needed. */
  stop(): Promise<void>;
}
