import { Pushes, type RetryState } from "../../core/push-retry.ts";
import type { World } from "../../core/world.ts";
import { type CloudEvent, checkEvent, published } from "./event.ts";
import { InFlight, type PendingDelivery, targetKey } from "./in-flight.ts";
import { matches, readPattern } from "./pattern.ts";
import type { Bus, EventBridgeState, Rule, Target } from "./state.ts";
import { ACTOR, deliver } from "./targets.ts";

/** Takes events to the targets of the rules they match. */
export class Delivery {
  readonly inFlight: InFlight;
  readonly #world: World;
  readonly #state: EventBridgeState;
  readonly #pushes: Pushes;

  constructor(world: World, state: EventBridgeState) {
    this.#world = world;
    this.#state = state;
    this.#pushes = new Pushes(world);
    this.inFlight = new InFlight(world);
  }

  /** Puts an event on a bus. Delivery goes on after it returns. */
  put(bus: Bus, value: unknown, from?: string): void {
    const { account, clock } = this.#world;
    const place = { account, region: bus.region, bus: bus.name, now: clock.now(), ...(from !== undefined && { from }) };
    this.route(bus, published(checkEvent(value), place));
  }

  /** Delivers an event of a bus to every target of every rule that it matches. */
  route(bus: Bus, event: CloudEvent): void {
    for (const rule of bus.rules.values()) {
      if (rule.status === "DISABLE" || !matches(readPattern(rule.filterPattern), event)) continue;
      for (const target of rule.targets) {
        this.#start(
          bus,
          rule,
          target,
          this.inFlight.begin(targetKey(bus.region, bus.name, rule.name, target.Id), event),
        );
      }
    }
  }

  /** Goes on with what was in flight to the targets of a rule before a restart. */
  takeUp(bus: Bus, rule: Rule): void {
    for (const target of rule.targets) {
      const kept = this.inFlight.takeUp(targetKey(bus.region, bus.name, rule.name, target.Id));
      for (const pending of kept) this.#start(bus, rule, target, pending);
    }
  }

  #start(bus: Bus, rule: Rule, target: Target, pending: PendingDelivery): void {
    this.#push(bus, rule, target, pending).catch((error: unknown) => console.error(`rule ${rule.name}:`, error));
  }

  async #push(bus: Bus, rule: Rule, target: Target, pending: PendingDelivery): Promise<void> {
    const { event, retryState } = pending;
    const attempt = async () => {
      // A delivery that its rule no longer contains is not retried.
      const current = bus.rules.get(rule.name) === rule && rule.targets.some(({ Id }) => Id === target.Id);
      return !current || (await deliver(this.#world, bus.region, target, event));
    };
    const taken = await this.push(target, attempt, retryState);
    const arn = target.DeadLetterQueue?.Arn;
    if (!taken && arn !== undefined) await this.deadLetter(arn, [event]);
    this.inFlight.end(pending);
  }

  /** Pushes something else in the same way. */
  push(
    target: Pick<Target, "PushRetryStrategy">,
    attempt: () => Promise<boolean>,
    retryState?: RetryState,
  ): Promise<boolean> {
    return this.#pushes.push(target.PushRetryStrategy, attempt, retryState);
  }

  /** Sends undelivered events to the dead-letter queue, one message for each. */
  async deadLetter(arn: string, events: readonly CloudEvent[]): Promise<void> {
    const [, region, queue] = /^acs:mns:([^:]*):[^:]*:\/?queues\/([^/]+)/.exec(arn) ?? [];
    if (region === undefined || queue === undefined) return;
    const address = { region, queue };
    if (!this.#world.queues.exists(address)) return;
    for (const event of events) await this.#world.queues.send(address, Buffer.from(JSON.stringify(event)), ACTOR);
  }

  get state(): EventBridgeState {
    return this.#state;
  }

  clear(): void {
    this.#pushes.clear();
    this.inFlight.clear();
  }
}
