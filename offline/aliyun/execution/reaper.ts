import { spawn } from "node:child_process";
import process from "node:process";
import type { Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { Instance } from "./instance.ts";

const program = fileURLToPath(new URL("./workers/reaper.mjs", import.meta.url));

/** Sees to it that no instance outlives the emulator, even one that is killed. Its helper starts with the first instance. */
export class Reaper {
  readonly #scratch: string;
  #input: Writable | undefined;

  /** @param scratch Directory of this run; removed when the emulator ends without doing it. */
  constructor(scratch: string) {
    this.#scratch = scratch;
  }

  /** Watches over a process until it ends by itself. */
  watch(running: Pick<Instance, "pid" | "ended">): void {
    const { pid } = running;
    if (pid === undefined) return;
    this.#tell(`+${pid}\n`);
    void running.ended.then(() => this.#tell(`-${pid}\n`));
  }

  #tell(line: string): void {
    this.#input ??= this.#start();
    this.#input.write(line);
  }

  #start(): Writable {
    // A group of its own: what interrupts the emulator at a terminal must not reach it.
    const child = spawn(process.execPath, [program, this.#scratch], {
      detached: true,
      env: {},
      stdio: ["pipe", "ignore", "ignore"],
    });
    const { stdin } = child;
    // Without it functions run all the same; they only outlive an emulator that is killed.
    child.on("error", () => undefined);
    stdin.on("error", () => undefined);
    child.unref();
    (stdin as Writable & { unref?(): void }).unref?.();
    return stdin;
  }
}
