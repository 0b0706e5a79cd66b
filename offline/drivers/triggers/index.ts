import type { TriggerKind } from "../../../model/triggers/index.ts";
import type { Demo } from "../demo.ts";
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

/** Every trigger of the example, by kind, in the order in which they are fired. A new kind does not compile until it is shown. */
export const demos: { readonly [K in TriggerKind]: readonly Demo[] } = {
  bucket,
  queue,
  table,
  bus,
  http,
  webhook,
  stream,
  schedule,
  topic,
  log,
};
