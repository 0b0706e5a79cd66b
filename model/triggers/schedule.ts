import { z } from "zod";
import { parseCron } from "../cron.ts";
import { define } from "../definition.ts";
import { refinement } from "../schema/refinement.ts";
import { withMessage, withRemedy } from "../schema/schema-messages.ts";
import { silence } from "../silence.ts";
import { zoneMeant } from "../time-zones.ts";
import { durationMeant, parseDuration } from "../units.ts";

/** The canonical name of a time zone, found in any case. */
function zoneNamed(zone: string): string | undefined {
  if (!/^[A-Za-z][\w+-]*(\/[\w+-]+)*$/.test(zone)) return undefined;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

const cron = withMessage(z.string(), "a five-field cron expression", '"0 4 * * MON-FRI"').superRefine(
  (text, context) => {
    const result = parseCron(text);
    if ("cron" in result) return;
    const { message, remedy } = result.fault;
    context.addIssue({ code: "custom", input: text, message, params: { code: "bad-cron", remedy } });
  },
);

const isWholeMinutes = (text: string): boolean => {
  const seconds = parseDuration(text);
  return seconds !== undefined && seconds > 0 && seconds % 60 === 0;
};

/** Suggests the duration for `rate(5 minutes)` or `5 minutes`. */
function rateRemedy(text: string): string | undefined {
  const meant = durationMeant(text.replace(/^rate\((.*)\)$/, "$1"));
  return meant !== undefined && isWholeMinutes(meant) && meant !== text ? `Did you mean "${meant}"?` : undefined;
}

const rate = withRemedy(
  withMessage(z.string(), "a duration of whole minutes, hours or days", '"15m"').refine(isWholeMinutes, {
    params: { code: "bad-format" },
  }),
  rateRemedy,
);

/**
 * Abbreviations that JavaScript accepts, but that the IANA database and so clouds do not have.
 * https://unicode-org.github.io/icu/userguide/datetime/timezone/
 */
const NOT_IANA = new Set(
  "ACT AET AGT ART AST BET BST CAT CNT CST CTT EAT ECT IET IST JST MIT NET NST PLT PNT PRT PST SST VST".split(" "),
);

const timezone = withMessage(z.string(), "an IANA time zone", '"Europe/Berlin"').superRefine((zone, context) => {
  const known = zoneNamed(zone);
  // Clouds compare time zones by case; JavaScript does not.
  const isName = known === zone || known?.toLowerCase() !== zone.toLowerCase();
  if (known !== undefined && isName && !NOT_IANA.has(zone)) return;
  const meant = known ?? zoneMeant(zone);
  context.addIssue({
    code: "custom",
    input: zone,
    message: `"${zone}" is not an IANA time zone.`,
    params: {
      code: "bad-format",
      remedy: meant === undefined ? 'Write for example "Europe/Berlin" or "UTC".' : `Did you mean "${meant}"?`,
    },
  });
});

/**
 * Runs at given times. Exactly one of `cron` (standard five fields: minute, hour, day of month, month, day of week) and
 * `rate` (an interval, counted from the deployment). The handler's `schedule(event, ctx)` receives `input`.
 */
export const schedule = define({
  schema: z
    .strictObject({
      kind: z.literal("schedule"),
      silence,
      cron: cron.optional().describe('Five-field cron, for example "0 4 * * MON-FRI".'),
      rate: rate.optional().describe('A duration of whole minutes, for example "15m".'),
      timezone: timezone.default("UTC").describe("IANA time zone of cron."),
      input: withMessage(z.json(), "a JSON value").optional().describe("Passed to the handler as event.data.input."),
      enabled: z.boolean().default(true).describe("false keeps the trigger but disables it."),
    })
    .refine(
      (t) => (t.cron === undefined) !== (t.rate === undefined),
      refinement({
        path: ["cron"],
        message: "A schedule has exactly one of cron and rate.",
        remedy: 'Give cron (for example "0 4 * * *") or rate (for example "15m"), not both.',
      }),
    ),
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
