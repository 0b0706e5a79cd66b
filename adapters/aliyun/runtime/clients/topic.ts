import type { TopicClient } from "../../../../runtime/clients.ts";
import { toJson } from "../../../../runtime/core/json.ts";
import { checkPublish, checkPublishBatch } from "../../../../runtime/core/messages.ts";
import { sendBatch } from "../../../../runtime/core/send-batch.ts";
import { packAttributes } from "../attributes.ts";
import type { ClientFactory } from "../bindings.ts";
import { MOST_BYTES, publishMessage } from "../mns.ts";

/** Simple Message Queue (MNS). Attributes are the message's `Extend` attribute; queues that subscribe don't get them. */
export const topicClient: ClientFactory<"topic"> = ({ topic }, name): TopicClient => {
  const place = `topic "${name}"`;
  return {
    async publish(data, options = {}) {
      checkPublish(`publish of ${place}`, data, options);
      const { subject, attributes } = options;
      return { id: await publishMessage(topic, toJson(data), packAttributes(attributes, subject)) };
    },
    async publishBatch(messages) {
      checkPublishBatch(`publishBatch of ${place}`, messages);
      const all = messages.map(({ data, subject, attributes }) => ({
        body: toJson(data),
        extend: packAttributes(attributes, subject),
      }));
      await sendBatch(all, {
        place,
        // MNS publishes messages one by one.
        limits: { items: 1, bytes: MOST_BYTES, item: MOST_BYTES },
        sizeOf: ({ body }) => Buffer.byteLength(body),
        send: (some) =>
          Promise.all(some.map(({ body, extend }) => publishMessage(topic, body, extend).then(() => undefined))),
      });
    },
  };
};
