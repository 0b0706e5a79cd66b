import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { EmulatorError } from "../emulator-error.ts";
import type { Blobs } from "./blobs.ts";
import type { Clock } from "./clock.ts";
import { isAlive } from "./exclusive.ts";
import type { Service } from "./service.ts";

const file = z.object({
  format: z.literal(1),
  account: z.string(),
  /** Of the clock; milliseconds. */
  ahead: z.number(),
  services: z.record(z.string(), z.record(z.string(), z.unknown())),
});

/** Changes that come close together are written once. */
const DELAY_MS = 100;
/** The whole state is written each time: what is large is written less often, so that this takes no more than a tenth of the time. */
const REST = 9;

/**
 * A service's state in a directory between runs: one JSON file that is replaced as a whole, with bodies beside it as
 * blobs.
 */
export class State {
  readonly #path: string;
  readonly #lock: string;
  #timer: NodeJS.Timeout | undefined;
  /** Milliseconds that the last writing took. */
  #cost = 0;

  /** @throws EmulatorError when another emulator keeps its state there. */
  constructor(
    directory: string,
    readonly account: string,
    readonly clock: Clock,
  ) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    this.#path = join(directory, "state.json");
    this.#lock = join(directory, "emulator.pid");
    const holder = existsSync(this.#lock) ? Number(readFileSync(this.#lock, "utf8")) : 0;
    if (holder > 0 && holder !== process.pid && isAlive(holder)) {
      throw new EmulatorError(
        `The emulator with process id ${holder} keeps its state in ${directory}.`,
        "End it, or choose another directory.",
      );
    }
    writeFileSync(this.#lock, String(process.pid));
  }

  /** Gives every service what it held, and removes the bodies that none holds any more. */
  async restore(services: Readonly<Record<string, Service>>, blobs: Blobs): Promise<void> {
    if (!existsSync(this.#path)) return;
    const text = readFileSync(this.#path, "utf8");
    const kept = this.#read(text);
    blobs.sweep(text);
    this.clock.restore(kept.ahead);
    for (const [name, service] of Object.entries(services)) {
      const held = kept.services[name];
      if (held) await this.#hand(name, service, held);
    }
    for (const service of Object.values(services)) await service.resume?.();
  }

  /** Writes soon. */
  changed(services: Readonly<Record<string, Service>>): void {
    this.#timer ??= setTimeout(() => this.write(services), Math.max(DELAY_MS, this.#cost * REST)).unref();
  }

  /** Writes now. */
  write(services: Readonly<Record<string, Service>>): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const began = performance.now();
    const held = Object.entries(services).map(([name, service]) => [name, service.snapshot()]);
    const kept = { format: 1, account: this.account, ahead: this.clock.ahead, services: Object.fromEntries(held) };
    const partial = `${this.#path}.partial`;
    // Secrets are in it: those of keys, and those that functions read.
    writeFileSync(partial, JSON.stringify(kept), { mode: 0o600 });
    renameSync(partial, this.#path);
    this.#cost = performance.now() - began;
  }

  close(): void {
    clearTimeout(this.#timer);
    rmSync(this.#lock, { force: true });
  }

  async #hand(name: string, service: Service, held: object): Promise<void> {
    try {
      await service.restore(held);
    } catch (error) {
      if (!(error instanceof z.ZodError)) throw error;
      throw new EmulatorError(
        `What ${this.#path} holds of ${name} is not what an emulator of this version writes.`,
        "Remove the file to start with nothing.",
        { cause: error },
      );
    }
  }

  #read(text: string): z.infer<typeof file> {
    const parsed = file.safeParse(parse(text));
    if (!parsed.success) {
      throw new EmulatorError(
        `${this.#path} is not what an emulator of this version writes.`,
        "Remove it to start with nothing.",
      );
    }
    if (parsed.data.account !== this.account) {
      throw new EmulatorError(
        `${this.#path} is the state of account ${parsed.data.account}, not of ${this.account}.`,
        "Use another directory, or that account.",
      );
    }
    return parsed.data;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
