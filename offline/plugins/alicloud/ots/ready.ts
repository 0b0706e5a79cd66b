import { retry } from "../../server/retry.ts";
import type { AlicloudContext } from "../clients.ts";
import { errorCode } from "../errors.ts";

/** Tablestore's errors while something is not ready yet or throttled. */
const PASSING =
  /^OTS(ServerBusy|ServerUnavailable|TunnelServerUnavailable|PartitionUnavailable|InternalServerError|Timeout|TableNotReady|RowOperationConflict|NotEnoughCapacityUnit)$/;

/** Repeats a call until the table is ready, at most as long as the real provider does. */
export function whenReady<T>(cloud: AlicloudContext, call: () => Promise<T>): Promise<T> {
  return retry(call, { when: (error) => PASSING.test(errorCode(error)), seconds: 360, signal: cloud.signal });
}
