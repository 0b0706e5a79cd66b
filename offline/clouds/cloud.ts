import type { DeployedPart } from "../../adapters/operate.ts";
import type { Server } from "../endpoint/server.ts";
import type { Plugin, Session } from "../plugins/server/plugin.ts";
import type { Fields } from "../plugins/server/resource-type.ts";
import type { FaultInjector } from "./faults.ts";

/** A target that runs on this machine. */
export interface OfflineCloud {
  /** Server to start when nothing answers at the target's address. */
  readonly server: Server;
  /** npm packages that the target's provider plugin and its server load, in addition to the adapter's. */
  readonly packages: readonly string[];
  /**
   * Environment variables that direct the engine's plugins and the user's tools to the server.
   * @param state Directory of the stack's state. It receives files that these variables name.
   */
  environment(url: string, state: string): Promise<Readonly<Record<string, string>>>;
  /** The activity of a deployed app at this moment. */
  activity(app: Deployed): Promise<Activity>;
  /** Milliseconds for which nothing must happen: of servers that do not say all of what they have to do. */
  readonly quiet: number;
  /** Removes objects, messages and rows. Returns true where that causes events which triggers get. */
  empty(app: Deployed): Promise<boolean>;
  /** Moves the server's clock ahead by a duration such as "5m"; absent where it cannot be moved. */
  readonly advance?: (url: string, duration: string) => Promise<void>;
  /**
   * A place for faults of the services that an app's functions call.
   * @param prefix Start of the app's physical names.
   */
  openFaults(url: string, prefix: string): Promise<FaultInjector>;
  /** The provider's resource types, for deployments without an engine. */
  provider(): Promise<OfflineProvider>;
  /** Runs the cloud in this process, for `polyfn offline`. Absent when the server is a separate program. */
  readonly run?: (options: RunOptions) => Promise<RunningCloud>;
  /** Lists the emulated services for the documentation. Absent when the server is a separate program. */
  readonly coverage?: () => Promise<readonly Coverage[]>;
  /**
   * Environment variables that could give a plugin real credentials, a real account or another region. They are
   * removed.
   */
  readonly withheld: readonly string[];
}

/** A part of an app that is deployed to a server on this machine. */
export interface CloudPart extends DeployedPart {
  /** Kind of the resource, or "function". */
  readonly kind: string;
  /** A trigger of the app gets what comes into it. */
  readonly isSource?: boolean;
}

/** An app that is deployed to a server on this machine. */
export interface Deployed {
  readonly url: string;
  /** Start of the cloud's own names. */
  readonly prefix: string;
  readonly parts: readonly CloudPart[];
  /** The session in which it was created. */
  readonly session: Session<unknown>;
}

/** Activity of an app that starts on its own. */
export interface Activity {
  /** Work that is known to be left. */
  readonly pending: number;
  /** The work, for an error that says why it does not end. */
  readonly detail: string;
  /** The same as long as nothing happened. */
  readonly trace: string;
}

/** A provider plugin whose code runs in this process. */
export interface OfflineProvider<Context = unknown> {
  readonly plugin: Plugin<Context>;
  /**
   * A session with the server at an address.
   * @param args Arguments of the provider.
   */
  configure(args: Fields, url: string, signal: AbortSignal): Session<Context>;
}

/** One service that polyfn's own emulator serves. */
export interface Coverage {
  readonly name: string;
  readonly title: string;
  /** Version of the vendor's API. */
  readonly version: string;
  readonly docs: string;
  /** Names of the served operations. */
  readonly operations: readonly string[];
}

export interface RunOptions {
  /** Port; 0 chooses a free one. Default: the server's usual port. */
  readonly port?: number;
  /** Directory that keeps state between runs. */
  readonly data?: string;
  /** Refuses access keys that were not created here. */
  readonly strict: boolean;
  /** The account's own access key as `<id>:<secret>`. */
  readonly credentials?: string;
  /** Seconds until other services see a new resource, where the real cloud is eventually consistent. Default 0. */
  readonly settle?: number;
}

/** A cloud that runs in this process. */
export interface RunningCloud {
  readonly url: string;
  /** Environment variables that direct programs of any language to the cloud. */
  readonly environment: Readonly<Record<string, string>>;
  /** Calls the listener with one line for each answered request. */
  follow(listener: (line: string) => void): void;
  stop(): Promise<void>;
}
