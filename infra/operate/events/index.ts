/**
 * Events as handlers receive them, made without a cloud. All are pure functions, and deterministic when `id` and `time`
 * are given. `raw` is undefined: no cloud made them.
 */
import type { TriggerKind } from "../../../model/triggers/index.ts";
import { bucket } from "./bucket.ts";
import { bus } from "./bus.ts";
import { http } from "./http.ts";
import { log } from "./log.ts";
import { queue } from "./queue.ts";
import { schedule } from "./schedule.ts";
import { stream } from "./stream.ts";
import { table } from "./table.ts";
import { topic } from "./topic.ts";
import { webhook } from "./webhook.ts";

export type { CreatedObjectInput, RemovedObjectInput } from "./bucket.ts";
export type { BusInput } from "./bus.ts";
export type { RequestInput } from "./http.ts";
export type { LogLineInput } from "./log.ts";
export type { GeneratedOrderedBatch } from "./ordered.ts";
export type { GeneratedQueueBatch, MessageInput } from "./queue.ts";
export type { ScheduleInput } from "./schedule.ts";
export { type Signer, signatureHeaders, type UnsignedCall } from "./signature.ts";
export type { Stamp } from "./stamp.ts";
export type { RecordInput } from "./stream.ts";
export type { ChangeInput } from "./table.ts";
export type { NotificationInput } from "./topic.ts";
export { TEST_SECRET, type WebhookInput } from "./webhook.ts";

/** A generator for each kind of trigger. */
export const events = {
  /** A request. */
  http,
  /** A verified call of another service, with its signature. */
  webhook,
  /** A run of a schedule. */
  schedule,
  /** A batch with a message for each argument. */
  queue,
  /** A message of a topic. */
  topic,
  /** An object that was put or removed. */
  bucket,
  /** A batch with a record for each argument. */
  stream,
  /** A batch with a row's change for each argument. */
  table,
  /** An event of a bus. */
  bus,
  /** A batch with a line for each argument. */
  log,
} satisfies { readonly [K in TriggerKind]: (...inputs: never[]) => unknown };
