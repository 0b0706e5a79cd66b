import type { World } from "../core/world.ts";
import type { Executable } from "./contract.ts";
import { ownEnvironment } from "./environment.ts";
import { LineProcess } from "./process.ts";
import type { Reaper } from "./reaper.ts";
import { nodeWorker } from "./worker-instance.ts";

/** Variables that Node.js, its libraries and the redirection to the emulator read once, when a process starts. */
const READ_AT_START = /^(?:NODE_|POLYFN_|UV_|LD_|DYLD_|MALLOC_|ICU_|OPENSSL_|SSL_|LC_|LANG|TZ$|NO_COLOR$|FORCE_COLOR$)/;

/**
 * A process of Node.js that has started and knows no function yet. Most of a cold start is the start of this process:
 * after a change of code, the next request does not wait for it. It becomes an instance, with that instance's identity
 * and environment, when a request needs one; before that no code of a function runs, and nothing counts it.
 */
export class Spare {
  #process: LineProcess | undefined;

  constructor(
    private readonly world: World,
    private readonly reaper: Reaper,
  ) {}

  /** Starts one, unless one is there. */
  prepare(): void {
    if (this.#process?.pid !== undefined) return;
    const { scratch } = this.world;
    const spare = new LineProcess({
      ...nodeWorker(),
      directory: scratch,
      environment: ownEnvironment(this.world),
      channel: true,
    });
    // It ends by itself with the emulator; one that cannot start leaves the request to start its own.
    spare.child.stdio[3]?.on("error", () => undefined);
    this.reaper.watch(spare);
    this.#process = spare;
  }

  /** Hands it over. Undefined when there is none, or when the function needs a process with other settings. */
  take({ environment, layersDirectory }: Executable): LineProcess | undefined {
    const spare = this.#process;
    if (spare?.pid === undefined || layersDirectory !== undefined) return undefined;
    if (Object.keys(environment).some((name) => READ_AT_START.test(name))) return undefined;
    this.#process = undefined;
    return spare;
  }

  end(): void {
    this.#process?.kill();
    this.#process = undefined;
  }
}
