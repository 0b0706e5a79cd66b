import { bindingOf } from "../../../runtime/core/clients.ts";
import type { Invocation } from "../../../runtime/shim/invocation.ts";
import type { OrderedRecord } from "../../../runtime/shim/ordered-codec.ts";
import type { GivenUpRun } from "../../../runtime/shim/run-codec.ts";
import type { Bindings } from "./bindings.ts";
import { publishMessage, sendMessage } from "./mns.ts";
import type { FcContext } from "./trigger.ts";

/** A record in a report: its position, without its content. */
type Position = Pick<OrderedRecord, "sequence" | "source" | "time">;

/** Reports records that were given up to a queue or topic of this spec. The message has the same form as AWS's. */
export async function tellOfFailure(
  destination: string,
  {
    records,
    condition,
    failures,
  }: { readonly records: readonly Position[] } & Pick<GivenUpRun<never>, "condition" | "failures">,
  { ctx }: { readonly ctx: Invocation },
): Promise<void> {
  const [first, last] = [records[0], records.at(-1)];
  const functionName = (ctx.raw.context as FcContext).function.name;
  const body = JSON.stringify({
    version: "1.0",
    timestamp: new Date().toISOString(),
    requestContext: { requestId: ctx.requestId, functionName, condition, approximateInvokeCount: failures },
    batchInfo: {
      source: first?.source,
      startSequenceNumber: first?.sequence,
      endSequenceNumber: last?.sequence,
      approximateArrivalOfFirstRecord: first?.time,
      approximateArrivalOfLastRecord: last?.time,
      batchSize: records.length,
    },
  });
  const binding = bindingOf<Partial<Bindings["queue"] & Bindings["topic"]>>(destination);
  if (binding.queue !== undefined) await sendMessage(binding.queue, { body });
  else await publishMessage(binding.topic ?? "", body);
}
