import type { SupportTable } from "../../model/features.ts";
import { support as aws } from "../aws/support.ts";

/** Verdicts of the `core` profile that differ from AWS; `full` has AWS's own. `limits.ts` has what it does not support. */
export const support: SupportTable = {
  ...aws,
  schedule: { support: "emulated", how: "An EventBridge rule instead of EventBridge Scheduler; profile full has it." },
  "schedule.timezone": {
    support: "emulated",
    how: "EventBridge rules know only UTC, so the times of the expression are read as UTC; profile full has time zones.",
  },
  "resource.api": { support: "emulated", how: "A REST API instead of an HTTP API; profile full has it." },
  "http.api": { support: "emulated", how: "A method of a REST API, with events in payload format 1.0." },
  "resource.api.cors": {
    support: "emulated",
    how: "Only preflight requests are answered, for the first origin; the function adds headers to its own responses.",
  },
};
