import type { BusEvent } from "../../../../runtime/events.ts";
import { withText } from "../../../../runtime/shim/bus-event.ts";
import { eventCodec } from "../../../../runtime/shim/event-codec.ts";
import { matches } from "../../../../runtime/shim/pattern.ts";
import { onSource } from "../../../../runtime/shim/trigger-of.ts";
import { type BridgeEvent, isBridgeEvent, isQueueEvent } from "../cloud-event.ts";
import type { Triggers } from "../trigger.ts";

const toEvent = (event: BridgeEvent): BusEvent =>
  withText({
    specversion: "1.0",
    id: event.id,
    source: event.source,
    type: event.type,
    subject: event.subject,
    time: event.time,
    datacontenttype: event.datacontenttype ?? "application/json",
    data: event.data,
    raw: event,
  });

/** True if the part of the pattern that the shim checks matches an event. */
const isFor =
  (event: BridgeEvent) =>
  ({ pattern = {} }: Triggers["bus"]): boolean =>
    matches({ ...pattern }, event);

/** The triggers that an event can be for: it names its bus, and not the rule that sent it. */
function candidates(event: BridgeEvent, triggers: readonly Triggers["bus"][]): readonly Triggers["bus"][] {
  return onSource(event.aliyuneventbusname, triggers, ({ bus }) => bus).filter(isFor(event));
}

/** EventBridge's events (https://www.alibabacloud.com/help/en/eventbridge/user-guide/event-overview); they are CloudEvents. */
export const bus = eventCodec<BridgeEvent, BusEvent, Triggers["bus"]>({
  matches: (event): event is BridgeEvent => isBridgeEvent(event) && !isQueueEvent(event),
  triggerOf(event, triggers) {
    const [trigger, other] = triggers.length < 2 ? triggers : candidates(event, triggers);
    return other ? undefined : trigger;
  },
  decode(event, { ctx, trigger, triggers }) {
    const isWanted = trigger ? isFor(event)(trigger) : triggers.length === 0 || candidates(event, triggers).length > 0;
    if (isWanted) return [toEvent(event)];
    ctx.log.debug("event does not match", { id: event.id });
    return [];
  },
});
