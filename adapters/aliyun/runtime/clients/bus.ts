import type { BusClient, NewBusEvent } from "../../../../runtime/clients.ts";
import { toJson } from "../../../../runtime/core/json.ts";
import { eventsOf } from "../../../../runtime/core/messages.ts";
import { sendBatch } from "../../../../runtime/core/send-batch.ts";
import type { ClientFactory } from "../bindings.ts";
import * as hosts from "../hosts.ts";
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
const LIMITS = { items: 16, bytes: 64 * 1024, item: 64 * 1024 };

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
    const place = `bus "${name}"`;
    await sendBatch(
      eventsOf(`put of ${place}`, given, "acs.").map((event) => toCloudEvent(event, bus, caller)),
      {
        place,
        limits: LIMITS,
        sizeOf: Buffer.byteLength,
        async send(some) {
          const answer = await send(eventBridge, `[${some.join(",")}]`);
          const { EntryList = [] } = (await answer.json()) as Answer;
          return some.map((_, index) => {
            const { ErrorCode: code, ErrorMessage: message } = EntryList[index] ?? {};
            return code ? { code, message: message ?? "" } : undefined;
          });
        },
      },
    );
  },
});
