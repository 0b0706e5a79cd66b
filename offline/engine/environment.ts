import { mkdir } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { cloudEnvironment, type OfflineAddresses, withheld } from "../clouds/index.ts";
import type { Engine } from "./index.ts";
import { offlinePlugins, pluginHome } from "./plugin-home.ts";

export interface OfflineStackPlace {
  /** Directory of the project's Pulumi.yaml. */
  readonly project: string;
  /** The targets of the stack, and where on this machine their servers are. */
  readonly addresses: OfflineAddresses;
  /** Where the stack's state is kept. Default: `.polyfn/state` in the project. */
  readonly state?: string;
  /**
   * Writes the state once at the end instead of at each step, which makes a large first deployment several times as
   * fast. Only where losing the state is no loss: an engine killed in the middle leaves resources it no longer knows.
   */
  readonly throwAway?: boolean;
  /** A PULUMI_HOME with other provider plugins than ours. */
  readonly pluginHome?: string;
}

/**
 * Offline state holds nothing worth hiding, and everybody who clones the repository must be able to open it: the
 * passphrase is public on purpose.
 */
const offlinePassphrase = "offline";

/** Variables of the engine that would lead it to another backend or stack. */
const withheldFromEngine = ["PULUMI_ACCESS_TOKEN", "PULUMI_STACK", "PULUMI_CONFIG_PASSPHRASE_FILE"];

/**
 * The whole environment of an engine that deploys to offline clouds only: state in local files, our own plugins, and
 * no way to a real account. Plugins are found in a PULUMI_HOME of their own, so the user's real ones are never
 * shadowed.
 */
export async function offlineEnvironment(engine: Engine, stack: OfflineStackPlace): Promise<NodeJS.ProcessEnv> {
  const state = stack.state ?? join(stack.project, ".polyfn", "state");
  await mkdir(state, { recursive: true });
  const environment: NodeJS.ProcessEnv = {
    ...engineEnvironment(engine),
    PULUMI_HOME: stack.pluginHome ?? (await pluginHome(join(dirname(state), "pulumi"), offlinePlugins(stack.project))),
    PULUMI_BACKEND_URL: backendUrl(state),
    PULUMI_CONFIG_PASSPHRASE: offlinePassphrase,
    PULUMI_SKIP_UPDATE_CHECK: "1",
    PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS: "1",
    PULUMI_PARALLEL_DIFF: "true",
    ...(stack.throwAway ? { PULUMI_EXPERIMENTAL: "1", PULUMI_SKIP_CHECKPOINTS: "true" } : {}),
  };
  for (const name of [...withheld, ...withheldFromEngine]) delete environment[name];
  // Last: a cloud's own dummies stand where somebody's credentials were.
  return { ...environment, ...(await cloudEnvironment(stack.addresses, state)) };
}

/**
 * The file backend of this directory. It replaces its files in one step, except those with their attributes, which an
 * engine that is killed leaves empty and the next one can't read: so there are none.
 */
function backendUrl(state: string): string {
  return `${pathToFileURL(state).href}?metadata=skip`;
}

/** The user's own environment, in which this engine, its language host and this Node.js come first. */
export function engineEnvironment(engine: Engine): NodeJS.ProcessEnv {
  const path = [dirname(engine.command), dirname(process.execPath), process.env.PATH ?? ""].join(delimiter);
  const environment: NodeJS.ProcessEnv = { ...process.env, PATH: path };
  // How polyfn itself is loaded is not how the program is.
  delete environment.TSX_TSCONFIG_PATH;
  return environment;
}
