import type { Trigger } from "../../model/triggers/index.ts";
import type { BucketEvent } from "../events.ts";
import type { NamedTrigger } from "./codec.ts";
import { onSource } from "./trigger-of.ts";

/** A bucket trigger. The fields of the spec are there where a function has several. */
export interface ObjectTrigger
  extends NamedTrigger,
    Partial<Pick<Trigger<"bucket">, "bucket" | "events" | "prefix" | "suffix">> {}

/** The trigger for a change of an object. No two of a bucket can match the same one. */
export function triggerOfObject<T extends ObjectTrigger>(
  { type, data: { bucket, key } }: BucketEvent,
  triggers: readonly T[],
): T | undefined {
  if (triggers.length < 2) return triggers[0];
  return onSource(bucket, triggers, (trigger) => trigger.bucket).find(
    ({ events = [], prefix = "", suffix = "" }) =>
      key.startsWith(prefix) && key.endsWith(suffix) && events.some((event) => type === `polyfn.bucket.${event}`),
  );
}
