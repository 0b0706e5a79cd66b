import { retry } from "../../server/retry.ts";
import type { AlicloudContext } from "../clients.ts";
import { errorCode } from "../errors.ts";

/** What Tablestore says while something isn't ready yet, or too much is asked at once. */
const PASSING =
  /^OTS(ServerBusy|ServerUnavailable|TunnelServerUnavailable|PartitionUnavailable|InternalServerError|Timeout|TableNotReady|RowOperationConflict|NotEnoughCapacityUnit)$/;

/** Repeats a call while a table isn't ready for it, as long as the real provider does at most. */
export function whenReady<T>(cloud: AlicloudContext, call: () => Promise<T>): Promise<T> {
  return retry(call, { when: (error) => PASSING.test(errorCode(error)), seconds: 360, signal: cloud.signal });
}
