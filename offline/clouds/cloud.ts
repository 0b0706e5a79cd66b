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
  /** Variables through which a plugin could find real credentials, an account or another region. */
  readonly withheld: readonly string[];
}
