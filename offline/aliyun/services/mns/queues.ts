import { createHash, randomBytes } from "node:crypto";
import type { Cancel } from "../../core/clock.ts";
import { ApiError } from "../../core/error.ts";
import type { World } from "../../core/world.ts";
import { invalidArgument } from "./errors.ts";
import { available, isExhausted, isExpired, nextChange } from "./messages.ts";
import { type Properties, sizeOf } from "./properties.ts";
import { idOf, type Message, type MnsState, type Queue } from "./state.ts";

export interface NewMessage extends Properties {
  readonly body: string;
  readonly delaySeconds?: number;
  readonly priority?: number;
  readonly group?: string;
}

interface Waiter {
  readonly most: number;
  readonly resolve: (messages: Message[]) => void;
  readonly cancel: Cancel;
}

/** Moves messages of queues from state to state over time. */
export class Queues {
  readonly #world: World;
  readonly #state: MnsState;
  readonly #waiters = new Map<string, Waiter[]>();
  readonly #timers = new Map<string, Cancel>();

  constructor(world: World, state: MnsState) {
    this.#world = world;
    this.#state = state;
  }

  send(queue: Queue, message: NewMessage): Message {
    this.#check(queue, message);
    const now = this.#world.clock.now();
    const added: Message = {
      id: randomBytes(16).toString("hex").toUpperCase(),
      body: message.body,
      md5: createHash("md5").update(message.body).digest("hex").toUpperCase(),
      priority: message.priority ?? 8,
      serial: this.#state.serial++,
      ...(message.group !== undefined && { group: message.group }),
      ...(message.userProperties && { userProperties: message.userProperties }),
      ...(message.systemProperties && { systemProperties: message.systemProperties }),
      enqueued: now,
      visibleAt: now + (message.delaySeconds ?? queue.attributes.delaySeconds) * 1000,
      dequeueCount: 0,
    };
    // A message that is not visible yet can be deleted by its sender.
    if (added.visibleAt > now) added.receipt = newReceipt(added);
    queue.messages.push(added);
    this.#changed(queue);
    return added;
  }

