import { firstTry, type RetryState } from "../../core/push-retry.ts";
import type { World } from "../../core/world.ts";
import type { CloudEvent } from "./event.ts";

/** An event that EventBridge has taken, and that a function or a target has not taken yet. JSON. */
export interface PendingDelivery {
  /** Of the trigger or target it is for: see `triggerKey` and `targetKey`. */
  readonly to: string;
  readonly event: CloudEvent;
  readonly retryState: RetryState;
}

export const triggerKey = (id: string): string => `trigger ${id}`;
export const targetKey = (region: string, bus: string, rule: string, target: string): string =>
  `target ${[region, bus, rule, target].join("/")}`;

/** Deliveries in flight, kept so that a restart loses none. */
export class InFlight {
  readonly #world: World;
  readonly #deliveries = new Set<PendingDelivery>();
  /** Of the time before a restart, and not yet gone on with. */
  #kept: readonly PendingDelivery[] = [];

  constructor(world: World) {
    this.#world = world;
  }

  begin(to: string, event: CloudEvent): PendingDelivery {
    return this.#add({ to, event, retryState: firstTry(this.#world.clock.now()) });
  }

  /** Taken, or given up. */
  end(pending: PendingDelivery): void {
    this.#deliveries.delete(pending);
    this.#world.changed();
  }

  /** Returns the deliveries that were in flight before a restart; the caller continues them. */
  takeUp(to: string): PendingDelivery[] {
    const found = this.#kept.filter((pending) => pending.to === to);
    this.#kept = this.#kept.filter((pending) => pending.to !== to);
    return found.map((pending) => this.#add(pending));
  }

  snapshot(): readonly PendingDelivery[] {
    return [...this.#deliveries, ...this.#kept];
  }

  restore(kept: readonly PendingDelivery[]): void {
    this.clear();
    this.#kept = kept;
  }

  clear(): void {
    this.#deliveries.clear();
    this.#kept = [];
  }

  #add(pending: PendingDelivery): PendingDelivery {
    this.#deliveries.add(pending);
    this.#world.changed();
    return pending;
  }
}
