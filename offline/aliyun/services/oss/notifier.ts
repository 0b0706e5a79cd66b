import { ApiError } from "../../core/error.ts";
import type { EventSource, TriggerBinding } from "../../core/ports.ts";
import type { Call } from "../../core/service.ts";
import type { World } from "../../core/world.ts";
import { eventDocument, type ObjectEvent } from "./event.ts";
import type { OssState } from "./state.ts";

const MOST_TRIGGERS = 10;

const EVENTS: Readonly<Record<string, readonly string[]>> = {
  ObjectCreated: [
    "PutObject",
    "PostObject",
    "CopyObject",
    "AppendObject",
    "InitiateMultipartUpload",
    "UploadPart",
    "UploadPartCopy",
    "CompleteMultipartUpload",
    "PutSymlink",
  ],
  ObjectRemoved: ["DeleteObject", "DeleteObjects", "AbortMultipartUpload"],
  ObjectModified: ["UpdateObjectMeta"],
};

interface Rule {
  readonly events: readonly string[];
  readonly prefix: string;
  readonly suffix: string;
}

/** Triggers of functions by what happens to objects. https://help.aliyun.com/zh/functioncompute/fc/user-guide/oss-triggers */
export class Notifier implements EventSource {
  readonly #world: World;
  readonly #state: OssState;
  readonly #triggers = new Map<string, TriggerBinding>();

  constructor(world: World, state: OssState) {
    this.#world = world;
    this.#state = state;
  }

  check(trigger: TriggerBinding): void {
    const bucket = this.#state.bucket(bucketOf(trigger));
    if (bucket.region !== trigger.region) {
      throw refused(`The bucket ${bucket.name} is in ${bucket.region}, the function in ${trigger.region}.`);
    }
    if (trigger.invocationRole === undefined) throw refused("An OSS trigger needs an invocationRole.");
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

  attach(trigger: TriggerBinding): void {
    this.#triggers.set(trigger.id, trigger);
  }

  detach(trigger: TriggerBinding): void {
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

  /** OSS tells nobody about a notification that FC refuses; neither does the emulator, but for faults of its own. */
  #lost(trigger: TriggerBinding, error: unknown): void {
    if (!(error instanceof ApiError)) console.error(`trigger ${trigger.triggerName}:`, error);
  }

  #of(bucket: string): TriggerBinding[] {
    return [...this.#triggers.values()].filter((trigger) => bucketOf(trigger) === bucket);
  }
}

const refused = (message: string): ApiError => new ApiError(400, "InvalidArgument", message);

/** `acs:oss:<region>:<account>:<bucket>` */
const bucketOf = (trigger: TriggerBinding): string => trigger.sourceArn?.split(":")[4] ?? "";

function readRule({ config }: TriggerBinding): Rule {
  const events = Array.isArray(config.events) ? config.events.map(String) : [];
  if (events.length === 0) throw refused("triggerConfig.events of an OSS trigger must name at least one event.");
  const key = member(config.filter, "Key");
  return { events: events.flatMap(expand), prefix: text(member(key, "Prefix")), suffix: text(member(key, "Suffix")) };
}

/** A member whose name the vendor's clients write with a capital or without. */
function member(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  const record = value as Record<string, unknown>;
  return record[name.toLowerCase()] ?? record[name];
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");

function expand(event: string): string[] {
  const [, kind = "", name = ""] = /^oss:(\w+):(\w+|\*)$/.exec(event) ?? [];
  const names = EVENTS[kind];
  if (!names || (name !== "*" && !names.includes(name))) {
    const known = Object.entries(EVENTS).flatMap(([of, all]) => all.map((one) => `oss:${of}:${one}`));
    throw refused(`OSS has no event ${event}; it has ${known.join(", ")}.`);
  }
  return name === "*" ? names.map((one) => `${kind}:${one}`) : [`${kind}:${name}`];
}

const fits = (rule: Rule, { name, key }: ObjectEvent): boolean =>
  rule.events.includes(name) && key.startsWith(rule.prefix) && key.endsWith(rule.suffix);

/** Whether one event of one key could be for both. */
const overlap = (a: Rule, b: Rule): boolean =>
  a.events.some((event) => b.events.includes(event)) &&
  (a.prefix.startsWith(b.prefix) || b.prefix.startsWith(a.prefix)) &&
  (a.suffix.endsWith(b.suffix) || b.suffix.endsWith(a.suffix));
