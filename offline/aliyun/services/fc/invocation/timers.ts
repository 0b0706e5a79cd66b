import { randomUUID } from "node:crypto";
import type { Cancel } from "../../../core/clock.ts";
import type { Compute } from "../compute.ts";
import { isoTime } from "../compute.ts";
import { configOf } from "../schemas/parse.ts";
import type { FunctionRecord, TriggerRecord } from "../state.ts";
import { parseSchedule } from "./cron.ts";
import type { TimersPort } from "./ports.ts";

/** `timer` triggers: each due time is one asynchronous call. */
export class Timers implements TimersPort {
  readonly #fc: Compute;
  readonly #waiting = new Map<string, Cancel>();

  constructor(fc: Compute) {
    this.#fc = fc;
  }

  /** Starts a trigger, or starts it anew with other settings. */
  set(fn: FunctionRecord, trigger: TriggerRecord): void {
    this.unset(trigger);
    const config = configOf("timer", trigger.triggerConfig);
    if (config.enable) this.#wait(fn, trigger, this.#fc.world.clock.now());
  }

  unset({ triggerId }: TriggerRecord): void {
    this.#waiting.get(triggerId)?.();
    this.#waiting.delete(triggerId);
  }

  clear(): void {
    for (const cancel of this.#waiting.values()) cancel();
    this.#waiting.clear();
  }

  #wait(fn: FunctionRecord, trigger: TriggerRecord, after: number): void {
    const { cronExpression, payload } = configOf("timer", trigger.triggerConfig);
    const due = parseSchedule(cronExpression, trigger.modified)(after);
    if (due === undefined) return;
    const { clock } = this.#fc.world;
    const cancel = clock.after(due - clock.now(), () => {
      // After a pause of the whole machine, what was missed stays missed.
      this.#wait(fn, trigger, Math.max(due, clock.now()));
      this.#fire(fn, trigger, due, payload ?? "");
    });
    this.#waiting.set(trigger.triggerId, cancel);
  }

  #fire(fn: FunctionRecord, trigger: TriggerRecord, due: number, payload: string): void {
    const event = { triggerTime: isoTime(due), triggerName: trigger.triggerName, payload };
    try {
      this.#fc.async.enqueue({
        requestId: randomUUID(),
        region: fn.region,
        functionName: fn.name,
        qualifier: trigger.qualifier,
        input: { kind: "event", payload: Buffer.from(JSON.stringify(event)) },
      });
    } catch (error) {
      // An alias that is gone; the next due time may find it again.
      console.error(`Timer '${trigger.triggerName}' of function '${fn.name}' could not call it: ${String(error)}`);
    }
  }
}
