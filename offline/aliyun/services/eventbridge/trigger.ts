import { ApiError } from "../../core/error.ts";
import type { EventSource } from "../../core/ports.ts";
import type { World } from "../../core/world.ts";
import type { Delivery } from "./delivery.ts";
import { type PendingDelivery, triggerKey } from "./in-flight.ts";
import { readPattern } from "./pattern.ts";
import { QueueSource } from "./queue-source.ts";
import { DEFAULT_BUS, type Rule } from "./state.ts";
import { checkSource, type EventTrigger } from "./trigger-source.ts";

/** Rules the default bus may have. */
const MOST_RULES = 10;

/** Triggers of functions by events: rules of the default bus, and queues whose messages become events. */
export class EventTriggers implements EventSource<"eventbridge"> {
  readonly #world: World;
  readonly #delivery: Delivery;
  readonly #sources = new Map<string, QueueSource>();
  /** Names of the functions that triggers with a source of their own are for. */
  readonly #functions = new Map<string, string>();

  constructor(world: World, delivery: Delivery) {
    this.#world = world;
    this.#delivery = delivery;
  }

  check(trigger: EventTrigger): void {
    const { config } = trigger;
    checkSource(trigger);
    readPattern(config.eventRuleFilterPattern);
    const queue = config.eventSourceConfig.eventSourceParameters?.sourceMNSParameters;
    if (config.eventSourceConfig.eventSourceType === "MNS") {
      const address = { region: queue?.RegionId ?? trigger.region, queue: queue?.QueueName ?? "" };
      if (!this.#world.queues.exists(address)) {
        throw new ApiError(404, "QueueNotExist", `There is no queue ${address.queue} in ${address.region}.`);
      }
      return;
    }
    const { rules } = this.#delivery.state.bus(trigger.region, DEFAULT_BUS);
    if (rules.size >= MOST_RULES && !rules.has(ruleName(trigger))) {
      throw new ApiError(400, "InvalidArgument", `The default bus has ${MOST_RULES} rules already, which is the most.`);
    }
  }

  attach(trigger: EventTrigger): void {
    this.detach(trigger);
    const { config } = trigger;
    if (config.eventSourceConfig.eventSourceType === "Default") {
      const bus = this.#delivery.state.bus(trigger.region, DEFAULT_BUS);
      const rule = this.#rule(trigger);
      bus.rules.set(rule.name, rule);
      this.#delivery.takeUp(bus, rule);
      return;
    }
    if (!config.triggerEnable) return;
    const wanted = () => this.#sources.has(trigger.id);
    const source = new QueueSource(this.#world, this.#delivery, trigger, wanted);
    this.#sources.set(trigger.id, source);
    this.#functions.set(triggerKey(trigger.id), trigger.functionName);
    source.start();
  }

  /** Events in flight to functions with this prefix, or of rules whose names have it. */
  pending(prefix: string): number {
    const isOf = ({ to }: PendingDelivery) => this.#functions.get(to)?.startsWith(prefix) ?? to.includes(prefix);
    return this.#delivery.inFlight.snapshot().filter(isOf).length;
  }

  detach(trigger: EventTrigger): void {
    this.#sources.get(trigger.id)?.stop();
    this.#sources.delete(trigger.id);
    for (const bus of this.#delivery.state.buses(trigger.region)) {
      for (const rule of bus.rules.values()) if (rule.trigger === trigger.id) bus.rules.delete(rule.name);
    }
  }

  /** The rule that FC makes for a trigger. */
  #rule(trigger: EventTrigger): Rule {
    const { config } = trigger;
    const { runOptions } = config;
    const deadLetters = runOptions?.deadLetterQueue?.Arn;
    const now = this.#world.clock.now();
    return {
      name: ruleName(trigger),
      created: now,
      modified: now,
      description: "",
      status: config.triggerEnable ? "ENABLE" : "DISABLE",
      filterPattern: config.eventRuleFilterPattern,
      trigger: trigger.id,
      targets: [
        {
          Id: trigger.triggerName,
          Type: "acs.fc.function",
          Endpoint: `acs:fc:${trigger.region}:${this.#world.account}:functions/${trigger.functionName}`,
          PushRetryStrategy: runOptions?.retryStrategy?.PushRetryStrategy ?? "BACKOFF_RETRY",
          ...(deadLetters && { DeadLetterQueue: { Arn: deadLetters } }),
          ParamList: [
            { ResourceKey: "Body", Form: "ORIGINAL" },
            { ResourceKey: "functionName", Form: "CONSTANT", Value: trigger.functionName },
            { ResourceKey: "Qualifier", Form: "CONSTANT", Value: trigger.qualifier },
            { ResourceKey: "InvocationType", Form: "CONSTANT", Value: config.asyncInvocationType ? "Async" : "Sync" },
          ],
        },
      ],
    };
  }

  clear(): void {
    for (const source of this.#sources.values()) source.stop();
    this.#sources.clear();
  }
}

const ruleName = ({ functionName, triggerName }: EventTrigger): string => `${functionName}-${triggerName}`;
