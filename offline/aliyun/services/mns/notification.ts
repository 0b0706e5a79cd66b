import { toXml } from "../../core/xml.ts";
import type { ContentFormat, Publication, Subscription, Topic } from "./state.ts";

/** The notification for a subscriber, in the format of the subscription. */
export function notification(account: string, topic: Topic, to: Subscription, published: Publication): string {
  const fields = {
    TopicOwner: account,
    TopicName: topic.name,
    Subscriber: account,
    SubscriptionName: to.name,
    MessageId: published.messageId,
    Message: published.body,
    MessageMD5: published.md5,
    ...(published.tag !== undefined && { MessageTag: published.tag }),
    PublishTime: published.published,
  };
  switch (to.format) {
    case "XML":
      return toXml("Notification", fields, { namespace: "http://mns.aliyuncs.com/doc/v1/" });
    case "JSON":
      return JSON.stringify({ ...flat(published.attributes), ...fields });
    case "STREAM": {
      const { attributes } = published;
      return Object.keys(attributes).length > 0
        ? JSON.stringify({ body: published.body, attrs: attributes })
        : published.body;
    }
    default:
      return published.body;
  }
}

/** The attribute Extend is itself JSON; its members stand beside the notification's own. */
function flat({ Extend, ...attributes }: Readonly<Record<string, string>>): Record<string, unknown> {
  if (Extend === undefined) return attributes;
  try {
    const members: unknown = JSON.parse(Extend);
    if (typeof members === "object" && members !== null) return { ...attributes, ...members };
  } catch {
    // Passed on as it is.
  }
  return { ...attributes, Extend };
}

export const contentType = (format: ContentFormat): string =>
  format === "XML" ? "text/xml; charset=utf-8" : format === "JSON" ? "application/json; charset=utf-8" : "text/plain";
