import { ApiError } from "../../core/error.ts";
import { isRetryStrategy, RETRY_STRATEGIES } from "../../core/push-retry.ts";
import type { World } from "../../core/world.ts";
import {
  checkName,
  DEFAULT_ATTRIBUTES,
  type Given,
  readDlqPolicy,
  readFlag,
  readNumber,
  readQueueAttributes,
} from "./attributes.ts";
import { parseEndpoint } from "./endpoint.ts";
import { invalidArgument } from "./errors.ts";
import type { Queues } from "./queues.ts";
import { type ContentFormat, idOf, type MnsState, type Queue, type Subscription, type Topic } from "./state.ts";
import type { Topics } from "./topics.ts";

const FORMATS: readonly ContentFormat[] = ["XML", "JSON", "SIMPLIFIED"];

/** The context of both of the vendor's interfaces. */
export interface Mns {
  readonly world: World;
  readonly state: MnsState;
  readonly queues: Queues;
  readonly topics: Topics;
}

export interface Made<Thing> {
  readonly thing: Thing;
  /** False when it was there already, just like this. */
  readonly created: boolean;
}

export function createQueue({ world, state }: Mns, region: string, name: string, given: Given): Made<Queue> {
  checkName("Queue", name);
  const attributes = readQueueAttributes(given, DEFAULT_ATTRIBUTES);
  const type = readType(given, "QueueType");
  const id = idOf(region, name);
  const existing = state.queues.get(id);
  if (existing) {
    if (existing.type === type && same(existing.attributes, attributes)) return { thing: existing, created: false };
    throw new ApiError(409, "QueueAlreadyExist", "The queue you want to create is already exist.");
  }
  const now = world.clock.now();
  const queue: Queue = { region, name, type, created: now, modified: now, attributes, tags: {}, messages: [] };
  state.queues.set(id, queue);
  world.changed();
  return { thing: queue, created: true };
}

export function setQueueAttributes({ world, queues }: Mns, queue: Queue, given: Given): void {
  queue.attributes = readQueueAttributes(given, queue.attributes);
  queue.modified = world.clock.now();
  queues.settle(queue);
  world.changed();
}

export function deleteQueue({ world, state, queues }: Mns, region: string, name: string): void {
  const queue = state.queue(region, name);
  state.queues.delete(idOf(region, name));
  queues.close(queue);
  world.changed();
}

export function createTopic({ world, state }: Mns, region: string, name: string, given: Given): Made<Topic> {
  checkName("Topic", name);
  const type = readType(given, "TopicType");
  const settings = topicSettings(given, { maximumMessageSize: 65_536, loggingEnabled: false });
  const id = idOf(region, name);
  const existing = state.topics.get(id);
  if (existing) {
    const { maximumMessageSize, loggingEnabled } = existing;
    if (existing.type === type && same({ maximumMessageSize, loggingEnabled }, settings)) {
      return { thing: existing, created: false };
    }
    throw new ApiError(409, "TopicAlreadyExist", "The topic you want to create is already exist.");
  }
  const now = world.clock.now();
  const topic: Topic = {
    region,
    name,
    type,
    created: now,
    modified: now,
    ...settings,
    tags: {},
    subscriptions: new Map(),
  };
  state.topics.set(id, topic);
  world.changed();
  return { thing: topic, created: true };
}

export function setTopicAttributes({ world }: Mns, topic: Topic, given: Given): void {
  Object.assign(topic, topicSettings(given, topic));
  topic.modified = world.clock.now();
  world.changed();
}

export function deleteTopic({ world, state }: Mns, region: string, name: string): void {
  state.topic(region, name);
  state.topics.delete(idOf(region, name));
  world.changed();
}

type TopicSettings = Pick<Topic, "maximumMessageSize" | "loggingEnabled">;

