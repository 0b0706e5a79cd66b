import { setTimeout as sleep } from "node:timers/promises";
import { ApiError } from "./error.ts";
import type { Caller } from "./service.ts";

/** What a service does to the calls of a deployment's functions in place of answering them. */
export interface Fault {
  /** Start of the names of the roles whose calls it meets. */
  readonly prefix: string;
  /** Names of services: "mns". */
  readonly services: readonly string[];
  /** How many calls it meets. Default: all until it is removed. */
  readonly times?: number;
  /** Milliseconds that a call waits before it is answered. */
  readonly delay?: number;
  /** What it is refused with. Default: it is answered. */
  readonly refusal?: { readonly status: number; readonly code: string; readonly message: string };
}

/** Faults that tests inject: throttling, failures and delays of services. */
export class Faults {
  #faults: { readonly fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    this.#faults.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY });
  }

  /** Removes those of a deployment. */
  remove(prefix: string): void {
    this.#faults = this.#faults.filter(({ fault }) => fault.prefix !== prefix);
  }

  clear(): void {
    this.#faults = [];
  }

  /**
   * Meets an authorized call, oldest fault first.
   * @throws ApiError where a fault refuses it.
   */
  async meet(service: string, { type, principal = "" }: Caller): Promise<void> {
    if (type !== "role") return;
    const met = this.#faults.find(
      ({ fault, left }) => left > 0 && fault.services.includes(service) && principal.startsWith(fault.prefix),
    );
    if (met === undefined) return;
    met.left -= 1;
    const { delay, refusal } = met.fault;
    if (delay !== undefined) await sleep(delay);
    if (refusal !== undefined) throw new ApiError(refusal.status, refusal.code, refusal.message);
  }
}
