import { ApiError } from "../../core/error.ts";
import { json, type ServiceResponse } from "../../core/http.ts";
import { admitRemoval, isRemoval, namesOf } from "../../core/removals.ts";
import type { Call, Operation } from "../../core/service.ts";
import {
  createQueue,
  createTopic,
  deleteQueue,
  deleteTopic,
  type Mns,
  page,
  setQueueAttributes,
  setSubscriptionAttributes,
  setTopicAttributes,
  subscribe,
  unsubscribe,
} from "./administration.ts";
import { type Given, readNumber } from "./attributes.ts";
import { invalidArgument } from "./errors.ts";
import { count } from "./messages.ts";
import type { Queue, Subscription, Topic } from "./state.ts";

/** The same in the vendor's general interface. https://api.aliyun.com/product/Mns-open */
export const controlOperations = (mns: Mns): readonly Operation[] => [
  ...queueOperations(mns),
  ...topicOperations(mns),
  ...subscriptionOperations(mns),
  ...tagOperations(mns),
];

/** Parameters of operations that take something away. */
const TAKEN: Readonly<Record<string, readonly string[]>> = {
  DeleteQueue: ["QueueName"],
  DeleteTopic: ["TopicName"],
  Unsubscribe: ["TopicName", "SubscriptionName"],
  UntagResources: ["ResourceType", "ResourceId", "TagKey", "All"],
};

const operation = (name: string, resource: (call: Call) => string, run: (call: Call) => unknown): Operation => ({
  name,
  route: { action: name },
  permission: { action: `mns:${name}`, resource: (call) => `acs:mns:${call.region}:${call.account}:${resource(call)}` },
  ...(isRemoval(name) && { admit: (request) => admitRemoval(name, TAKEN[name] ?? [], namesOf(request)) }),
  run: (call) => done(call, run(call)),
});

const done = (call: Call, data: unknown): ServiceResponse =>
  json({
    Code: 200,
    Status: "Success",
    Success: true,
    Message: "operation success",
    RequestId: call.request.id,
    ...(data !== undefined && { Data: data }),
  });

/** A parameter that must be there. */
function required(call: Call, name: string): string {
  const value = call.params[name];
  if (value) return value;
  throw new ApiError(400, `Missing${name}`, `${name} is mandatory for this action.`);
}

const givenBy =
  (call: Call): Given =>
  (name) =>
    call.params[name];

const queuePath = (call: Call): string => `/queues/${call.params.QueueName ?? ""}`;
const topicPath = (call: Call): string => `/topics/${call.params.TopicName ?? ""}`;
const subscriptionPath = (call: Call): string =>
  `${topicPath(call)}/subscriptions/${call.params.SubscriptionName ?? ""}`;

function queueOperations(mns: Mns): Operation[] {
  const named = (call: Call): Queue => mns.state.queue(call.region, required(call, "QueueName"));
  return [
    operation("CreateQueue", queuePath, (call) => {
      const { thing } = createQueue(mns, call.region, required(call, "QueueName"), givenBy(call));
      Object.assign(thing.tags, readTags(call));
      return undefined;
    }),
    operation("GetQueueAttributes", queuePath, (call) => queueData(mns, named(call))),
    operation("SetQueueAttributes", queuePath, (call) => setQueueAttributes(mns, named(call), givenBy(call))),
    operation("DeleteQueue", queuePath, (call) => deleteQueue(mns, call.region, required(call, "QueueName"))),
    operation(
      "ListQueue",
      () => "/queues",
      (call) => {
        const queues = [...mns.state.queues.values()].filter(({ region }) => region === call.region);
        return pageData(call, queues, call.params.QueueName, (queue) => queueData(mns, queue));
      },
    ),
  ];
}

function topicOperations(mns: Mns): Operation[] {
  const named = (call: Call): Topic => mns.state.topic(call.region, required(call, "TopicName"));
  return [
    operation("CreateTopic", topicPath, (call) => {
      const { thing } = createTopic(mns, call.region, required(call, "TopicName"), givenBy(call));
      Object.assign(thing.tags, readTags(call));
      return undefined;
    }),
    operation("GetTopicAttributes", topicPath, (call) => topicData(named(call))),
    operation("SetTopicAttributes", topicPath, (call) => setTopicAttributes(mns, named(call), givenBy(call))),
    operation("DeleteTopic", topicPath, (call) => deleteTopic(mns, call.region, required(call, "TopicName"))),
    operation(
      "ListTopic",
      () => "/topics",
      (call) => {
        const topics = [...mns.state.topics.values()].filter(({ region }) => region === call.region);
        return pageData(call, topics, call.params.TopicName, topicData);
      },
    ),
  ];
}

function subscriptionOperations(mns: Mns): Operation[] {
  const topicOf = (call: Call): Topic => mns.state.topic(call.region, required(call, "TopicName"));
  const named = (call: Call): Subscription => mns.state.subscription(topicOf(call), required(call, "SubscriptionName"));
  return [
    operation("Subscribe", subscriptionPath, (call) => {
      subscribe(mns, topicOf(call), required(call, "SubscriptionName"), givenBy(call));
      return undefined;
    }),
    operation("GetSubscriptionAttributes", subscriptionPath, (call) =>
      subscriptionData(call, topicOf(call), named(call)),
    ),
    operation("SetSubscriptionAttributes", subscriptionPath, (call) =>
      setSubscriptionAttributes(mns, named(call), givenBy(call)),
    ),
    operation("Unsubscribe", subscriptionPath, (call) =>
      unsubscribe(mns, topicOf(call), required(call, "SubscriptionName")),
    ),
    operation(
      "ListSubscriptionByTopic",
      (call) => `${topicPath(call)}/subscriptions`,
      (call) => {
        const topic = topicOf(call);
        return pageData(call, [...topic.subscriptions.values()], call.params.SubscriptionName, (subscription) =>
          subscriptionData(call, topic, subscription),
        );
      },
    ),
  ];
}

