import type { EventBridgeEvent } from "aws-lambda";
import type { ScheduleEvent } from "../../../../runtime/events.ts";
import { eventCodec } from "../../../../runtime/shim/event-codec.ts";
import { byName } from "../../../../runtime/shim/trigger-of.ts";
import { nameIn, type Triggers } from "../trigger.ts";

/** The event of a schedule that polyfn made: the scheduler's target input. */
interface Due {
  readonly polyfn: "schedule";
  /** Name of the trigger. */
  readonly trigger: string;
  readonly scheduledTime: string;
  /** The same in every delivery of one run. */
  readonly id: string;
  readonly input?: unknown;
}

/** The event of a rule that polyfn did not make. */
type RuleEvent = EventBridgeEvent<"Scheduled Event", object>;

type Raw = Due | RuleEvent;

const isDue = (event: unknown): event is Due => (event as Due | null | undefined)?.polyfn === "schedule";

const isRuleEvent = (event: unknown): event is RuleEvent => {
  const { source, "detail-type": type } = (event ?? {}) as Partial<RuleEvent>;
  return source === "aws.events" && type === "Scheduled Event";
};

const toDue = (event: Raw): Due =>
  isDue(event)
    ? event
    : { polyfn: "schedule", trigger: nameIn(event.resources[0] ?? ""), scheduledTime: event.time, id: event.id };

function toEvent({ id, trigger, scheduledTime, input }: Due, raw: Raw): ScheduleEvent {
  return {
    specversion: "1.0",
    id,
    source: `schedule/${trigger}`,
    type: "polyfn.schedule.due",
    time: scheduledTime,
    datacontenttype: "application/json",
    data: { scheduledTime, input },
    raw,
  };
}

/** EventBridge Scheduler, or a scheduled rule, with the input that polyfn gave it; also a rule without input. */
export const schedule = eventCodec<Raw, ScheduleEvent, Triggers["schedule"]>({
  matches: (event): event is Raw => isDue(event) || isRuleEvent(event),
  triggerOf: byName((event) => toDue(event).trigger),
  decode: (event) => [toEvent(toDue(event), event)],
});
