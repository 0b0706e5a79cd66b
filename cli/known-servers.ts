import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** A server on this machine. */
export interface StackServer {
  readonly url: string;
  /** Another one for each start, after which the server is empty. Absent for one that polyfn did not start. */
  readonly id?: string | undefined;
}

/** Target -> its server on this machine. Empty for a stack of real clouds. */
export type StackServers = Readonly<Record<string, StackServer>>;

/**
 * The servers that a stack's state was last compared with, in `.polyfn/servers`. A server that was started again is
 * empty, whoever started it: another command, another project, or this stack's last deployment that failed. One at
 * another address is another server.
 */
export class KnownServers {
  readonly #file: string;

  /** @param directory Directory of Pulumi.yaml. */
  constructor(directory: string, stack: string) {
    this.#file = join(directory, ".polyfn", "servers", `${encodeURIComponent(stack)}.json`);
  }

  /** True unless the state was compared with these servers, as far as they say which they are. */
  async lack(servers: StackServers): Promise<boolean> {
    const known = await this.#read();
    return Object.entries(servers).some(([target, { url, id }]) => {
      const before = known[target];
      return before === undefined ? id !== undefined : before.url !== url || before.id !== id;
    });
  }

  /** True when the state has the address of another server. */
  async haveMoved(servers: StackServers): Promise<boolean> {
    const known = await this.#read();
    return Object.entries(servers).some(([target, { url }]) => (known[target]?.url ?? url) !== url);
  }

  /** Notes that the state is what these servers have. */
  async keep(servers: StackServers): Promise<void> {
    if (Object.keys(servers).length === 0) return;
    await mkdir(dirname(this.#file), { recursive: true });
    await writeFile(this.#file, JSON.stringify(servers));
  }

  async #read(): Promise<Partial<StackServers>> {
    const text = await readFile(this.#file, "utf8").catch(() => "{}");
    return JSON.parse(text) as Partial<StackServers>;
  }
}
