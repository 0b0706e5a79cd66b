import { z } from "zod";
import { withMessage, withRemedy } from "./schema/schema-messages.ts";

/** Seconds in each duration unit that a spec may use. */
const SECONDS_PER_UNIT = { s: 1, m: 60, h: 3600, d: 86_400 } as const;
type Unit = keyof typeof SECONDS_PER_UNIT;

/** A duration as written in a spec: a whole number and a unit, `"30s"`, `"5m"`, `"1h"`, `"14d"`. */
export type DurationText = `${number}${Unit}`;

/** Durations are the only strings of the model with a unit. */
export const DURATION = /^(\d+)(s|m|h|d)$/;

/** Seconds in a duration such as `"90s"`; `undefined` for other strings. */
export function parseDuration(text: string): number | undefined {
  const match = DURATION.exec(text);
  if (!match) return undefined;
  return Number(match[1]) * SECONDS_PER_UNIT[match[2] as Unit];
}

/** The shortest exact notation of a number of seconds: 3600 is `"1h"`, 90 is `"90s"`. */
export function formatDuration(seconds: number): DurationText {
  for (const unit of ["d", "h", "m"] as const) {
    const size = SECONDS_PER_UNIT[unit];
    if (seconds > 0 && seconds % size === 0) return `${seconds / size}${unit}`;
  }
  return `${seconds}s`;
}

const WORDS: Readonly<Record<string, Unit>> = {
  "": "s",
  ...{ sec: "s", second: "s", min: "m", minute: "m", hr: "h", hour: "h", day: "d" },
  ...({ s: "s", m: "m", h: "h", d: "d" } as const),
};

/** The duration for `"40"`, `"4 days"` or `"1h30m"`; `undefined` when there is none. */
export function durationMeant(text: string): DurationText | undefined {
  const parts = [...text.toLowerCase().matchAll(/(\d+(?:\.\d+)?)\s*([a-z]*)\s*/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join("") !== text.toLowerCase().trimStart()) return undefined;
  const seconds = parts.reduce((sum, [, count, word = ""]) => {
    const unit = WORDS[word] ?? (word.length > 2 ? WORDS[word.replace(/s$/, "")] : undefined);
    return unit === undefined ? Number.NaN : sum + Math.round(Number(count) * SECONDS_PER_UNIT[unit]);
  }, 0);
  return Number.isNaN(seconds) ? undefined : formatDuration(seconds);
}

/**
 * Schema of a duration: written as a string with a unit, parsed to a number of seconds. `min` and `max` are durations
 * too and are what every target supports; an adapter narrows them further.
 */
export function duration(range: { min?: DurationText; max?: DurationText } = {}) {
  const min = range.min === undefined ? 0 : (parseDuration(range.min) ?? 0);
  const max = range.max === undefined ? Number.POSITIVE_INFINITY : (parseDuration(range.max) ?? 0);
  const bounds =
    range.max === undefined ? `of at least ${range.min ?? "0s"}` : `from ${range.min ?? "0s"} to ${range.max}`;
  const text = z.templateLiteral([z.number().int().nonnegative(), z.enum(["s", "m", "h", "d"])]);
  const allows = (seconds: number): boolean => seconds >= min && seconds <= max;
  const example = allows(30) ? "30s" : (range.min ?? range.max ?? "30s");
  const schema = withMessage(text, `a duration ${bounds}, a whole number and a unit (s, m, h, d)`, `"${example}"`);
  const meantBy = (wrong: string): string | undefined => {
    const meant = parseDuration(wrong) === undefined ? durationMeant(wrong) : undefined;
    return meant !== undefined && allows(parseDuration(meant) ?? Number.NaN) ? `Did you mean "${meant}"?` : undefined;
  };
  return withRemedy(schema, meantBy).transform((value, context) => {
    const seconds = parseDuration(value) ?? Number.NaN;
    if (!allows(seconds)) {
      context.addIssue({ code: "custom", input: value, message: "out of range", params: { code: "out-of-range" } });
    }
    return seconds;
  });
}

/** MB in each unit that may follow a size. */
const MEGABYTES: Readonly<Record<string, number>> = { m: 1, mb: 1, mib: 1, g: 1024, gb: 1024, gib: 1024 };

/** A size in MB, a whole number. */
export function megabytes(min: number, max: number) {
  const schema = withMessage(
    z.number().int().min(min).max(max),
    `a whole number of MB from ${min} to ${max}`,
    String(min),
  );
  return withRemedy(schema, (wrong) => {
    const [, count, unit = ""] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]+)\s*$/i.exec(wrong) ?? [];
    const size = Number(count) * (MEGABYTES[unit.toLowerCase()] ?? Number.NaN);
    return Number.isInteger(size) && size >= min && size <= max ? `Write ${size}, without quotes and unit.` : undefined;
  });
}
