import { z } from "zod";

const MAX_PAYLOAD_BYTES = 128 * 1024;

const EVERY = /^@every (\d+h)?(\d+m)?(\d+s)?$/;
const FIELD = String.raw`[\dA-Za-z*?,/-]+`;
const CRON = new RegExp(String.raw`^(CRON_TZ=[A-Za-z_]+(/[\w+-]+)* )?${FIELD}( ${FIELD}){5}$`);

/**
 * `triggerConfig` of a timer. The expression is `@every <duration>` or six fields (second, minute, hour, day of month,
 * month, day of week) with an optional time zone before them; without one it is UTC.
 * https://www.alibabacloud.com/help/en/functioncompute/fc/time-triggers
 *
 * @example { "cronExpression": "CRON_TZ=Asia/Shanghai 0 0 4 * * *", "enable": true, "payload": "text" }
 */
export const timer = z.strictObject({
  cronExpression: z
    .string()
    .refine(
      (text) => (EVERY.test(text) && text !== "@every ") || CRON.test(text),
      "neither @every nor six cron fields",
    ),
  enable: z.boolean().default(true),
  payload: z
    .string()
    .refine((text) => Buffer.byteLength(text) <= MAX_PAYLOAD_BYTES, "longer than 128 KB")
    .optional(),
});
