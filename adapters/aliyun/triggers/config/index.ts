import type { z } from "zod";
import { InternalError } from "../../../../model/errors.ts";
import { eventbridge } from "./eventbridge.ts";
import { http } from "./http.ts";
import { log } from "./log.ts";
import { mnsTopic } from "./mns-topic.ts";
import { oss } from "./oss.ts";
import { tablestore } from "./tablestore.ts";
import { timer } from "./timer.ts";

/**
 * THE list of FC's trigger types that can be configured here, and what their `triggerConfig` may hold. The provider takes
 * it as text that nobody checks before FC does; so it is written, and by the server on this machine read, through these.
 */
export const triggerConfigs = { http, timer, oss, log, mns_topic: mnsTopic, tablestore, eventbridge } as const;

/** FC's own word for a type of trigger. */
export type TriggerType = keyof typeof triggerConfigs;

export type TriggerConfig<T extends TriggerType> = z.input<(typeof triggerConfigs)[T]>;

/** The text that FC wants. Everything a spec can get wrong was reported before: what is refused here is our fault. */
export function configText<T extends TriggerType>(type: T, config: TriggerConfig<T>): string {
  const result = triggerConfigs[type].safeParse(config);
  if (result.success) return JSON.stringify(result.data);
  const [issue] = result.error.issues;
  throw new InternalError(
    `the configuration of a ${type} trigger is refused at ${issue?.path.join(".") ?? "?"}: ${issue?.message ?? ""}`,
  );
}
