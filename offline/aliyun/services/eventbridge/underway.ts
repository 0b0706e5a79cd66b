import { begun, type Course } from "../../core/push-retry.ts";
import type { World } from "../../core/world.ts";
import type { CloudEvent } from "./event.ts";

/** An event that EventBridge has taken, and that a function or a target has not taken yet. JSON. */
export interface Passage {
  /** Of the trigger or target it is for: see `triggerKey` and `targetKey`. */
  readonly to: string;
  readonly event: CloudEvent;
  readonly course: Course;
}

export const triggerKey = (id: string): string => `trigger ${id}`;
export const targetKey = (region: string, bus: string, rule: string, target: string): string =>
  `target ${[region, bus, rule, target].join("/")}`;

/** What is underway, so that a restart loses none of it. */
export class Underway {
  readonly #world: World;
  readonly #passages = new Set<Passage>();
  /** Of the time before a restart, and not yet gone on with. */
  #kept: readonly Passage[] = [];

  constructor(world: World) {
    this.#world = world;
  }

  begin(to: string, event: CloudEvent): Passage {
    return this.#add({ to, event, course: begun(this.#world.clock.now()) });
  }

  /** Taken, or given up. */
  end(passage: Passage): void {
    this.#passages.delete(passage);
    this.#world.changed();
  }

  /** What was underway there before a restart: the caller goes on with it. */
  takeUp(to: string): Passage[] {
    const found = this.#kept.filter((passage) => passage.to === to);
    this.#kept = this.#kept.filter((passage) => passage.to !== to);
    return found.map((passage) => this.#add(passage));
  }

  snapshot(): readonly Passage[] {
    return [...this.#passages, ...this.#kept];
  }

  restore(kept: readonly Passage[]): void {
    this.clear();
    this.#kept = kept;
  }

  clear(): void {
    this.#passages.clear();
    this.#kept = [];
  }

  #add(passage: Passage): Passage {
    this.#passages.add(passage);
    this.#world.changed();
    return passage;
  }
}
