import { createHash } from "node:crypto";
import type { BucketCreatedEvent, BucketRemovedEvent } from "../../../runtime/events.ts";
import { idOf, type Stamp, timeOf } from "./stamp.ts";

interface ObjectName extends Stamp {
  /** Default: "object.txt". */
  readonly key?: string;
  /** The cloud's name of the bucket. Default: "bucket". */
  readonly bucket?: string;
  /** Of a versioned bucket. */
  readonly versionId?: string;
}

/** An object that was put. */
export interface CreatedObjectInput extends ObjectName {
  readonly change?: "created";
  /** Gives size and ETag. Default: empty. */
  readonly body?: string | Uint8Array;
  /** Bytes. Default: those of `body`. */
  readonly size?: number;
}

/** An object that was deleted. */
export interface RemovedObjectInput extends ObjectName {
  readonly change: "removed";
}

/** A change of a bucket. The ETag is the body's MD5 digest, as clouds make it of an object that was put at once. */
export function bucket(input?: CreatedObjectInput): BucketCreatedEvent;
export function bucket(input: RemovedObjectInput): BucketRemovedEvent;
export function bucket(input: CreatedObjectInput | RemovedObjectInput = {}): BucketCreatedEvent | BucketRemovedEvent {
  const { key = "object.txt", bucket: name = "bucket", versionId } = input;
  const common = {
    specversion: "1.0",
    id: idOf(input),
    source: `bucket/${name}`,
    subject: key,
    time: timeOf(input),
    raw: undefined,
  } as const;
  const data = { bucket: name, key, ...(versionId !== undefined && { versionId }) };
  if (input.change === "removed") return { ...common, type: "polyfn.bucket.removed", data };
  const body = Buffer.from(input.body ?? "");
  const etag = createHash("md5").update(body).digest("hex");
  return { ...common, type: "polyfn.bucket.created", data: { ...data, size: input.size ?? body.length, etag } };
}
