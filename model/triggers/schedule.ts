import { z } from "zod";
import { define } from "../definition.ts";

const isTimeZone = (zone: string): boolean => {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
};

/**
 * Runs at given times. Exactly one of `cron` (standard five fields: minute, hour, day of month, month, day of week)
 * and `rate` (every so often, counted from the deployment). The handler's `schedule(event, ctx)` receives `input`.
 */
export const schedule = define({
  schema: z
    .strictObject({
      kind: z.literal("schedule"),
      cron: z.string().optional().describe('Five-field cron, for example "0 4 * * MON-FRI".'),
      rate: z.string().optional().describe('A duration of whole minutes, for example "15m".'),
      timezone: z.string().refine(isTimeZone, "is not an IANA time zone such as Europe/Berlin").default("UTC"),
      input: z.json().optional().describe("Handed to the handler as event.data.input."),
      enabled: z.boolean().default(true),
    })
    .refine((t) => (t.cron === undefined) !== (t.rate === undefined), {
      path: ["cron"],
      message: "exactly one of cron and rate must be given",
    }),
  references: {},
  features: {
    schedule: { title: "Schedule trigger", uses: () => true },
    "schedule.rate": { title: "Schedule trigger: rate", uses: (t) => t.rate !== undefined },
    "schedule.timezone": {
      title: "Schedule trigger: time zone",
      uses: (t) => t.cron !== undefined && t.timezone !== "UTC",
    },
    "schedule.input": { title: "Schedule trigger: input", uses: (t) => t.input !== undefined },
    "schedule.enabled": { title: "Schedule trigger: switched off", uses: (t) => !t.enabled },
  },
});
