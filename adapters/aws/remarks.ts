import type { Remark } from "../../model/remarks.ts";
import type { ResolvedApp } from "../../model/resolve.ts";
import { formatDuration } from "../../model/units.ts";
import { triggersOf } from "../shared/problem.ts";

/**
 * How long an HTTP API waits for a function, in seconds.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 */
const API_WAITS = 30;

/** What AWS allows but is probably wrong. */
export const remarksOn = (app: ResolvedApp): Remark[] => timeouts(app);

function timeouts(app: ResolvedApp): Remark[] {
  return triggersOf(app, "http").flatMap((trigger): Remark[] => {
    const timeout = app.functions.get(trigger.function)?.timeout ?? 0;
    if (trigger.spec.api === undefined || timeout <= API_WAITS) return [];
    return [
      {
        code: "timeout-beyond-api",
        path: ["functions", trigger.function, "triggers", trigger.name],
        message: `The function may run for ${formatDuration(timeout)}, but the api "${trigger.spec.api}" answers 503 after ${API_WAITS}s.`,
        remedy: `Set the function's timeout to "${API_WAITS}s" or less, or remove api to give the function an address of its own.`,
      },
    ];
  });
}
