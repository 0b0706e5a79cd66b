import type { S3Event, S3EventRecord } from "aws-lambda";
import type { BucketEvent } from "../../../../runtime/events.ts";
import { eventCodec } from "../../../../runtime/shim/event-codec.ts";
import { triggerOfObject } from "../../../../runtime/shim/object-trigger.ts";
import { isFrom, type Triggers } from "../trigger.ts";

/** Keys come form-encoded: a space is a plus sign. */
const decodeKey = (key: string): string => decodeURIComponent(key.replaceAll("+", " "));

function toEvent(record: S3EventRecord): BucketEvent {
  const { bucket, object } = record.s3;
  const { versionId } = object;
  const key = decodeKey(object.key);
  const common = {
    specversion: "1.0",
    // Nothing in the record is an id; the sequencer orders the changes of one key, so together they are unique.
    id: [key, object.sequencer ?? record.eventTime, ...(versionId ? [versionId] : [])].join("#"),
    source: `bucket/${bucket.name}`,
    subject: key,
    time: record.eventTime,
    raw: record,
  } as const;
  const data = { bucket: bucket.name, key, ...(versionId && { versionId }) };
  return record.eventName.startsWith("ObjectCreated:")
    ? { ...common, type: "polyfn.bucket.created", data: { ...data, size: object.size, etag: object.eTag } }
    : { ...common, type: "polyfn.bucket.removed", data };
}

/** S3 notifications (https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html). */
export const bucket = eventCodec<S3Event, BucketEvent, Triggers["bucket"]>({
  matches: isFrom("aws:s3"),
  triggerOf: ({ Records: [record] }, triggers) => record && triggerOfObject(toEvent(record), triggers),
  decode: ({ Records }) => Records.map(toEvent),
});
