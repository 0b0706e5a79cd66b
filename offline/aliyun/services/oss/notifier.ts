import { ApiError } from "../../core/error.ts";
import type { EventSource, TriggerBinding } from "../../core/ports.ts";
import type { Call } from "../../core/service.ts";
import type { World } from "../../core/world.ts";
import { OSS_EVENTS, type OssEvent } from "../../trigger-config/oss.ts";
import { eventDocument, type ObjectEvent } from "./event.ts";
import type { OssState } from "./state.ts";

const MOST_TRIGGERS = 10;
/** Reads of objects cause no event here. */
const UNSEEN = "oss:ObjectDownloaded:GetObject";

type BucketTrigger = TriggerBinding<"oss">;

interface Rule {
  readonly events: readonly string[];
  readonly prefix: string;
  readonly suffix: string;
}

/** Triggers of functions by what happens to objects. https://help.aliyun.com/zh/functioncompute/fc/user-guide/oss-triggers */
export class Notifier implements EventSource<"oss"> {
  readonly #world: World;
  readonly #state: OssState;
  readonly #triggers = new Map<string, BucketTrigger>();

  constructor(world: World, state: OssState) {
    this.#world = world;
    this.#state = state;
  }

  check(trigger: BucketTrigger): void {
    const bucket = this.#state.bucket(bucketOf(trigger));
    if (bucket.region !== trigger.region) {
      throw refused(`The bucket ${bucket.name} is in ${bucket.region}, the function in ${trigger.region}.`);
    }
    if (trigger.invocationRole === undefined) throw refused("An OSS trigger needs an invocationRole.");
    if (trigger.config.events.includes(UNSEEN)) throw refused(`The emulator does not notify of ${UNSEEN}.`);
    const rule = readRule(trigger);
    const others = this.#of(bucket.name).filter((other) => other.id !== trigger.id);
    if (others.length >= MOST_TRIGGERS) {
      throw refused(`The bucket ${bucket.name} has ${MOST_TRIGGERS} notification rules already, which is the most.`);
    }
    const rival = others.find((other) => overlap(rule, readRule(other)));
    if (rival) {
      throw refused(
        `The trigger's events, prefix and suffix overlap those of trigger ${rival.triggerName} of function ${rival.functionName}.`,
      );
    }
  }

  attach(trigger: BucketTrigger): void {
    this.#triggers.set(trigger.id, trigger);
  }

  detach(trigger: BucketTrigger): void {
    this.#triggers.delete(trigger.id);
  }

  clear(): void {
    this.#triggers.clear();
  }

  /** Calls every function whose trigger the event fits; they are called later, whatever comes of it. */
  notify(call: Call, event: ObjectEvent): void {
    for (const trigger of this.#of(event.bucket.name)) {
      const rule = readRule(trigger);
      if (!fits(rule, event)) continue;
      const payload = Buffer.from(JSON.stringify(eventDocument(call, event, this.#world.clock.now(), trigger)));
      this.#world.functions
        .invoke({
          region: trigger.region,
          functionName: trigger.functionName,
          qualifier: trigger.qualifier,
          payload,
          type: "Async",
          actor: { service: "oss.aliyuncs.com", ...(trigger.invocationRole && { role: trigger.invocationRole }) },
        })
        .catch((error: unknown) => this.#lost(trigger, error));
    }
  }

  /** OSS does not report a notification that FC refuses; the emulator reports only its own faults. */
  #lost(trigger: BucketTrigger, error: unknown): void {
    if (!(error instanceof ApiError)) console.error(`trigger ${trigger.triggerName}:`, error);
  }

  #of(bucket: string): BucketTrigger[] {
    return [...this.#triggers.values()].filter((trigger) => bucketOf(trigger) === bucket);
  }
}

const refused = (message: string): ApiError => new ApiError(400, "InvalidArgument", message);

/** `acs:oss:<region>:<account>:<bucket>` */
const bucketOf = (trigger: BucketTrigger): string => trigger.sourceArn?.split(":")[4] ?? "";

function readRule({ config }: BucketTrigger): Rule {
  const { prefix, suffix } = config.filter.key;
  return { events: config.events.flatMap(expand), prefix, suffix };
}

/** Names of events as `ObjectEvent` has them: `ObjectCreated:PutObject`. */
function expand(event: OssEvent): string[] {
  const meant = event.endsWith("*")
    ? OSS_EVENTS.filter((one) => one !== event && one.startsWith(event.slice(0, -1)))
    : [event];
  return meant.map((one) => one.slice("oss:".length));
}

const fits = (rule: Rule, { name, key }: ObjectEvent): boolean =>
  rule.events.includes(name) && key.startsWith(rule.prefix) && key.endsWith(rule.suffix);

/** True if one event of one key could be for both. */
const overlap = (a: Rule, b: Rule): boolean =>
  a.events.some((event) => b.events.includes(event)) &&
  (a.prefix.startsWith(b.prefix) || b.prefix.startsWith(a.prefix)) &&
  (a.suffix.endsWith(b.suffix) || b.suffix.endsWith(a.suffix));
