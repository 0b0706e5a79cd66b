import { randomUUID } from "node:crypto";
import { ApiError } from "../../core/error.ts";
import { isObject } from "./pattern.ts";

/** CloudEvents 1.0, with EventBridge's own attributes. */
export interface CloudEvent {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly specversion: "1.0";
  readonly data?: unknown;
  readonly [attribute: string]: unknown;
}

/** Bytes an event may have. */
const MOST_BYTES = 64 * 1024;

/** @throws ApiError for what is no event of CloudEvents 1.0, or too large. */
export function checkEvent(value: unknown): CloudEvent {
  if (!isObject(value)) throw refused("it must be a JSON object");
  for (const name of ["id", "source", "type"]) {
    if (typeof value[name] !== "string" || value[name] === "") throw refused(`${name} must be text`);
  }
  if (value.specversion !== "1.0") throw refused('specversion must be "1.0"');
  const size = Buffer.byteLength(JSON.stringify(value));
  if (size > MOST_BYTES)
    throw new ApiError(400, "EventSizeExceeded", `The event has ${size} bytes, at most are ${MOST_BYTES}.`);
  return value as CloudEvent;
}

const refused = (reason: string): ApiError =>
  new ApiError(400, "InvalidCloudEvent", `The event is invalid: ${reason}.`);

export interface Place {
  readonly account: string;
  readonly region: string;
  readonly bus: string;
  /** Milliseconds. */
  readonly now: number;
  /** Address of who published it. */
  readonly from?: string;
}

/** The event as it leaves the bus. */
export function published(event: CloudEvent, { account, region, bus, now, from }: Place): CloudEvent {
  return {
    datacontenttype: "application/json; charset=utf-8",
    time: new Date(now).toISOString(),
    ...event,
    aliyunaccountid: account,
    aliyunpublishtime: new Date(now).toISOString(),
    aliyunoriginalaccountid: account,
    aliyuneventbusname: bus,
    aliyunregionid: region,
    ...(from !== undefined && { aliyunpublishaddr: from }),
  };
}

/** The event that EventBridge makes of a message of an MNS queue. */
export function messageEvent(
  { account, region, bus }: Pick<Place, "account" | "region" | "bus">,
  queue: { readonly region: string; readonly queue: string },
  message: { readonly messageId: string; readonly body: Buffer; readonly enqueueTime: number },
  decode: boolean,
): CloudEvent {
  return {
    id: randomUUID(),
    source: bus,
    specversion: "1.0",
    type: "mns:Queue:SendMessage",
    datacontenttype: "application/json; charset=utf-8",
    subject: `acs:mns:${queue.region}:${account}:queues/${queue.queue}`,
    time: new Date(message.enqueueTime).toISOString(),
    aliyunaccountid: account,
    aliyunpublishtime: new Date(message.enqueueTime).toISOString(),
    aliyunoriginalaccountid: account,
    aliyuneventbusname: bus,
    aliyunregionid: region,
    data: {
      requestId: randomUUID().replaceAll("-", "").slice(0, 24).toUpperCase(),
      messageId: message.messageId,
      messageBody: decode ? decoded(message.body.toString()) : message.body.toString(),
    },
  };
}

/** The text behind Base64; what is none, or no text behind it, stays as it is. */
function decoded(body: string): string {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(body) || body === "") return body;
  const bytes = Buffer.from(body, "base64");
  const text = bytes.toString();
  return Buffer.from(text).equals(bytes) ? text : body;
}