const tagsOf = (tags: Readonly<Record<string, string>>) =>
  Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));

function queueData({ world }: Mns, queue: Queue): object {
  const { attributes } = queue;
  const { active, inactive, delayed } = count(queue, world.clock.now());
  return {
    QueueName: queue.name,
    CreateTime: Math.floor(queue.created / 1000),
    LastModifyTime: Math.floor(queue.modified / 1000),
    DelaySeconds: attributes.delaySeconds,
    MaximumMessageSize: attributes.maximumMessageSize,
    MessageRetentionPeriod: attributes.messageRetentionPeriod,
    VisibilityTimeout: attributes.visibilityTimeout,
    PollingWaitSeconds: attributes.pollingWaitSeconds,
    ActiveMessages: active,
    InactiveMessages: inactive,
    DelayMessages: delayed,
    LoggingEnabled: attributes.loggingEnabled,
    QueueType: queue.type,
    EnableSSE: attributes.encryption !== undefined,
    SseType: attributes.encryption?.type,
    SseAlgorithm: attributes.encryption?.algorithm,
    KmsKeyId: attributes.encryption?.keyId,
    DlqPolicy: attributes.dlqPolicy
      ? {
          Enabled: attributes.dlqPolicy.enabled,
          DeadLetterTargetQueue: attributes.dlqPolicy.queue,
          MaxReceiveCount: attributes.dlqPolicy.maxReceives,
        }
      : {},
    Tags: tagsOf(queue.tags),
  };
}

const topicData = (topic: Topic): object => ({
  TopicName: topic.name,
  TopicType: topic.type,
  CreateTime: Math.floor(topic.created / 1000),
  LastModifyTime: Math.floor(topic.modified / 1000),
  MaxMessageSize: topic.maximumMessageSize,
  MessageRetentionPeriod: 86_400,
  MessageCount: 0,
  LoggingEnabled: topic.loggingEnabled,
  Tags: tagsOf(topic.tags),
});

const subscriptionData = (call: Call, topic: Topic, subscription: Subscription): object => ({
  SubscriptionName: subscription.name,
  TopicName: topic.name,
  TopicOwner: call.account,
  Endpoint: subscription.endpoint,
  FilterTag: subscription.filterTag ?? "",
  NotifyStrategy: subscription.strategy,
  NotifyContentFormat: subscription.format,
  StsRoleArn: subscription.roleArn,
  CreateTime: Math.floor(subscription.created / 1000),
  LastModifyTime: Math.floor(subscription.modified / 1000),
  DlqPolicy: subscription.dlqPolicy
    ? { Enabled: subscription.dlqPolicy.enabled, DeadLetterTargetQueue: subscription.dlqPolicy.queue }
    : {},
});

function pageData<Thing extends { readonly name: string }>(
  call: Call,
  things: readonly Thing[],
  part: string | undefined,
  data: (thing: Thing) => object,
): object {
  const given = givenBy(call);
  const size = readNumber(given, "PageSize", 1, 100) ?? 10;
  const number = readNumber(given, "PageNum", 1, 1_000_000) ?? 1;
  const fitting = things.filter(({ name }) => name.includes(part ?? ""));
  const { things: sorted } = page(fitting, { most: Number.MAX_SAFE_INTEGER });
  const shown = sorted.slice((number - 1) * size, number * size);
  return {
    PageData: shown.map(data),
    PageNum: number,
    PageSize: size,
    Pages: Math.ceil(sorted.length / size),
    Size: shown.length,
    Total: sorted.length,
  };
}

/** `Tag.1.Key`, `Tag.1.Value` and so on. */
function readTags(call: Call): Record<string, string> {
  const tags: Record<string, string> = {};
  for (let index = 1; call.params[`Tag.${index}.Key`] !== undefined; index++) {
    tags[call.params[`Tag.${index}.Key`] ?? ""] = call.params[`Tag.${index}.Value`] ?? "";
  }
  return tags;
}

function tagOperations(mns: Mns): Operation[] {
  const tagged = (call: Call): Record<string, string>[] => {
    const kind = required(call, "ResourceType");
    if (kind !== "queue" && kind !== "topic") throw invalidArgument("ResourceType must be queue or topic.");
    return listOf(call, "ResourceId").map((name) =>
      kind === "queue" ? mns.state.queue(call.region, name).tags : mns.state.topic(call.region, name).tags,
    );
  };
  const path = (call: Call) => `/${call.params.ResourceType ?? ""}s/${call.params["ResourceId.1"] ?? ""}`;
  return [
    operation("TagResources", path, (call) => {
      for (const tags of tagged(call)) Object.assign(tags, readTags(call));
      return undefined;
    }),
    operation("UntagResources", path, (call) => {
      const keys = call.params.All === "true" ? undefined : listOf(call, "TagKey");
      for (const tags of tagged(call)) for (const key of keys ?? Object.keys(tags)) delete tags[key];
      return undefined;
    }),
  ];
}

/** `Name.1`, `Name.2`, ...; some clients count from 0. */
const listOf = (call: Call, name: string): string[] =>
  Object.entries(call.params).flatMap(([key, value]) => (new RegExp(`^${name}\\.\\d+$`).test(key) ? [value] : []));
