import type { AppShape } from "../../runtime/spec-types.ts";
import type { DeployOptions } from "./options.ts";
import type { TestApp } from "./types.ts";

export { DifferentAnswersError } from "./common.ts";
export type { DelayOptions, FaultOptions, FaultsHandle } from "./faults.ts";
export { HttpAnswer } from "./http-answer.ts";
export type { DeployOptions } from "./options.ts";
export type { ServerOptions } from "./servers.ts";
export type * from "./types.ts";

/**
 * Deploys an app to clouds on this machine, for integration tests. Each call gets names of its own, so that test files
 * can run at the same time on the same servers. By default everything is created by the code of the offline plugins in
 * this process: packages, policies and native resources are those of a deployment, but no engine plans or records them.
 * With `mode: "engine"` the engine does. With POLYFN_TEST_STACK or `stack` nothing is deployed.
 * @throws SpecError with every problem of the spec and the targets; UserError for a server that cannot be started, and for
 *   what the cloud refuses.
 */
export const deploy = async <App extends AppShape>(options: DeployOptions<App>): Promise<TestApp<App>> =>
  // Loaded here, because tests of handlers and plans need no provider.
  (await import("./deploy.ts")).deployApp(options);
