import type { BusClient } from "../../../../runtime/clients.ts";
import { toJson } from "../../../../runtime/core/json.ts";
import { eventsOf } from "../../../../runtime/core/messages.ts";
import { type Refusal, sendBatch } from "../../../../runtime/core/send-batch.ts";
import type { ClientFactory } from "../bindings.ts";
import { callJson, type JsonService, jsonError } from "../json-protocol.ts";
import { type EntryResult, refusalsInOrder } from "../refusals.ts";

const eventBridge: JsonService = {
  name: "events",
  variable: "EVENTBRIDGE",
  target: "AWSEvents",
  version: "1.1",
  errorIn: jsonError,
};

/**
 * Most entries in a call, and most bytes of one entry
 * (https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html). All of a call may have as many as
 * one, but servers and regions with the limit that held before take no more than this.
 */
const LIMITS = { items: 10, bytes: 256 * 1024, item: 1024 * 1024 };

interface Entry {
  readonly EventBusName: string;
  readonly DetailType: string;
  readonly Source: string;
  readonly Detail: string;
  /** Seconds. */
  readonly Time?: number;
}

/** Bytes as EventBridge counts them (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html). */
const sizeOf = ({ Source, DetailType, Detail, Time }: Entry): number =>
  (Time === undefined ? 0 : 14) + Buffer.byteLength(Source + DetailType + Detail);

async function putEvents(Entries: readonly Entry[]): Promise<(Refusal | undefined)[]> {
  const answer = await callJson<{ Entries?: readonly EntryResult[] }>(eventBridge, "PutEvents", { Entries });
  return refusalsInOrder(Entries, answer.Entries);
}

/** Amazon EventBridge. */
export const busClient: ClientFactory<"bus"> = ({ bus: EventBusName }, name, caller): BusClient => ({
  async put(given) {
    const place = `bus "${name}"`;
    const entries = eventsOf(`put of ${place}`, given, "aws.").map(
      ({ type, data, source = `polyfn.${caller}`, time }): Entry => ({
        EventBusName,
        DetailType: type,
        Source: source,
        Detail: toJson(data),
        Time: time && time.getTime() / 1000,
      }),
    );
    await sendBatch(entries, { place, limits: LIMITS, sizeOf, send: putEvents });
  },
});
