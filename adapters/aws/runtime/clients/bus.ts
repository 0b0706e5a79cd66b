import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from "@aws-sdk/client-eventbridge";
import type { BusClient } from "../../../../runtime/clients.ts";
import { toJson } from "../../../../runtime/core/json.ts";
import { eventsOf } from "../../../../runtime/core/messages.ts";
import { sendBatch } from "../../../../runtime/core/send-batch.ts";
import { lazy } from "../../../../runtime/core/values.ts";
import type { ClientFactory } from "../facts.ts";

const eventBridge = lazy(() => new EventBridgeClient());

/**
 * Most entries in a call, and most bytes of one entry
 * (https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html). All of a call may have as many as
 * one, but servers and regions with the limit that held before take no more than this.
 */
const LIMITS = { items: 10, bytes: 256 * 1024, item: 1024 * 1024 };

/** Bytes as EventBridge counts them (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html). */
const sizeOf = ({ Source = "", DetailType = "", Detail = "", Time }: PutEventsRequestEntry): number =>
  (Time ? 14 : 0) + Buffer.byteLength(Source + DetailType + Detail);

/** Amazon EventBridge. */
export const busClient: ClientFactory<"bus"> = ({ bus: EventBusName }, name, caller): BusClient => ({
  async put(given) {
    const place = `bus "${name}"`;
    const entries = eventsOf(`put of ${place}`, given).map(
      ({ type, data, source = `polyfn.${caller}`, time }): PutEventsRequestEntry => ({
        EventBusName,
        DetailType: type,
        Source: source,
        Detail: toJson(data),
        Time: time,
      }),
    );
    await sendBatch(entries, {
      place,
      limits: LIMITS,
      sizeOf,
      async send(some) {
        const answer = await eventBridge().send(new PutEventsCommand({ Entries: [...some] }));
        // Answers stand in the order of the entries.
        return some.map((_, index) => {
          const { ErrorCode: code, ErrorMessage: message = "" } = answer.Entries?.[index] ?? {};
          return code === undefined ? undefined : { code, message };
        });
      },
    });
  },
});
