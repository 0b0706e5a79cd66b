import { InternalError } from "./errors.ts";

/**
 * A range of values with a step: `10-50/5` is `{ from: 10, to: 50, step: 5 }`, `7` is `{ from: 7, to: 7, step: 1 }`.
 */
export interface CronPart {
  readonly from: number;
  /** Inclusive. */
  readonly to: number;
  readonly step: number;
}

/** One of the five fields of a cron expression. */
export interface CronField {
  /** True for `*`, which restricts nothing. */
  readonly any: boolean;
  /** The parts of the field's list; one part over the whole range for `*`. */
  readonly parts: readonly CronPart[];
  /** Every value that matches, ascending. Days of the week are 0 (Sunday) to 6. */
  readonly values: readonly number[];
}

/**
 * A parsed standard cron expression. When neither day field is `*`, a day matches when either of them does. POSIX says
 * so, and many clouds cannot express it.
 * https://pubs.opengroup.org/onlinepubs/9799919799/utilities/crontab.html
 */
export interface Cron {
  readonly minute: CronField;
  readonly hour: CronField;
  readonly dayOfMonth: CronField;
  readonly month: CronField;
  readonly dayOfWeek: CronField;
}

/** Why a string is not a standard cron expression, and the correction; both whole sentences. */
export interface CronFault {
  readonly message: string;
  readonly remedy: string;
}

interface FieldRule {
  readonly key: keyof Cron;
  readonly title: string;
  readonly min: number;
  readonly max: number;
  /** Names of the values, beginning with `min`. */
  readonly names: readonly string[];
}

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

const FIELDS: readonly FieldRule[] = [
  { key: "minute", title: "minute", min: 0, max: 59, names: [] },
  { key: "hour", title: "hour", min: 0, max: 23, names: [] },
  { key: "dayOfMonth", title: "day of month", min: 1, max: 31, names: [] },
  { key: "month", title: "month", min: 1, max: 12, names: MONTHS },
  { key: "dayOfWeek", title: "day of week", min: 0, max: 7, names: DAYS },
];

const MACROS: Readonly<Record<string, string>> = {
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
  "@monthly": "0 0 1 * *",
  "@weekly": "0 0 * * 0",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@hourly": "0 * * * *",
};

const LONGEST_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Thrown inside the parser for a mistake; never leaves this file. */
class CronError extends Error {
  constructor(readonly fault: CronFault) {
    super(fault.message);
  }
}

const refuse = (message: string, remedy: string): never => {
  throw new CronError({ message, remedy });
};

/** Parses a standard five-field cron expression or a macro such as `@daily`. Refuses every extension and names it. */
export function parseCron(text: string): { readonly cron: Cron } | { readonly fault: CronFault } {
  try {
    return { cron: read(text) };
  } catch (error) {
    if (error instanceof CronError) return { fault: error.fault };
    throw error;
  }
}

/** Parses an expression that the spec's check has accepted. */
export function cronOf(text: string): Cron {
  const result = parseCron(text);
  if ("fault" in result) throw new InternalError(`An unchecked cron expression: ${result.fault.message}`);
  return result.cron;
}

/**
 * Formats the shortest five-field expression with the same meaning: days of the week as 0 to 6, lists in their order.
 */
export function formatCron(cron: Cron): string {
  return FIELDS.map((rule) => formatField(cron[rule.key], rule)).join(" ");
}

function formatField({ any, parts }: CronField, { min, max }: FieldRule): string {
  if (any) return "*";
  return parts
    .map(({ from, to, step }) => {
      if (from === to) return String(from);
      const range = from === min && to === max ? "*" : `${from}-${to}`;
      return step === 1 ? `${from}-${to}` : `${range}/${step}`;
    })
    .join(",");
}

/** Converts the form `cron(0 4 * * ? *)`, which has years, and ? for "any", to standard cron. */
function standardOf(text: string): string | undefined {
  const [, inside] = /^cron\((.*)\)$/.exec(text.trim()) ?? [];
  const fields = inside?.trim().split(/\s+/) ?? [];
  if (fields.length !== FIELDS.length + 1 || fields.at(-1) !== "*") return undefined;
  // That form counts days of the week from 1 (Sunday).
  const meant = fields
    .slice(0, -1)
    .map((field, at) =>
      field === "?" ? "*" : at === 4 ? field.replace(/[1-7]/g, (day) => String(Number(day) - 1)) : field,
    );
  return "cron" in parseCron(meant.join(" ")) ? `Did you mean "${meant.join(" ")}"?` : undefined;
}