  #check(queue: Queue, { body, group, ...properties }: NewMessage): void {
    const size = Buffer.byteLength(body) + sizeOf(properties);
    if (body === "") throw invalidArgument("The message body must not be empty.");
    if (size > queue.attributes.maximumMessageSize) {
      throw invalidArgument(
        `The length of message should not be larger than MaximumMessageSize: ${size} > ${queue.attributes.maximumMessageSize}.`,
      );
    }
    if (group !== undefined && queue.type !== "fifo") {
      throw invalidArgument("Only messages of fifo queues have a MessageGroupId.");
    }
  }

  /** Up to `most` messages, hidden from others from now on; empty when none came within `waitMs`, or on the signal. */
  receive(queue: Queue, most: number, waitMs: number, signal?: AbortSignal): Promise<Message[]> {
    if (signal?.aborted) return Promise.resolve([]);
    this.settle(queue);
    const taken = this.#take(queue, most);
    if (taken.length > 0 || waitMs <= 0) return Promise.resolve(taken);
    return new Promise((resolve) => {
      const id = idOf(queue.region, queue.name);
      const leave = (): void => {
        waiter.cancel();
        this.#waiters.set(
          id,
          this.#waitersOf(queue).filter((other) => other !== waiter),
        );
        resolve([]);
      };
      const stopWaiting = this.#world.clock.after(waitMs, leave);
      const cancel = (): void => {
        stopWaiting();
        signal?.removeEventListener("abort", leave);
      };
      const waiter: Waiter = { most, resolve, cancel };
      signal?.addEventListener("abort", leave);
      this.#waiters.set(id, [...this.#waitersOf(queue), waiter]);
      this.#arm(queue);
    });
  }

  /** The messages that a receiver would get; they stay visible. */
  peek(queue: Queue, most: number): Message[] {
    this.settle(queue);
    return available(queue, this.#world.clock.now(), most);
  }

  /** Deletes what a receiver, or the sender of a delayed message, has the handle of. */
  delete(queue: Queue, receipt: string): void {
    const message = this.#held(queue, receipt);
    queue.messages = queue.messages.filter((other) => other !== message);
    this.#changed(queue);
  }

  /** Deletes a message regardless of its receiver; for consumers inside the emulator that have finished with it. */
  forget(queue: Queue, receipt: string): void {
    const id = readReceipt(receipt);
    queue.messages = queue.messages.filter((message) => message.id !== id);
    this.#changed(queue);
  }

  /** Hides a received message for this long from now on. Its handle is another then. */
  changeVisibility(queue: Queue, receipt: string, seconds: number): Message {
    const message = this.#held(queue, receipt);
    message.visibleAt = this.#world.clock.now() + seconds * 1000;
    message.receipt = newReceipt(message);
    this.#changed(queue);
    return message;
  }

  #held(queue: Queue, receipt: string): Message {
    this.settle(queue);
    const id = readReceipt(receipt);
    if (id === undefined)
      throw new ApiError(400, "ReceiptHandleError", "The receipt handle you provided is not valid.");
    const message = queue.messages.find((one) => one.id === id);
    if (message?.receipt === receipt && message.visibleAt > this.#world.clock.now()) return message;
    throw new ApiError(404, "MessageNotExist", "Message not exist.");
  }

  /** Drops what is too old, and moves what was received too often to the dead-letter queue. */
  settle(queue: Queue): void {
    const now = this.#world.clock.now();
    const { messages } = queue;
    const kept = messages.filter((message) => !isExpired(queue, message, now));
    const dead = this.#deadLetters(queue);
    const exhausted = dead ? kept.filter((message) => isExhausted(queue, message, now)) : [];
    if (kept.length === messages.length && exhausted.length === 0) return;
    queue.messages = kept.filter((message) => !exhausted.includes(message));
    this.#world.changed();
    for (const message of exhausted) if (dead) this.#move(message, dead, now);
  }

  #move(message: Message, dead: Queue, now: number): void {
    const { receipt: _receipt, firstDequeue: _first, ...rest } = message;
    dead.messages.push({ ...rest, enqueued: now, visibleAt: now, dequeueCount: 0, serial: this.#state.serial++ });
    this.#changed(dead);
  }

  #deadLetters(queue: Queue): Queue | undefined {
    const { dlqPolicy } = queue.attributes;
    return dlqPolicy?.enabled ? this.#state.queues.get(idOf(queue.region, dlqPolicy.queue)) : undefined;
  }

  #take(queue: Queue, most: number): Message[] {
    const now = this.#world.clock.now();
    const taken = available(queue, now, most);
    for (const message of taken) {
      message.dequeueCount++;
      message.firstDequeue ??= now;
      message.visibleAt = now + queue.attributes.visibilityTimeout * 1000;
      message.receipt = newReceipt(message);
    }
    if (taken.length > 0) {
      this.#world.changed();
      this.#arm(queue);
    }
    // Receivers keep what they got, whatever happens to the message later.
    return taken.map((message) => ({ ...message }));
  }

  #changed(queue: Queue): void {
    this.#world.changed();
    this.#serve(queue);
  }

  /** Gives those who wait what there is. */
  #serve(queue: Queue): void {
    this.settle(queue);
    const waiters = this.#waitersOf(queue);
    while (waiters.length > 0) {
      const [waiter] = waiters;
      const messages = waiter ? this.#take(queue, waiter.most) : [];
      if (!waiter || messages.length === 0) break;
      waiters.shift();
      waiter.cancel();
      waiter.resolve(messages);
    }
    this.#arm(queue);
  }

  /** Looks again when the next message becomes visible. */
  #arm(queue: Queue): void {
    const id = idOf(queue.region, queue.name);
    this.#timers.get(id)?.();
    this.#timers.delete(id);
    const now = this.#world.clock.now();
    const due = nextChange(queue, now, this.#waitersOf(queue).length > 0);
    if (due === undefined || this.#state.queues.get(id) !== queue) return;
    this.#timers.set(
      id,
      this.#world.clock.after(due - now, () => this.#serve(queue)),
    );
  }

  /** Forgets who waits for the queue; they get nothing. */
  close(queue: Queue): void {
    const id = idOf(queue.region, queue.name);
    this.#timers.get(id)?.();
    this.#timers.delete(id);
    for (const waiter of this.#waitersOf(queue)) {
      waiter.cancel();
      waiter.resolve([]);
    }
    this.#waiters.delete(id);
  }

  /** Sets the timers of queues that were restored. */
  resume(): void {
    for (const queue of this.#state.queues.values()) this.#serve(queue);
  }

  clear(): void {
    for (const queue of this.#state.queues.values()) this.close(queue);
  }

  #waitersOf(queue: Queue): Waiter[] {
    return this.#waiters.get(idOf(queue.region, queue.name)) ?? [];
  }
}

/** `<priority>-<letters>`: names the message, and differs from receipt to receipt. Clients put it into addresses. */
const newReceipt = ({ id, priority }: Message): string =>
  `${priority}-${Buffer.from(`${id}-${randomBytes(6).toString("hex")}`).toString("base64url")}`;

/** Identifier of the message; undefined for what never was a handle. */
export function readReceipt(receipt: string): string | undefined {
  const text = Buffer.from(receipt.replace(/^\d+-/, ""), "base64url").toString();
  return /^([0-9A-F]{32})-[0-9a-f]{12}$/.exec(text)?.[1];
}
