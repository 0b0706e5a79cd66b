import { z } from "zod";

/**
 * `triggerConfig` of a topic's trigger. It can't be changed once the trigger exists.
 * https://www.alibabacloud.com/help/en/functioncompute/fc/user-guide/configure-an-mns-topic-trigger
 *
 * @example { "filterTag": "urgent", "notifyContentFormat": "JSON", "notifyStrategy": "BACKOFF_RETRY" }
 */
export const mnsTopic = z.strictObject({
  /** Only messages with exactly this tag. */
  filterTag: z.string().max(16).optional(),
  /** STREAM hands over the body alone, JSON the message with its id, time and attributes. */
  notifyContentFormat: z.enum(["STREAM", "JSON"]).default("STREAM"),
  /** Three times within a minute, or 176 times within a day. */
  notifyStrategy: z.enum(["BACKOFF_RETRY", "EXPONENTIAL_DECAY_RETRY"]).default("BACKOFF_RETRY"),
});
