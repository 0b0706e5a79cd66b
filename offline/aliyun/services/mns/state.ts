import { ApiError } from "../../core/error.ts";
import type { RetryState } from "../../core/push-retry.ts";
import type { Properties } from "./properties.ts";

export interface DlqPolicy {
  readonly enabled: boolean;
  readonly queue: string;
  /** Of queues: how often a message may be received before it goes there. */
  readonly maxReceives: number;
}

/** Encryption of messages at rest. */
export interface QueueEncryption {
  /** With a key of MNS itself, or of KMS. */
  readonly type: "SMQ" | "KMS";
  readonly algorithm: "AES-256-GCM";
  readonly keyId?: string;
}

/** Seconds, but for the size in bytes. */
export interface QueueAttributes {
  readonly delaySeconds: number;
  readonly maximumMessageSize: number;
  readonly messageRetentionPeriod: number;
  readonly visibilityTimeout: number;
  readonly pollingWaitSeconds: number;
  readonly loggingEnabled: boolean;
  readonly dlqPolicy?: DlqPolicy;
  readonly encryption?: QueueEncryption;
}

export interface Message extends Properties {
  readonly id: string;
  /** As sent: clients may have encoded it in Base64. */
  readonly body: string;
  /** MD5 in upper-case hexadecimal. */
  readonly md5: string;
  /** 1 is the highest, 16 the lowest. */
  readonly priority: number;
  /** Order of arrival. */
  readonly serial: number;
  /** Of FIFO queues: messages of one group come one after the other. */
  readonly group?: string;
  /** Milliseconds, as all times here. */
  readonly enqueued: number;
  visibleAt: number;
  dequeueCount: number;
  firstDequeue?: number;
  /** Handle of the last receiver; valid until `visibleAt`. */
  receipt?: string;
}

export interface Queue {
  readonly region: string;
  readonly name: string;
  readonly type: "normal" | "fifo";
  readonly created: number;
  modified: number;
  attributes: QueueAttributes;
  tags: Record<string, string>;
  messages: Message[];
}

/** A published message. */
export interface Publication {
  readonly messageId: string;
  readonly body: string;
  readonly md5: string;
  readonly tag?: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Milliseconds. */
  readonly published: number;
}

export type ContentFormat = "XML" | "JSON" | "SIMPLIFIED" | "STREAM";

export interface Subscription {
  readonly name: string;
  readonly endpoint: string;
  readonly filterTag?: string;
  readonly format: ContentFormat;
  strategy: "BACKOFF_RETRY" | "EXPONENTIAL_DECAY_RETRY";
  dlqPolicy?: DlqPolicy;
  readonly roleArn?: string;
  readonly created: number;
  modified: number;
  /** Set for what FC subscribed for a trigger: it is told again of its triggers after a restart. */
  readonly trigger?: { readonly functionName: string; readonly qualifier: string };
}

export interface Topic {
  readonly region: string;
  readonly name: string;
  readonly type: "normal" | "fifo";
  readonly created: number;
  modified: number;
  maximumMessageSize: number;
  loggingEnabled: boolean;
  tags: Record<string, string>;
  readonly subscriptions: Map<string, Subscription>;
}

/** A published message that a subscriber has not yet accepted. */
export interface PendingDelivery {
  readonly region: string;
  readonly topic: string;
  readonly subscription: string;
  readonly publication: Publication;
  readonly retryState: RetryState;
}

/** Everything MNS holds. */
export class MnsState {
  readonly queues = new Map<string, Queue>();
  readonly topics = new Map<string, Topic>();
  /** In the order of publication. */
  readonly inFlight = new Set<PendingDelivery>();
  /** Of the next message. */
  serial = 1;
  /** Of the account: the bucket for the log of operations. Empty for none. */
  loggingBucket = "";

  queue(region: string, name: string): Queue {
    const queue = this.queues.get(idOf(region, name));
    if (!queue) throw new ApiError(404, "QueueNotExist", "The queue name you provided is not exist.");
    return queue;
  }

  topic(region: string, name: string): Topic {
    const topic = this.topics.get(idOf(region, name));
    if (!topic) throw new ApiError(404, "TopicNotExist", "The topic name you provided is not exist.");
    return topic;
  }

  subscription(topic: Topic, name: string): Subscription {
    const subscription = topic.subscriptions.get(name);
    if (!subscription) {
      throw new ApiError(404, "SubscriptionNotExist", "The subscription name you provided is not exist.");
    }
    return subscription;
  }

  snapshot(): object {
    return {
      serial: this.serial,
      loggingBucket: this.loggingBucket,
      inFlight: [...this.inFlight],
      queues: [...this.queues.values()],
      topics: [...this.topics.values()].map((topic) => ({
        ...topic,
        subscriptions: [...topic.subscriptions.values()].filter(({ trigger }) => trigger === undefined),
      })),
    };
  }

  restore(state: object): void {
    const saved = state as Saved;
    this.clear();
    this.serial = saved.serial;
    this.loggingBucket = saved.loggingBucket ?? "";
    for (const pending of saved.inFlight ?? []) this.inFlight.add(pending);
    for (const queue of saved.queues) this.queues.set(idOf(queue.region, queue.name), queue);
    for (const topic of saved.topics) {
      const subscriptions = new Map(topic.subscriptions.map((subscription) => [subscription.name, subscription]));
      this.topics.set(idOf(topic.region, topic.name), { ...topic, subscriptions });
    }
  }

  clear(): void {
    this.queues.clear();
    this.topics.clear();
    this.inFlight.clear();
    this.serial = 1;
    this.loggingBucket = "";
  }
}

interface Saved {
  readonly serial: number;
  readonly queues: Queue[];
  readonly topics: SavedTopic[];
  readonly inFlight?: PendingDelivery[];
  readonly loggingBucket?: string;
}

type SavedTopic = Omit<Topic, "subscriptions"> & { readonly subscriptions: Subscription[] };

export const idOf = (region: string, name: string): string => `${region}/${name}`;
