import type { CronField } from "../../model/cron.ts";

/** One field of a cloud's cron grammar: its range and how it writes values. */
export interface CronRange {
  readonly min: number;
  readonly max: number;
  /** The notation of a value, if it is not its number. */
  readonly name?: (value: number) => string;
  /** True if the grammar has `from/step` in this field. */
  readonly steps: boolean;
}

/** Three letters of each day, from Sunday: clouds number them in different ways, names mean the same to all. */
export const WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/** True if the field matches every value it could have. */
export const isEvery = (field: CronField, range: CronRange): boolean =>
  field.values.length === range.max - range.min + 1;

/** The values of a field, as `*`, `from/step` where the steps go on to the end of the field, else runs and single values. */
export function cronFieldText(values: readonly number[], range: CronRange): string {
  if (values.length === range.max - range.min + 1) return "*";
  const step = evenStep(values, range);
  if (step !== undefined && range.steps) return `${values[0]}/${step}`;
  const name = range.name ?? String;
  return runs(values)
    .map(([from, to]) => (from === to ? name(from) : `${name(from)}-${name(to)}`))
    .join(",");
}

/** The step of at least three values that go on evenly to the end of the field. */
function evenStep(values: readonly number[], { max }: CronRange): number | undefined {
  const [first, second] = values;
  const last = values.at(-1);
  if (first === undefined || second === undefined || last === undefined || values.length < 3) return undefined;
  const step = second - first;
  const even = step > 1 && values.every((value, index) => value === first + index * step) && last + step > max;
  return even ? step : undefined;
}

/** Neighbouring values as pairs of first and last. */
function runs(values: readonly number[]): [number, number][] {
  const found: [number, number][] = [];
  for (const value of values) {
    const run = found.at(-1);
    if (run && run[1] === value - 1) run[1] = value;
    else found.push([value, value]);
  }
  return found;
}
