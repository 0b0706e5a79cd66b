import type { Server } from "../endpoint/server.ts";

/** A target that runs on this machine, as the engine and its user need it. */
export interface OfflineCloud {
  /** What is started when nothing answers at the target's address. */
  readonly server: Server;
  /**
   * Variables that lead the engine's plugins and the user's tools to the server.
   * @param state Directory of the stack's state, for files that must exist nowhere.
   */
  environment(url: string, state: string): Promise<Readonly<Record<string, string>>>;
  /** Runs it in this process, for `polyfn offline`. Absent where the server is a program of its own. */
  readonly run?: (options: RunOptions) => Promise<RunningCloud>;
  /** What it serves, for the documentation. Absent where the server is a program of its own. */
  readonly coverage?: () => Promise<readonly Coverage[]>;
  /** Variables through which a plugin could find real credentials, an account or another region. */
  readonly withheld: readonly string[];
}

/** One service of a cloud that polyfn itself emulates. */
export interface Coverage {
  readonly name: string;
  readonly title: string;
  /** Of the vendor's API. */
  readonly version: string;
  readonly docs: string;
  /** Names of the operations that are served. */
  readonly operations: readonly string[];
}

export interface RunOptions {
  /** 0: a free one. Default: the server's usual one. */
  readonly port?: number;
  /** Directory in which state is kept between runs. */
  readonly data?: string;
  /** Refuse access keys that nobody made here. */
  readonly strict: boolean;
  /** The account's own access key, "<id>:<secret>". */
  readonly credentials?: string;
  /** Seconds for which other services don't see what is new, where the real cloud has them wait too. Default 0. */
  readonly settle?: number;
}

/** A cloud that this process runs. */
export interface RunningCloud {
  readonly url: string;
  /** Variables that lead programs of any language to it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Calls back with a line for every request it answers. */
  follow(listener: (line: string) => void): void;
  stop(): Promise<void>;
}
