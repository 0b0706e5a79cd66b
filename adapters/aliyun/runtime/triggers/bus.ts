import type { BusEvent } from "../../../../runtime/events.ts";
import { withText } from "../../../../runtime/shim/bus-event.ts";
import { matches } from "../../../../runtime/shim/pattern.ts";
import { type BridgeEvent, isBridgeEvent, isQueueEvent } from "../cloud-event.ts";
import type { FunctionSetup, Trigger } from "../trigger.ts";

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

/** Whether one of the function's triggers wants it: the part of a pattern that EventBridge has no words for. */
function isWanted({ data }: BridgeEvent, { settings }: FunctionSetup): boolean {
  const triggers = Object.values(settings?.bus ?? {});
  return triggers.length === 0 || triggers.some((trigger) => trigger.data === undefined || matches(trigger.data, data));
}

/** EventBridge's events (https://www.alibabacloud.com/help/en/eventbridge/user-guide/event-overview); they are CloudEvents. */
export const bus: Trigger<BridgeEvent, BusEvent> = {
  accepts: (event): event is BridgeEvent => isBridgeEvent(event) && !isQueueEvent(event),
  async handle(event, method, ctx, setup) {
    if (isWanted(event, setup)) await method(toEvent(event), ctx);
    else ctx.log.debug("event does not match", { id: event.id });
  },
};
