import type { TopicClient } from "../../../../runtime/clients.ts";
import { toJson } from "../../../../runtime/core/values.ts";
import { packAttributes } from "../attributes.ts";
import type { ClientFactory } from "../facts.ts";
import { publishMessage } from "../mns.ts";

/** Simple Message Queue (MNS). Attributes are the message's `Extend` attribute; queues that subscribe don't get them. */
export const topicClient: ClientFactory<"topic"> = ({ topic }): TopicClient => ({
  publish: async (data, { subject, attributes } = {}) => ({
    id: await publishMessage(topic, toJson(data), packAttributes(attributes, subject)),
  }),
});
