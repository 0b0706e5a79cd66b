import { isPlainObject } from "../../../runtime/core/input.ts";

/**
 * The envelope of a queue's message: attributes, and the number of deliveries of a message that the shim returned to
 * the queue. Messages of the service have no fields for them. A message without any of this is sent as it is, unless it
 * looks like an envelope itself.
 */
export interface Envelope {
  /** As the handler sees it. */
  readonly body: string;
  /** Deliveries so far. */
  readonly attempt?: number;
  /** Identifier of the first delivery. */
  readonly id?: string;
  /** When it was sent first, RFC 3339. */
  readonly time?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  /** FIFO queues: what the sender gave. */
  readonly deduplicationId?: string;
}

const START = '{"polyfn":';

export function seal({ body, ...polyfn }: Envelope): string {
  const fields = JSON.stringify(polyfn);
  return fields === "{}" && !body.startsWith(START) ? body : `${START}${fields},"body":${JSON.stringify(body)}}`;
}

/** True if a field has the form that `seal` writes. Other senders to the queue may write anything. */
const isField = ([name, value]: readonly [string, unknown]): boolean => {
  if (name === "attempt") return Number.isSafeInteger(value) && (value as number) > 0;
  if (name === "attributes")
    return isPlainObject(value) && Object.values(value).every((text) => typeof text === "string");
  return /^(id|time|deduplicationId)$/.test(name) && typeof value === "string";
};

export function open(text: string): Envelope {
  if (text.startsWith(START)) {
    try {
      const { polyfn, body, ...others } = JSON.parse(text);
      const isEnvelope = typeof body === "string" && Object.keys(others).length === 0;
      if (isEnvelope && Object.entries(polyfn).every(isField)) return { ...polyfn, body };
    } catch {
      // Not JSON, so no envelope.
    }
  }
  return { body: text };
}
