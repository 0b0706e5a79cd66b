import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Target -> identity of its server on this machine; without servers that polyfn did not start. */
export type ServerIds = Readonly<Record<string, string>>;

/**
 * The servers that a stack's state was last compared with, in `.polyfn/servers`. A server that was started again is
 * empty, whoever started it: another command, another project, or this stack's last deployment that failed.
 */
export class KnownServers {
  readonly #file: string;

  /** @param directory Directory of Pulumi.yaml. */
  constructor(directory: string, stack: string) {
    this.#file = join(directory, ".polyfn", "servers", `${encodeURIComponent(stack)}.json`);
  }

  /** True unless the state was compared with these servers. */
  async lack(servers: ServerIds): Promise<boolean> {
    const text = await readFile(this.#file, "utf8").catch(() => "");
    return Object.keys(servers).length > 0 && text !== JSON.stringify(sorted(servers));
  }

  /** Notes that the state is what these servers have. */
  async keep(servers: ServerIds): Promise<void> {
    if (!(await this.lack(servers))) return;
    await mkdir(dirname(this.#file), { recursive: true });
    await writeFile(this.#file, JSON.stringify(sorted(servers)));
  }
}

const sorted = (servers: ServerIds): ServerIds =>
  Object.fromEntries(Object.entries(servers).sort(([a], [b]) => (a < b ? -1 : 1)));
