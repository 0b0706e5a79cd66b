import type { Place } from "../../offline/drivers/cloud.ts";
import { until } from "../../offline/drivers/demo.ts";
import type { ConformanceCloud } from "./clouds/cloud.ts";

/** A function's record of one item that reached it. */
export interface Recorded {
  /** Name of the function in the spec. */
  readonly by: string;
  /** Trigger kind, "raw" for a call without one. */
  readonly kind: string;
  /** Name of the trigger. */
  readonly trigger?: string;
  readonly data: unknown;
  /** Further fields of the kind: attributes, group, key, ... */
  readonly more: Readonly<Record<string, unknown>>;
  /** Tells invocations apart. */
  readonly requestId: string;
  /** The number of items in the invocation. */
  readonly together: number;
  /** The action on it: "done", or the command that made it fail. */
  readonly did: string;
}

/** Collects what functions recorded from the queues of every deployment; what is read once is gone from there. */
export class Records {
  readonly #cloud: ConformanceCloud;
  readonly #queues: readonly Place[];
  readonly #seen: Recorded[] = [];
  #reading = Promise.resolve();

  constructor(cloud: ConformanceCloud, queues: readonly Place[]) {
    this.#cloud = cloud;
    this.#queues = queues;
  }

  async of(by: string): Promise<readonly Recorded[]> {
    await this.#read();
    return this.#seen.filter((record) => record.by === by);
  }

  async find(by: string, what: string, matches: (record: Recorded) => boolean): Promise<Recorded> {
    const found = () => this.#seen.find((record) => record.by === by && matches(record));
    try {
      return await until(`${by} records ${what}`, async () => {
        const known = found();
        if (known) return known;
        await this.#read();
        return found();
      });
    } catch (error) {
      const seen = JSON.stringify(this.#seen.filter((record) => record.by === by).slice(-5));
      throw new Error(`${error instanceof Error ? error.message : error}; it recorded ${seen}`);
    }
  }

  /** One after the other: what another case is just reading is gone from the queue, and not yet here. */
  #read(): Promise<void> {
    this.#reading = this.#reading.then(async () => {
      for (const queue of this.#queues) await this.#readAll(queue);
    });
    return this.#reading;
  }

  async #readAll(queue: Place): Promise<void> {
    for (;;) {
      const messages = await this.#cloud.takeMessages(queue);
      if (messages.length === 0) return;
      this.#seen.push(...messages.map((text) => JSON.parse(text) as Recorded));
    }
  }
}
