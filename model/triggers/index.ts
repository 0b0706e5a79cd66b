import { z } from "zod";
import type { ReadOnlyDeep } from "../schema/read-only-deep.ts";
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

/** All kinds of triggers. A new kind is one file and one line here; the compiler then reports every place to extend. */
export const triggers = { http, webhook, schedule, queue, topic, bucket, stream, table, bus, log } as const;

export type TriggerKind = keyof typeof triggers;

export const trigger = z.discriminatedUnion("kind", [
  http.schema,
  webhook.schema,
  schedule.schema,
  queue.schema,
  topic.schema,
  bucket.schema,
  stream.schema,
  table.schema,
  bus.schema,
  log.schema,
]);

/** A trigger after parsing: defaults filled in, durations in seconds. */
export type Trigger<K extends TriggerKind = TriggerKind> = { [P in K]: z.output<(typeof triggers)[P]["schema"]> }[K];

/** A trigger as written in a spec. */
export type TriggerInput<K extends TriggerKind = TriggerKind> = {
  [P in K]: ReadOnlyDeep<z.input<(typeof triggers)[P]["schema"]>>;
}[K];
