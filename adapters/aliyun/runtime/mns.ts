import type { CallOptions } from "../../../runtime/core/http-request.ts";
import { elements, escapeXml, textOf } from "../../../runtime/core/xml.ts";
import * as hosts from "./hosts.ts";
import { type Service, ServiceError, send } from "./http.ts";
import { type MnsCall, signMns } from "./signing/mns.ts";

/** Simple Message Queue's data interface (https://www.alibabacloud.com/help/en/mns/developer-reference/api-operations). */
const mns: Service<MnsCall> = {
  sign: signMns,
  async refusal(answer) {
    const xml = await answer.text();
    const code = textOf(xml, "Code") ?? textOf(xml, "ErrorCode") ?? `Http${answer.status}`;
    const message = textOf(xml, "Message") ?? textOf(xml, "ErrorMessage") ?? xml.slice(0, 300);
    return Object.assign(new ServiceError(code, message, answer.status, textOf(xml, "RequestId")), { xml });
  },
};

const NAMESPACE = 'xmlns="http://mns.aliyuncs.com/doc/v1/"';

async function call(method: string, resource: string, body?: string, options: CallOptions = {}): Promise<string> {
  const document = body === undefined ? {} : { body: `<?xml version="1.0" encoding="UTF-8"?>${body}` };
  const answer = await send(mns, { host: hosts.mns(), method, resource, ...document }, options);
  return answer.text();
}

/** Most bytes of a message, and of all messages of a call (https://www.alibabacloud.com/help/en/mns/developer-reference/batchsendmessage). */
export const MOST_BYTES = 64 * 1024;

const messages = (queue: string): string => `/queues/${queue}/messages`;

/** A message to send. */
export interface Outgoing {
  readonly body: string;
  /** Seconds until it can be received. Default: the queue's. */
  readonly delay?: number;
  /** FIFO queues. */
  readonly group?: string;
}

const element = (name: string, text: string | number | undefined): string =>
  text === undefined ? "" : `<${name}>${typeof text === "number" ? text : escapeXml(text)}</${name}>`;

const inside = ({ body, delay, group }: Outgoing): string =>
  element("MessageBody", body) + element("DelaySeconds", delay) + element("MessageGroupId", group);

export async function sendMessage(queue: string, message: Outgoing): Promise<string> {
  const xml = await call("POST", messages(queue), `<Message ${NAMESPACE}>${inside(message)}</Message>`);
  return textOf(xml, "MessageId") ?? "";
}

/** Why a message of a batch was refused; undefined for those that were taken. */
export type Refusal = { readonly code: string; readonly message: string } | undefined;

export async function sendMessages(queue: string, all: readonly Outgoing[]): Promise<Refusal[]> {
  const body = `<Messages ${NAMESPACE}>${all.map((one) => `<Message>${inside(one)}</Message>`).join("")}</Messages>`;
  const xml = await call("POST", messages(queue), body, { repeatable: false }).catch(partly);
  return elements(xml, "Message").map((one) => {
    const code = textOf(one, "ErrorCode");
    return code === undefined ? undefined : { code, message: textOf(one, "ErrorMessage") ?? "" };
  });
}

/** MNS answers a batch with refused messages with an error that lists each message. */
function partly(error: unknown): string {
  const { xml } = error as { xml?: unknown };
  if (typeof xml === "string" && xml.includes("<MessageId>")) return xml;
  throw error;
}

export interface Incoming {
  readonly id: string;
  readonly handle: string;
  readonly body: string;
}

/** Up to `most` messages; none when none came within `wait` seconds. */
export async function receiveMessages(queue: string, most: number, wait: number): Promise<Incoming[]> {
  const xml = await call("GET", `${messages(queue)}?numOfMessages=${most}&waitseconds=${wait}`, undefined, {
    timeout: 30_000 + wait * 1000,
  }).catch(orNone);
  return elements(xml, "Message").map((one) => ({
    id: textOf(one, "MessageId") ?? "",
    handle: textOf(one, "ReceiptHandle") ?? "",
    body: textOf(one, "MessageBody") ?? "",
  }));
}

function orNone(error: unknown): string {
  if (error instanceof ServiceError && error.code === "MessageNotExist") return "";
  throw error;
}

export async function deleteMessage(queue: string, handle: string): Promise<void> {
  await call("DELETE", `${messages(queue)}?ReceiptHandle=${handle}`);
}

/** Publishes to a topic. `extend`: attributes that subscribers get beside the message. */
export async function publishMessage(
  topic: string,
  body: string,
  extend?: Readonly<Record<string, string>>,
): Promise<string> {
  const attributes = extend && `<MessageAttributes>${element("Extend", JSON.stringify(extend))}</MessageAttributes>`;
  const document = `<Message ${NAMESPACE}>${element("MessageBody", body)}${attributes ?? ""}</Message>`;
  return textOf(await call("POST", `/topics/${topic}/messages`, document), "MessageId") ?? "";
}
