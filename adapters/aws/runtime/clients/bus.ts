import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import type { BusClient, NewBusEvent } from "../../../../runtime/clients.ts";
import { chunks, lazy, toJson } from "../../../../runtime/core/values.ts";
import { BatchError, type FailedItem } from "../../../../runtime/errors.ts";
import type { ClientFactory } from "../facts.ts";

const eventBridge = lazy(() => new EventBridgeClient());

/** Most entries in a call, and most bytes of all of them (https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html). */
const MOST_ENTRIES = 10;
const MOST_BYTES = 1024 * 1024;

/** Amazon EventBridge. */
export const busClient: ClientFactory<"bus"> = ({ bus: EventBusName }, name, caller): BusClient => ({
  async put(given) {
    const events: readonly NewBusEvent[] = Array.isArray(given) ? given : [given as NewBusEvent];
    const entries = events.map(({ type, data, source = `polyfn.${caller}`, time }, index) => ({
      index,
      entry: { EventBusName, DetailType: type, Source: source, Detail: toJson(data), Time: time },
    }));
    const failed: FailedItem[] = [];
    for (const chunk of chunks(entries, MOST_ENTRIES, MOST_BYTES, ({ entry }) =>
      Buffer.byteLength(JSON.stringify(entry)),
    )) {
      const answer = await eventBridge().send(new PutEventsCommand({ Entries: chunk.map(({ entry }) => entry) }));
      // Answers stand in the order of the entries.
      answer.Entries?.forEach(({ ErrorCode, ErrorMessage = "" }, position) => {
        const index = chunk[position]?.index ?? -1;
        if (ErrorCode !== undefined) failed.push({ index, code: ErrorCode, message: ErrorMessage });
      });
    }
    if (failed.length > 0)
      throw new BatchError(`bus "${name}" refused ${failed.length} of ${events.length} events`, failed);
  },
});