function read(text: string): Cron {
  const fields = expandMacro(text.trim()).split(/\s+/);
  if (fields.length !== FIELDS.length) {
    refuse(
      `"${text}" has ${fields.length === 1 ? "1 field" : `${fields.length} fields`}; standard cron has five: minute, hour, day of month, month, day of week.`,
      fields.length > FIELDS.length
        ? (standardOf(text) ?? "Remove the fields for seconds or years.")
        : 'Write all five, for example "0 4 * * MON-FRI".',
    );
  }
  const values = FIELDS.map((rule, index) => [rule.key, readField(fields[index] ?? "", rule)] as const);
  const cron = Object.fromEntries(values) as unknown as Cron;
  refuseImpossible(cron, text);
  return cron;
}

function expandMacro(text: string): string {
  if (!text.startsWith("@")) return text;
  const known = Object.keys(MACROS).join(", ");
  return (
    MACROS[text.toLowerCase()] ??
    refuse(`"${text}" is not a macro for a time. The macros are ${known}.`, "Use one of these, or five fields.")
  );
}

function readField(text: string, rule: FieldRule): CronField {
  const extension = /[?LW#]/.exec(text.replaceAll(/[A-Z]{3}/gi, ""))?.[0];
  if (extension !== undefined) {
    refuse(
      `The ${rule.title} "${text}" uses "${extension}", which is not standard cron.`,
      extension === "?" ? 'Write "*".' : "Use values, ranges, lists and steps.",
    );
  }
  const parts = text.split(",").map((part) => readPart(part, text, rule));
  const values = new Set(
    parts.flatMap((part) => valuesOf(part)).map((value) => (rule.names === DAYS ? value % 7 : value)),
  );
  return { any: text === "*" || text === "*/1", parts, values: [...values].sort((a, b) => a - b) };
}

function valuesOf({ from, to, step }: CronPart): number[] {
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step);
}

function readPart(part: string, field: string, rule: FieldRule): CronPart {
  const [range = "", step, ...rest] = part.split("/");
  if (rest.length > 0 || range === "") refuse(...malformed(field, rule));
  const every = step === undefined ? 1 : readStep(step, field, rule);
  // 7 also means Sunday. It is part of ranges such as 5-7, not of "every day".
  if (range === "*") return { from: rule.min, to: rule.names === DAYS ? 6 : rule.max, step: every };
  const [first = "", last, ...more] = range.split("-");
  if (more.length > 0) refuse(...malformed(field, rule));
  const from = readValue(first, field, rule);
  if (last === undefined) {
    if (step !== undefined) {
      refuse(
        `The ${rule.title} "${part}" has a step after a single value, which is not standard cron.`,
        `Give it a range: "${first}-${rule.max}/${step}".`,
      );
    }
    return { from, to: from, step: 1 };
  }
  return { from, to: rangeEnd(last, from, part, rule), step: every };
}

function rangeEnd(last: string, from: number, part: string, rule: FieldRule): number {
  const value = readValue(last, part, rule);
  // MON-SUN: a day's name stands for whichever of its two numbers the range needs.
  const to = rule.names === DAYS && value === 0 && from > 0 ? 7 : value;
  if (to >= from) return to;
  return refuse(
    `The ${rule.title} "${part}" runs backwards.`,
    `Write two ranges in a list: "${from}-${rule.names === DAYS ? 6 : rule.max},${rule.min}-${value}".`,
  );
}

function readStep(step: string, field: string, rule: FieldRule): number {
  const value = /^\d{1,3}$/.test(step) ? Number(step) : 0;
  if (value >= 1 && value <= rule.max) return value;
  return refuse(
    `The step "${step}" of the ${rule.title} "${field}" is not a whole number from 1 to ${rule.max}.`,
    `Use a step from 1 to ${rule.max}, for example "*/2".`,
  );
}

function readValue(text: string, field: string, rule: FieldRule): number {
  const named = rule.names.indexOf(text.toUpperCase());
  if (named >= 0) return named + rule.min;
  const value = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= rule.min && value <= rule.max) return value;
  const names = rule.names.length > 0 ? ` or ${rule.names[0]} to ${rule.names.at(-1)}` : "";
  return refuse(
    `"${text}" in the ${rule.title} "${field}" is not a value from ${rule.min} to ${rule.max}${names}.`,
    `Correct the ${rule.title}.`,
  );
}

function malformed(field: string, rule: FieldRule): [message: string, remedy: string] {
  return [
    `The ${rule.title} "${field}" is not a list of values, ranges and steps.`,
    'Write for example "*", "5", "1-5", "*/15" or "0,30".',
  ];
}

/** Every cloud would accept a 31st of February and never run it. */
function refuseImpossible(cron: Cron, text: string): void {
  if (cron.dayOfMonth.any || !cron.dayOfWeek.any) return;
  const firstDay = Math.min(...cron.dayOfMonth.values);
  if (cron.month.values.some((month) => firstDay <= (LONGEST_MONTH[month - 1] ?? 0))) return;
  refuse(
    `"${text}" never happens: none of its months has a day ${firstDay}.`,
    "Correct the day of month or the month.",
  );
}
