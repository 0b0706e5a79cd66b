import { createHash, randomBytes } from "node:crypto";
import { ApiError } from "../../core/error.ts";
import { isLocalAddress } from "../../core/local-address.ts";
import { firstTry, Pushes } from "../../core/push-retry.ts";
import type { World } from "../../core/world.ts";
import { parseEndpoint } from "./endpoint.ts";
import { invalidArgument } from "./errors.ts";
import { contentType, notification } from "./notification.ts";
import type { Queues } from "./queues.ts";
import { idOf, type MnsState, type PendingDelivery, type Publication, type Subscription, type Topic } from "./state.ts";

export interface NewPublication {
  readonly body: string;
  readonly tag?: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** Milliseconds an HTTP endpoint has to answer. */
const PATIENCE = 5000;

/** Publishes to topics, and pushes to those who subscribed. */
export class Topics {
  readonly #world: World;
  readonly #state: MnsState;
  readonly #queues: Queues;
  readonly #pushes: Pushes;
  /** Of FIFO topics: ends when all that was published to the subscription before is taken or given up. */
  #before = new WeakMap<Subscription, Promise<void>>();

  constructor(world: World, state: MnsState, queues: Queues) {
    this.#world = world;
    this.#state = state;
    this.#queues = queues;
    this.#pushes = new Pushes(world);
  }

  publish(topic: Topic, { body, tag, attributes = {} }: NewPublication): Publication {
    const size = Buffer.byteLength(body);
    if (size === 0) throw invalidArgument("The message body must not be empty.");
    if (size > topic.maximumMessageSize) {
      throw invalidArgument(`The length of message should not be larger than MaximumMessageSize: ${size}.`);
    }
    if (tag !== undefined && (tag === "" || tag.length > 16)) {
      throw invalidArgument("A MessageTag has 1 to 16 characters.");
    }
    const publication: Publication = {
      messageId: randomBytes(16).toString("hex").toUpperCase(),
      body,
      md5: createHash("md5").update(body).digest("hex").toUpperCase(),
      ...(tag !== undefined && { tag }),
      attributes,
      published: this.#world.clock.now(),
    };
    for (const subscription of topic.subscriptions.values()) {
      if (subscription.filterTag !== undefined && subscription.filterTag !== tag) continue;
      const { region, name } = topic;
      const retryState = firstTry(publication.published);
      this.#start(topic, subscription, {
        region,
        topic: name,
        subscription: subscription.name,
        publication,
        retryState,
      });
    }
    return publication;
  }

  /** Goes on with what was in flight before a restart. */
  resume(): void {
    const kept = [...this.#state.inFlight];
    this.#state.inFlight.clear();
    for (const pending of kept) {
      const topic = this.#state.topics.get(idOf(pending.region, pending.topic));
      const to = topic?.subscriptions.get(pending.subscription);
      if (topic && to) this.#start(topic, to, pending);
    }
  }

  #start(topic: Topic, to: Subscription, pending: PendingDelivery): void {
    this.#state.inFlight.add(pending);
    const deliver = () =>
      this.#deliver(topic, to, pending).catch((error: unknown) => console.error(`topic ${topic.name}:`, error));
    if (topic.type === "normal") void deliver();
    else this.#before.set(to, (this.#before.get(to) ?? Promise.resolve()).then(deliver));
  }

  async #deliver(topic: Topic, to: Subscription, pending: PendingDelivery): Promise<void> {
    const { publication, retryState } = pending;
    const content = notification(this.#world.account, topic, to, publication);
    const attempt = () => this.#attempt(topic, to, publication, content);
    const taken = await this.#pushes.push(to.strategy, attempt, retryState);
    if (!taken) this.#deadLetter(topic, to, content);
    this.#state.inFlight.delete(pending);
    this.#world.changed();
  }

  /** One push; false for what is to be tried again. */
  async #attempt(topic: Topic, to: Subscription, publication: Publication, content: string): Promise<boolean> {
    // Subscribers that have unsubscribed meanwhile are skipped.
    if (!topic.subscriptions.has(to.name)) return true;
    try {
      const endpoint = parseEndpoint(to.endpoint, topic);
      switch (endpoint.kind) {
        case "queue":
          this.#queues.send(this.#state.queue(endpoint.region, endpoint.name), { body: content });
          return true;
        case "function":
          await this.#invoke(endpoint.region, to, content);
          return true;
        default:
          return await post(endpoint.url, to, publication, content);
      }
    } catch (error) {
      if (error instanceof ApiError) return false;
      throw error;
    }
  }

  async #invoke(region: string, to: Subscription, content: string): Promise<void> {
    const { functionName = "", qualifier } = to.trigger ?? {};
    await this.#world.functions.invoke({
      region,
      functionName,
      ...(qualifier !== undefined && { qualifier }),
      payload: Buffer.from(content),
      type: "Async",
      actor: { service: "mns.aliyuncs.com", ...(to.roleArn !== undefined && { role: to.roleArn }) },
    });
  }

  /** Sends an undelivered message to the subscription's dead-letter queue. */
  #deadLetter(topic: Topic, { dlqPolicy }: Subscription, content: string): void {
    const queue = dlqPolicy?.enabled ? this.#state.queues.get(idOf(topic.region, dlqPolicy.queue)) : undefined;
    if (queue) this.#queues.send(queue, { body: content });
  }

  clear(): void {
    this.#pushes.clear();
    this.#before = new WeakMap();
  }
}

async function post(url: string, to: Subscription, publication: Publication, content: string): Promise<boolean> {
  if (!isLocalAddress(url)) return false;
  try {
    const answer = await fetch(url, {
      method: "POST",
      body: content,
      headers: {
        "content-type": contentType(to.format),
        "content-md5": createHash("md5").update(content).digest("base64"),
        "x-mns-version": "2015-06-06",
        "x-mns-message-id": publication.messageId,
        "x-mns-request-id": publication.messageId,
        ...(publication.tag !== undefined && { "x-mns-message-tag": publication.tag }),
      },
      signal: AbortSignal.timeout(PATIENCE),
    });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}
