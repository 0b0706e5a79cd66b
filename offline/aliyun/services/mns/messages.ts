import type { Message, Queue } from "./state.ts";

/** Messages that are received next: the most urgent first, then the oldest; of FIFO queues the oldest of each group. */
export function available(queue: Queue, now: number, most: number): Message[] {
  const inOrder = [...queue.messages].sort((a, b) => a.priority - b.priority || a.serial - b.serial);
  if (queue.type === "normal") return inOrder.filter((message) => message.visibleAt <= now).slice(0, most);
  // A group waits for its message that is being worked on.
  const busy = new Set<string>();
  const found: Message[] = [];
  for (const message of [...queue.messages].sort((a, b) => a.serial - b.serial)) {
    const group = message.group ?? "";
    if (message.visibleAt > now) busy.add(group);
    else if (!busy.has(group) && found.length < most) found.push(message);
  }
  return found;
}

/** True if the message is older than the queue keeps any. */
export const isExpired = (queue: Queue, message: Message, now: number): boolean =>
  message.enqueued + queue.attributes.messageRetentionPeriod * 1000 <= now;

/** True if it has been received as often as the queue allows, and the last receiver's time is over. */
export const isExhausted = (queue: Queue, message: Message, now: number): boolean =>
  message.visibleAt <= now && message.dequeueCount >= (queue.attributes.dlqPolicy?.maxReceives ?? Infinity);

/** The time of the next change that a receiver waits for, in this queue or its dead-letter queue. */
export function nextChange(queue: Queue, now: number, waited: boolean): number | undefined {
  const most = queue.attributes.dlqPolicy?.enabled ? queue.attributes.dlqPolicy.maxReceives : Infinity;
  const times = queue.messages
    .filter((message) => message.visibleAt > now && (waited || message.dequeueCount >= most))
    .map((message) => message.visibleAt);
  return times.length > 0 ? Math.min(...times) : undefined;
}

/** The number of messages in each state, as the queue's attributes list them. */
export function count(queue: Queue, now: number): { active: number; inactive: number; delayed: number } {
  const hidden = queue.messages.filter((message) => message.visibleAt > now);
  const delayed = hidden.filter((message) => message.dequeueCount === 0).length;
  return { active: queue.messages.length - hidden.length, inactive: hidden.length - delayed, delayed };
}
