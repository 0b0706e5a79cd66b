import type { DeployedApp } from "../../infra/operate/deployed-app.ts";
import type { Session } from "../../offline/plugins/server/plugin.ts";
import type { RunningServer } from "./servers.ts";

/** An app of a test where it is deployed. */
export interface TargetApp extends DeployedApp {
  readonly server: RunningServer;
  /** The provider's session in which it was created. */
  readonly session: Session<unknown>;
}