function topicSettings(given: Given, before: TopicSettings): TopicSettings {
  // The two interfaces name the size differently.
  const size =
    readNumber(given, "MaximumMessageSize", 1024, 65_536) ?? readNumber(given, "MaxMessageSize", 1024, 65_536);
  const logging = readFlag(given, "LoggingEnabled") ?? readFlag(given, "EnableLogging");
  return {
    maximumMessageSize: size ?? before.maximumMessageSize,
    loggingEnabled: logging ?? before.loggingEnabled,
  };
}

export function subscribe({ world }: Mns, topic: Topic, name: string, given: Given): Made<Subscription> {
  checkName("Subscription", name);
  const wanted = readSubscription(world, topic, name, given);
  const existing = topic.subscriptions.get(name);
  if (existing) {
    const times = { created: existing.created, modified: existing.modified };
    if (same(existing, { ...wanted, ...times })) return { thing: existing, created: false };
    throw new ApiError(409, "SubscriptionAlreadyExist", "The subscription you want to create is already exist.");
  }
  topic.subscriptions.set(name, wanted);
  world.changed();
  return { thing: wanted, created: true };
}

function readSubscription(world: World, topic: Topic, name: string, given: Given): Subscription {
  const endpoint = given("Endpoint")?.trim() ?? "";
  parseEndpoint(endpoint, topic);
  const filterTag = given("FilterTag") ?? given("MessageTag");
  const format = FORMATS.find((one) => one === (given("NotifyContentFormat") || "XML"));
  const roleArn = given("StsRoleArn");
  const dlq = given("DlqPolicy");
  const dlqPolicy = dlq === undefined ? undefined : readDlqPolicy(dlq, undefined);
  if (!format) throw invalidArgument(`NotifyContentFormat must be one of ${FORMATS.join(", ")}.`);
  if (filterTag !== undefined && filterTag.length > 16) throw invalidArgument("FilterTag has at most 16 characters.");
  const now = world.clock.now();
  return {
    name,
    endpoint,
    ...(filterTag && { filterTag }),
    format,
    strategy: readStrategy(given) ?? "BACKOFF_RETRY",
    ...(dlqPolicy && { dlqPolicy }),
    ...(roleArn && { roleArn }),
    created: now,
    modified: now,
  };
}

export function setSubscriptionAttributes({ world }: Mns, subscription: Subscription, given: Given): void {
  subscription.strategy = readStrategy(given) ?? subscription.strategy;
  const dlq = given("DlqPolicy");
  const dlqPolicy = dlq === undefined ? undefined : readDlqPolicy(dlq, subscription.dlqPolicy);
  if (dlqPolicy) subscription.dlqPolicy = dlqPolicy;
  subscription.modified = world.clock.now();
  world.changed();
}

/** Ends a subscription; one that isn't there is ended too. */
export function unsubscribe({ world }: Mns, topic: Topic, name: string): void {
  topic.subscriptions.delete(name);
  world.changed();
}

function readStrategy(given: Given): Subscription["strategy"] | undefined {
  const strategy = given("NotifyStrategy");
  if (!strategy) return undefined;
  if (isRetryStrategy(strategy)) return strategy;
  throw invalidArgument(`NotifyStrategy must be one of ${RETRY_STRATEGIES.join(", ")}.`);
}

function readType(given: Given, name: string): "normal" | "fifo" {
  const type = given(name) || "normal";
  if (type === "normal" || type === "fifo") return type;
  throw invalidArgument(`${name} must be normal or fifo.`);
}

const same = (a: object, b: object): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

const sorted = (value: object): [string, unknown][] => Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));

/** One page of things by name, and where the next one begins. */
export function page<Thing extends { readonly name: string }>(
  things: readonly Thing[],
  { prefix = "", marker = "", most }: { prefix?: string; marker?: string; most: number },
): { readonly things: readonly Thing[]; readonly next: string | undefined } {
  const after = things
    .filter(({ name }) => name.startsWith(prefix) && name >= marker)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return { things: after.slice(0, most), next: after[most]?.name };
}
