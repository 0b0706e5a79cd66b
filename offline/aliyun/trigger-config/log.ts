import { z } from "zod";

/** Names of projects and logstores: https://www.alibabacloud.com/help/en/sls/basic-resource-limits */
const project = z.string().regex(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/, "not the name of a project");
const logstore = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,61}[a-z0-9]$/, "not the name of a logstore");

/**
 * `triggerConfig` of a logstore's trigger. The function is told which part of the logstore is new and fetches it itself.
 * https://www.alibabacloud.com/help/en/functioncompute/fc/user-guide/configure-a-log-service-trigger
 *
 * @example
 * { "sourceConfig": { "logstore": "clicks", "startTime": 1700000000 }, "jobConfig": { "maxRetryTime": 3, "triggerInterval": 60 },
 *   "functionParameter": { "k": "v" }, "logConfig": { "project": "p", "logstore": "jobs" }, "enable": true }
 */
export const log = z.strictObject({
  sourceConfig: z.strictObject({
    logstore,
    /** Unix time (seconds) of the first record to read. Default, or null: from now on. */
    startTime: z.number().int().min(0).nullish(),
  }),
  jobConfig: z.strictObject({
    /** Number of retries of a failed call before its records are dropped. */
    maxRetryTime: z.number().int().min(0).max(100),
    /** Seconds between two calls. */
    triggerInterval: z.number().int().min(3).max(600),
  }),
  /** Handed to the function with every event. */
  functionParameter: z.record(z.string(), z.string()).default({}),
  /** The destination of the trigger's own log. It must differ from the source. */
  logConfig: z.strictObject({ project, logstore }),
  enable: z.boolean().default(true),
});
