import type { BucketEvent } from "../../../../runtime/events.ts";
import { eventCodec } from "../../../../runtime/shim/event-codec.ts";
import { triggerOfObject } from "../../../../runtime/shim/object-trigger.ts";
import type { Triggers } from "../trigger.ts";

/** A notification of OSS (https://www.alibabacloud.com/help/en/functioncompute/fc/oss-triggers). */
interface Raw {
  readonly events: readonly Notification[];
}
interface Notification {
  readonly eventName: string;
  readonly eventSource: string;
  readonly eventTime: string;
  readonly oss: {
    readonly bucket: { readonly name: string };
    readonly object: {
      readonly key: string;
      readonly size: number;
      readonly eTag: string;
      readonly versionId?: string;
    };
  };
  readonly responseElements?: { readonly requestId?: string };
}

function toEvent(record: Notification): BucketEvent {
  const { bucket, object } = record.oss;
  const { key, versionId } = object;
  const common = {
    specversion: "1.0",
    // A request changes a key once, so that together they are unique.
    id: [key, record.responseElements?.requestId ?? record.eventTime, ...(versionId ? [versionId] : [])].join("#"),
    source: `bucket/${bucket.name}`,
    subject: key,
    time: record.eventTime,
    raw: record,
  } as const;
  const data = { bucket: bucket.name, key, ...(versionId && { versionId }) };
  if (!record.eventName.startsWith("ObjectCreated:")) return { ...common, type: "polyfn.bucket.removed", data };
  const { size, eTag } = object;
  // OSS writes the ETag in capitals in its notifications and elsewhere; as on other clouds, it is small here.
  return {
    ...common,
    type: "polyfn.bucket.created",
    data: { ...data, size, etag: eTag.replaceAll('"', "").toLowerCase() },
  };
}

function isNotification(event: unknown): event is Raw {
  const events = (event as Partial<Raw> | null | undefined)?.events;
  return Array.isArray(events) && (events[0] as Partial<Notification> | null | undefined)?.eventSource === "acs:oss";
}

/** Notifications of OSS; keys come as they are. */
export const bucket = eventCodec<Raw, BucketEvent, Triggers["bucket"]>({
  matches: isNotification,
  triggerOf: ({ events: [record] }, triggers) => record && triggerOfObject(toEvent(record), triggers),
  decode: ({ events }) => events.map(toEvent),
});
