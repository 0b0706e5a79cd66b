import { ApiError } from "../../core/error.ts";
import type { TriggerBinding } from "../../core/ports.ts";

export type EventTrigger = TriggerBinding<"eventbridge">;

/** Sources that are emulated. */
const SOURCES: readonly string[] = ["Default", "MNS"];

/** @throws ApiError for sources that are not emulated, and for a queue source without its queue. */
export function checkSource({ config }: EventTrigger): void {
  const { eventSourceType, eventSourceParameters } = config.eventSourceConfig;
  if (!SOURCES.includes(eventSourceType)) {
    const message = `The emulator has no event source ${eventSourceType}, only ${SOURCES.join(" and ")}.`;
    throw new ApiError(400, "InvalidArgument", message);
  }
  if (eventSourceType === "MNS" && !eventSourceParameters?.sourceMNSParameters) {
    throw new ApiError(400, "InvalidArgument", "An MNS source needs eventSourceParameters.sourceMNSParameters.");
  }
}
