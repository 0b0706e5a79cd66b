import { factsOf } from "../../../runtime/core/clients.ts";
import type { Facts } from "./facts.ts";
import { publishMessage, sendMessage } from "./mns.ts";

/** Records of a shard or table that were given up, as they are told of: their positions, not what they say. */
export interface GivenUpRecords {
  readonly requestId: string;
  readonly functionName: string;
  readonly condition: string;
  readonly invokeCount: number;
  readonly source: string;
  readonly first: { readonly sequence: string; readonly time?: string };
  readonly last: { readonly sequence: string; readonly time?: string };
  readonly size: number;
}

/** Tells a queue or topic of this spec. The message has the outline of those that AWS sends for the same. */
export async function tellOfFailure(destination: string, records: GivenUpRecords): Promise<void> {
  const { requestId, functionName, condition, invokeCount, source, first, last, size } = records;
  const body = JSON.stringify({
    version: "1.0",
    timestamp: new Date().toISOString(),
    requestContext: { requestId, functionName, condition, approximateInvokeCount: invokeCount },
    batchInfo: {
      source,
      startSequenceNumber: first.sequence,
      endSequenceNumber: last.sequence,
      approximateArrivalOfFirstRecord: first.time,
      approximateArrivalOfLastRecord: last.time,
      batchSize: size,
    },
  });
  const facts = factsOf<Partial<Facts["queue"] & Facts["topic"]>>(destination);
  if (facts.queue !== undefined) await sendMessage(facts.queue, { body });
  else await publishMessage(facts.topic ?? "", body);
}
