import type { BusClient, NewBusEvent } from "../../../../runtime/clients.ts";
import { chunks, toJson } from "../../../../runtime/core/values.ts";
import { BatchError, type FailedItem } from "../../../../runtime/errors.ts";
import type { ClientFactory } from "../facts.ts";
import { hosts } from "../hosts.ts";
import { jsonRefusal, type Service, send } from "../http.ts";
import { signEventBridge } from "../signing/eventbridge.ts";

const eventBridge: Service<string> = {
  sign: (body, by) =>
    signEventBridge(
      {
        host: hosts.eventBridge(),
        path: "/openapi/putEvents",
        body,
        type: "application/cloudevents-batch+json; charset=utf-8",
      },
      by,
    ),
  refusal: jsonRefusal,
};

/** Most events in a call, and most bytes of all of them (https://www.alibabacloud.com/help/en/eventbridge/developer-reference/putevents). */
const MOST_EVENTS = 16;
const MOST_BYTES = 64 * 1024;

interface Answer {
  readonly EntryList?: readonly { readonly ErrorCode?: string | null; readonly ErrorMessage?: string | null }[];
}

const toCloudEvent = (event: NewBusEvent, bus: string, caller: string): string =>
  toJson({
    id: crypto.randomUUID(),
    specversion: "1.0",
    source: event.source ?? `polyfn.${caller}`,
    type: event.type,
    time: (event.time ?? new Date()).toISOString(),
    datacontenttype: "application/json; charset=utf-8",
    data: event.data ?? null,
    aliyuneventbusname: bus,
  });

/** EventBridge. */
export const busClient: ClientFactory<"bus"> = ({ bus }, name, caller): BusClient => ({
  async put(given) {
    const events: readonly NewBusEvent[] = Array.isArray(given) ? given : [given as NewBusEvent];
    const all = events.map((event, index) => ({ index, text: toCloudEvent(event, bus, caller) }));
    const failed: FailedItem[] = [];
    for (const chunk of chunks(all, MOST_EVENTS, MOST_BYTES, ({ text }) => Buffer.byteLength(text))) {
      const answer = await send(eventBridge, `[${chunk.map(({ text }) => text).join(",")}]`);
      const { EntryList = [] } = (await answer.json()) as Answer;
      for (const [position, { index }] of chunk.entries()) {
        const { ErrorCode: code, ErrorMessage: message } = EntryList[position] ?? {};
        if (code) failed.push({ index, code, message: message ?? "" });
      }
    }
    if (failed.length > 0)
      throw new BatchError(`bus "${name}" refused ${failed.length} of ${events.length} events`, failed);
  },
});
