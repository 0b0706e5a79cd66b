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
  /** The stack's targets with the addresses of their servers on this machine. */
  readonly addresses: OfflineAddresses;
  /** Directory of the stack's state. Default: `.polyfn/state` in the project. */
  readonly state?: string;
  /**
   * Writes the state once at the end instead of at each step, which makes a large first deployment several times as
   * fast. Use it only when losing the state does no harm: an engine that is killed leaves resources that no state
   * records.
   */
  readonly skipCheckpoints?: boolean;
  /** A PULUMI_HOME with other provider plugins than polyfn's. */
  readonly pluginHome?: string;
  /** Variables that the engine and the program get in addition. */
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * The passphrase is public on purpose: offline state has no secrets to protect, and everyone who clones the repository
 * must be able to open it.
 */
const offlinePassphrase = "offline";

/** Variables that would direct the engine to another backend or stack. */
const withheldFromEngine = ["PULUMI_ACCESS_TOKEN", "PULUMI_STACK", "PULUMI_CONFIG_PASSPHRASE_FILE"];

/**
 * The whole environment of an engine that deploys to offline clouds only: state in local files, polyfn's own plugins,
 * and no access to a real account. Plugins are in a separate PULUMI_HOME, so they never shadow the user's real ones.
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
    ...(stack.skipCheckpoints ? { PULUMI_EXPERIMENTAL: "1", PULUMI_SKIP_CHECKPOINTS: "true" } : {}),
  };
  for (const name of [...withheld, ...withheldFromEngine]) delete environment[name];
  // Last, so that a cloud's dummy credentials replace the user's.
  return { ...environment, ...stack.environment, ...(await cloudEnvironment(stack.addresses, state)) };
}

/**
 * URL of the file backend in this directory. The backend replaces each file in one step, except the files with their
 * attributes: an engine that is killed leaves them empty, and the next one cannot read them. They are switched off.
 */
function backendUrl(state: string): string {
  return `${pathToFileURL(state).href}?metadata=skip`;
}

/** The user's own environment, with this engine, its language host and this Node.js first on PATH. */
export function engineEnvironment(engine: Engine): NodeJS.ProcessEnv {
  const path = [dirname(engine.command), dirname(process.execPath), process.env.PATH ?? ""].join(delimiter);
  const environment: NodeJS.ProcessEnv = { ...process.env, PATH: path };
  // The user's program is not loaded in the way polyfn itself is.
  delete environment.TSX_TSCONFIG_PATH;
  return environment;
}
