import type { Problem } from "../../../model/errors.ts";
import { isPlainObject } from "../../../model/merge-patch.ts";
import { formatDuration } from "../../../model/units.ts";
import { isConfiguration, isDeferred, isReference } from "../../../model/value.ts";
import type { FieldRule, FieldRules, Rules } from "../../rules.ts";
import { type Checked, functionPath, type Path, problem, triggerPath, when } from "../problem.ts";

/** One value that a rule is about. */
interface Field {
  readonly value: unknown;
  readonly path: Path;
  /** As the spec calls it: without places in lists. */
  readonly name: string;
  readonly rule: FieldRule;
  readonly by: string;
}

/** Fields of functions, triggers and resources that are other than the cloud allows. */
export const fieldProblems = (rules: Rules, { app }: Checked): Problem[] => [
  ...[...app.functions.values()].flatMap((fn) => {
    const applying = Object.entries(rules.functions).filter(
      ([, { withTrigger }]) => withTrigger === undefined || fn.triggers.some(({ kind }) => kind === withTrigger),
    );
    return problemsIn(fn, functionPath(fn), Object.fromEntries(applying), rules.service);
  }),
  ...[...app.functions.values()]
    .flatMap(({ triggers }) => triggers)
    .flatMap((trigger) => problemsIn(trigger.spec, triggerPath(trigger), rules.triggers[trigger.kind], rules.service)),
  ...[...app.resources.values()].flatMap(({ kind, name, spec }) =>
    problemsIn(spec, ["resources", name], rules.resources[kind], rules.cloud),
  ),
];

const problemsIn = (of: object, path: Path, rules: FieldRules = {}, by: string): Problem[] =>
  Object.entries(rules).flatMap(([place, rule]) =>
    valuesAt(of, place.split("."), path).flatMap(({ value, path: at }) => {
      // Values of the deployment, and what is absent.
      if (value === undefined || isOfDeployment(value)) return [];
      const name = place.split(".").findLast((part) => part !== "*") ?? place;
      return fieldProblem({ value, path: at, name, rule, by: rule.by ?? by });
    }),
  );

const isOfDeployment = (value: unknown): boolean =>
  isDeferred(value) || (isPlainObject(value) && (isReference(value) || isConfiguration(value)));

/** Every value at a place below an object, with its path. */
export function valuesAt(
  of: unknown,
  [field, ...rest]: readonly string[],
  path: Path,
): { readonly value: unknown; readonly path: Path }[] {
  if (field === undefined) return [{ value: of, path }];
  const at = (key: string | number, value: unknown) => valuesAt(value, rest, [...path, key]);
  if (field !== "*") return isPlainObject(of) ? at(field, of[field]) : [];
  if (Array.isArray(of)) return of.flatMap((value, index) => at(index, value));
  return isPlainObject(of) ? Object.entries(of).flatMap(([key, value]) => at(key, value)) : [];
}

function fieldProblem(field: Field): Problem[] {
  if (typeof field.value === "number") return numberProblem(field, field.value);
  const { rule, path, by, name } = field;
  const { entries, bytes, characters, pattern } = rule;
  const found = sizesOf(field.value);
  const tooMuch = (limit: string, has: string, remedy: string) =>
    problem("out-of-range", path, `${by} allows ${limit} in ${name}, not ${has}.`, withHint(remedy, rule));
  return [
    ...when(entries !== undefined && found.entries !== undefined && !isCount(found.entries, entries), () =>
      tooMuch(...countWords(entries, found.entries ?? 0)),
    ),
    ...when(bytes !== undefined && found.bytes > bytes, () =>
      tooMuch(`at most ${bytes} bytes`, `${found.bytes}`, `Shorten ${name}.`),
    ),
    ...when(characters !== undefined && found.characters > characters, () =>
      tooMuch(`at most ${characters} characters`, `${found.characters}`, `Shorten ${name}.`),
    ),
    ...when(pattern !== undefined && typeof field.value === "string" && !pattern.of.test(field.value), () =>
      problem(
        "bad-format",
        path,
        `${JSON.stringify(field.value)} is not ${pattern?.form}.`,
        withHint(`Write for example ${JSON.stringify(pattern?.example)}.`, rule),
      ),
    ),
  ];
}

const sizesOf = (value: unknown) => {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  const entries = Array.isArray(value) ? value.length : isPlainObject(value) ? Object.keys(value).length : undefined;
  return { entries, bytes: Buffer.byteLength(text), characters: typeof value === "string" ? value.length : 0 };
};

type Count = FieldRule["entries"];

const isCount = (found: number, allowed: Count): boolean =>
  typeof allowed === "object" ? found === allowed.exactly : found <= (allowed ?? found);

function countWords(allowed: Count, found: number): [limit: string, has: string, remedy: string] {
  const count = typeof allowed === "object" ? allowed.exactly : (allowed ?? 0);
  const limit = `${typeof allowed === "object" ? "exactly" : "at most"} ${count} ${count === 1 ? "entry" : "entries"}`;
  return [limit, `${found}`, found > count ? `Keep ${count} of them.` : `Give ${count}.`];
}

function numberProblem({ rule, path, by, name }: Field, value: number): Problem[] {
  const allowed = nearestAllowed(rule, value);
  if (allowed.includes(value)) return [];
  const written = (number: number): string =>
    rule.unit === "seconds" ? JSON.stringify(formatDuration(number)) : `${number}`;
  const message = `${by} allows ${rangeWords(rule)} for ${name}, not ${inWords(rule, value)}.`;
  return [
    problem(
      "out-of-range",
      path,
      message,
      withHint(`Set ${name} to ${allowed.map(written).join(" or ")}${beyond(rule, allowed, value)}.`, rule),
    ),
  ];
}

/** Present for a one-sided bound: everything on the other side is allowed. */
function beyond({ oneOf }: FieldRule, [bound, ...others]: readonly number[], value: number): string {
  if (bound === undefined || others.length > 0 || oneOf !== undefined) return "";
  return value > bound ? " or less" : " or more";
}

/** The number itself where it is allowed; else the allowed ones below and above it, as far as there are any. */
function nearestAllowed(
  { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY, step = 1, oneOf }: FieldRule,
  value: number,
): number[] {
  if (oneOf !== undefined) {
    if (oneOf.includes(value)) return [value];
    return [oneOf.findLast((one) => one < value), oneOf.find((one) => one > value)].filter((one) => one !== undefined);
  }
  const within = (number: number): number => Math.min(max, Math.max(min, number));
  return [...new Set([within(Math.floor(value / step) * step), within(Math.ceil(value / step) * step)])];
}

const inWords = ({ unit }: FieldRule, value: number): string =>
  unit === "seconds" ? `"${formatDuration(value)}"` : unit === undefined ? `${value}` : `${value} ${unit}`;

function rangeWords(rule: FieldRule): string {
  const { min, max, step, oneOf, unit } = rule;
  if (oneOf !== undefined) return `${oneOf.join(", ")}${unit === "MB" ? " MB" : ""}`;
  const range =
    min === undefined && max === undefined
      ? ""
      : min === undefined
        ? `at most ${inWords(rule, max ?? 0)}`
        : max === undefined
          ? `at least ${inWords(rule, min)}`
          : `${inWords(rule, min)} to ${inWords(rule, max)}`;
  const steps = step === undefined ? "" : `multiples of ${inWords(rule, step)}`;
  return [range, steps].filter((part) => part !== "").join(" in ");
}

const withHint = (remedy: string, { hint }: FieldRule): string => (hint === undefined ? remedy : `${remedy} ${hint}`);
