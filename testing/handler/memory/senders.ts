import type { BusClient, PublishOptions, StreamClient, TopicClient } from "../../../runtime/clients.ts";
import { toJson } from "../../../runtime/core/json.ts";
import { checkPublish, checkPublishBatch, eventsOf, recordsOf } from "../../../runtime/core/messages.ts";
import { arrived, type StoreFactory } from "./store.ts";

/** Kinds that only pass on what is sent: it is recorded, and nothing receives it. */

export const topicStore: StoreFactory<"topic"> = ({ name }) => {
  let serial = 0;
  return {
    client({ record }): TopicClient {
      const publish = (data: unknown, options: PublishOptions): string => {
        record({ data: arrived(toJson(data)), ...options });
        return `${name}-${++serial}`;
      };
      return {
        async publish(data, options = {}) {
          checkPublish(`publish of topic "${name}"`, data, options);
          return { id: publish(data, options) };
        },
        async publishBatch(messages) {
          checkPublishBatch(`publishBatch of topic "${name}"`, messages);
          for (const { data, ...options } of messages) publish(data, options);
        },
      };
    },
  };
};

export const streamStore: StoreFactory<"stream"> = ({ name }) => ({
  client: ({ record }): StreamClient => ({
    async put(given) {
      for (const { key, data } of recordsOf(`put of stream "${name}"`, given))
        record({ key, data: data instanceof Uint8Array ? new Uint8Array(data) : arrived(toJson(data)) });
    },
  }),
});

export const busStore: StoreFactory<"bus"> = ({ name }) => ({
  client: ({ caller, record }): BusClient => ({
    async put(given) {
      for (const { type, data, source = `polyfn.${caller}`, time } of eventsOf(`put of bus "${name}"`, given))
        record({ type, source, data: arrived(toJson(data)), ...(time && { time: time.toISOString() }) });
    },
  }),
});
