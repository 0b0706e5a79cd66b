import type { EventBridgeEvent } from "aws-lambda";
import type { BusEvent } from "../../../../runtime/events.ts";
import { withText } from "../../../../runtime/shim/bus-event.ts";
import { eventCodec } from "../../../../runtime/shim/event-codec.ts";
import type { Triggers } from "../trigger.ts";

type Raw = EventBridgeEvent<string, unknown>;

const toEvent = (event: Raw): BusEvent =>
  withText({
    specversion: "1.0",
    id: event.id,
    source: event.source,
    type: event["detail-type"],
    subject: event.resources[0],
    time: event.time,
    datacontenttype: "application/json",
    data: event.detail,
    raw: event,
  });

/** Rules make events of their own on a schedule; they belong to the schedule trigger. */
const isScheduled = (event: Raw): boolean =>
  event.source === "aws.events" && event["detail-type"] === "Scheduled Event";

const isEnvelope = (event: unknown): event is Raw =>
  typeof event === "object" && event !== null && "detail-type" in event && "detail" in event;

/** An event with the name of its trigger, as the rules of a function with several send it. */
interface Named {
  readonly polyfn: "bus";
  readonly trigger: string;
  readonly event: Raw;
}

const isNamed = (event: unknown): event is Named => (event as Named | null | undefined)?.polyfn === "bus";

const eventIn = (event: Raw | Named): Raw => (isNamed(event) ? event.event : event);

/** EventBridge events (https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html). */
export const bus = eventCodec<Raw | Named, BusEvent, Triggers["bus"]>({
  matches(event): event is Raw | Named {
    const inner = isNamed(event) ? event.event : event;
    return isEnvelope(inner) && !isScheduled(inner);
  },
  triggerOf: (event, triggers) =>
    isNamed(event)
      ? triggers.find(({ name }) => name === event.trigger)
      : triggers.length < 2
        ? triggers[0]
        : undefined,
  decode: (event) => [toEvent(eventIn(event))],
});
