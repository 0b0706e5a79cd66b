import { ApiError } from "../../core/error.ts";
import type { ServiceResponse } from "../../core/http.ts";
import type { Call } from "../../core/service.ts";
import { childOf, parseXml, textOf, toXml, type XmlElement, type XmlValue } from "../../core/xml.ts";
import type { Mns } from "./administration.ts";
import type { Given } from "./attributes.ts";
import { invalidArgument } from "./errors.ts";
import { count } from "./messages.ts";
import { propertyDocuments, readProperties } from "./properties.ts";
import type { DlqPolicy, Message, Queue, Subscription, Topic } from "./state.ts";

/** Without a slash at its end: the Java client takes no other for errors. */
export const NAMESPACE = "http://mns.aliyuncs.com/doc/v1";

/** Headers of every answer. */
export const standardHeaders = (call: Pick<Call, "request">): Record<string, string> => ({
  "x-mns-version": "2015-06-06",
  "x-mns-request-id": call.request.id,
});

export const answer = (call: Call, status: number, root?: string, value?: XmlValue): ServiceResponse => ({
  status,
  headers: { ...standardHeaders(call), ...(root !== undefined && { "content-type": "text/xml;charset=utf-8" }) },
  ...(root !== undefined && value !== undefined && { body: toXml(root, value, { namespace: NAMESPACE }) }),
});

/** The document of a request. */
export function readDocument(call: Call, ...roots: readonly string[]): XmlElement {
  const document = parseXml(call.request.body.toString());
  if (document && roots.includes(document.name)) return document;
  throw new ApiError(400, "MalformedXML", `The request body must be an XML document <${roots.join("> or <")}>.`);
}

/** Attributes as elements; nested ones, as of DlqPolicy, become JSON, the form of the other interface. */
export function givenBy(document: XmlElement | undefined): Given {
  return (name) => {
    const element = childOf(document, name);
    if (!element || element.children.length === 0) return element?.text;
    return JSON.stringify(Object.fromEntries(element.children.map((child) => [child.name, child.text])));
  };
}

const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);

export function queueDocument({ world }: Mns, queue: Queue): XmlValue {
  const { attributes } = queue;
  const { active, inactive, delayed } = count(queue, world.clock.now());
  return {
    QueueName: queue.name,
    CreateTime: seconds(queue.created),
    LastModifyTime: seconds(queue.modified),
    DelaySeconds: attributes.delaySeconds,
    MaximumMessageSize: attributes.maximumMessageSize,
    MessageRetentionPeriod: attributes.messageRetentionPeriod,
    VisibilityTimeout: attributes.visibilityTimeout,
    PollingWaitSeconds: attributes.pollingWaitSeconds,
    ActiveMessages: active,
    InactiveMessages: inactive,
    DelayMessages: delayed,
    LoggingEnabled: attributes.loggingEnabled ? "True" : "False",
    QueueType: queue.type,
    DlqPolicy: attributes.dlqPolicy && dlqDocument(attributes.dlqPolicy, true),
  };
}

const dlqDocument = ({ enabled, queue, maxReceives }: DlqPolicy, counted: boolean): XmlValue => ({
  Enabled: enabled,
  DeadLetterTargetQueue: queue,
  MaxReceiveCount: counted ? maxReceives : undefined,
});

export const topicDocument = (topic: Topic): XmlValue => ({
  TopicName: topic.name,
  CreateTime: seconds(topic.created),
  LastModifyTime: seconds(topic.modified),
  MaximumMessageSize: topic.maximumMessageSize,
  MessageRetentionPeriod: 86_400,
  MessageCount: 0,
  LoggingEnabled: topic.loggingEnabled ? "True" : "False",
});

export const subscriptionDocument = (call: Call, topic: Topic, subscription: Subscription): XmlValue => ({
  SubscriptionName: subscription.name,
  Subscriber: call.account,
  TopicOwner: call.account,
  TopicName: topic.name,
  Endpoint: subscription.endpoint,
  NotifyStrategy: subscription.strategy,
  NotifyContentFormat: subscription.format,
  FilterTag: subscription.filterTag,
  CreateTime: seconds(subscription.created),
  LastModifyTime: seconds(subscription.modified),
  DlqPolicy: subscription.dlqPolicy && dlqDocument(subscription.dlqPolicy, false),
});

/** A message as its receiver gets it; peeking gives no handle. */
export const messageDocument = (message: Message, received: boolean): Record<string, XmlValue> => ({
  MessageId: message.id,
  ReceiptHandle: received ? message.receipt : undefined,
  MessageBodyMD5: message.md5,
  MessageBody: message.body,
  EnqueueTime: message.enqueued,
  NextVisibleTime: received ? message.visibleAt : undefined,
  FirstDequeueTime: message.firstDequeue ?? message.enqueued,
  DequeueCount: message.dequeueCount,
  Priority: message.priority,
  MessageGroupId: message.group,
  ...propertyDocuments(message),
});

/** One message of a request to send. */
export function readMessage(element: XmlElement) {
  const body = textOf(element, "MessageBody");
  if (body === undefined) throw invalidArgument("A message needs a MessageBody.");
  const delaySeconds = wholeNumber(element, "DelaySeconds", 0, 604_800);
  const priority = wholeNumber(element, "Priority", 1, 16);
  const group = textOf(element, "MessageGroupId");
  return {
    body,
    ...(delaySeconds !== undefined && { delaySeconds }),
    ...(priority !== undefined && { priority }),
    ...(group && { group }),
    ...readProperties(element),
  };
}

function wholeNumber(element: XmlElement, name: string, low: number, high: number): number | undefined {
  const text = textOf(element, name)?.trim();
  if (!text) return undefined;
  const value = Number(text);
  if (Number.isInteger(value) && value >= low && value <= high) return value;
  throw invalidArgument(`The value of ${name} should between ${low} and ${high} seconds/bytes.`);
}
