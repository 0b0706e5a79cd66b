import type { EventBridgeEvent } from "aws-lambda";
import type { BusEvent } from "../../../../runtime/events.ts";
import { withText } from "../../../../runtime/shim/bus-event.ts";
import type { Trigger } from "../trigger.ts";

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

/** EventBridge events (https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html). */
export const bus: Trigger<Raw, BusEvent> = {
  accepts: (event): event is Raw => isEnvelope(event) && !isScheduled(event),
  async handle(event, method, ctx) {
    await method(toEvent(event), ctx);
  },
};
