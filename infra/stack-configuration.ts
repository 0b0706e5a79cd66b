import { z } from "zod";
import { formatPath, type Problem, SpecError } from "../model/errors.ts";
import { nearest } from "../model/nearest.ts";
import { environmentsOf } from "../model/parse.ts";
import { problemsOf } from "../model/schema/zod-errors.ts";
import { isConfiguration } from "../model/value.ts";
import { deploymentName } from "./deployment.ts";
import { findObjects } from "./find-objects.ts";
import { adapterFor } from "./targets.ts";

/** A place that a stack deploys to. */
export interface StackPlace {
  readonly target: string;
  /** Default: the target's. */
  readonly region?: string | undefined;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** The stack configuration of a deployment: the keys of the namespace `polyfn`. */
export interface StackConfiguration {
  /** Empty where a program of the user's own names the target. */
  readonly places: readonly StackPlace[];
  /** The entry of the spec's `environments` that applies. Default: the stack's name. */
  readonly environment?: string | undefined;
  /** The spec's file, relative to the project. */
  readonly spec?: string | undefined;
  /** A last merge patch of the spec. */
  readonly overrides?: unknown;
  /** Keys of the namespace that polyfn itself does not read: values that the spec may take with `{ config }`. */
  readonly others: readonly string[];
  /** The configuration as error reports name it. */
  readonly origin: string;
}

const NAMESPACE = "polyfn:";

const object = z.record(z.string(), z.unknown());
const place = z.strictObject({ target: z.string(), region: z.string().optional(), settings: object.optional() });
const schema = z.object({
  "polyfn:target": z.string().optional(),
  "polyfn:region": z.string().optional(),
  "polyfn:settings": object.optional(),
  "polyfn:targets": z.array(place).min(1).optional(),
  "polyfn:environment": z.string().optional(),
  "polyfn:spec": z.string().optional(),
  "polyfn:overrides": object.optional(),
});
type Values = z.output<typeof schema>;

/** The keys that polyfn itself reads. */
export const STACK_KEYS: readonly string[] = Object.keys(schema.shape);
/** Keys that `polyfn:targets` has for each of its entries. */
const OF_ONE_PLACE = ["polyfn:target", "polyfn:region", "polyfn:settings"] as const;

/**
 * Reads a stack's configuration: the values of its file, or those that the engine hands to the program.
 * @param config Values by key, `polyfn:target`. Keys of other namespaces are ignored.
 * @param origin The configuration as error reports name it.
 * @throws SpecError with everything that is wrong with it, UserError for a target that does not exist.
 */
export async function readStackConfiguration(
  config: Readonly<Record<string, unknown>>,
  origin: string,
): Promise<StackConfiguration> {
  const values = Object.fromEntries(Object.entries(config).map(([key, value]) => [key, parsedValue(value)]));
  const read = schema.safeParse(values, { reportInput: true });
  if (!read.success) throw new SpecError(problemsOf(read.error.issues, schema, ["config"]), origin);
  const places = placesIn(read.data);
  const problems = [...exclusive(read.data), ...(await repeated(places))];
  if (problems.length > 0) throw new SpecError(problems, origin);
  return {
    places,
    environment: read.data["polyfn:environment"],
    spec: read.data["polyfn:spec"],
    overrides: read.data["polyfn:overrides"],
    others: Object.keys(config)
      .filter((key) => key.startsWith(NAMESPACE) && !STACK_KEYS.includes(key))
      .map((key) => key.slice(NAMESPACE.length)),
    origin,
  };
}

/** The engine hands over all values as strings, lists and objects as JSON; a file may hold either form. */
function parsedValue(value: unknown): unknown {
  if (typeof value === "string") return parsedText(value);
  return typeof value === "number" || typeof value === "boolean" ? String(value) : value;
}

/** Parses a value that Pulumi keeps as text: a list or an object is JSON, all else is text. */
export function parsedText(text: string): unknown {
  if (!/^[[{]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function placesIn(values: Values): StackPlace[] {
  const { "polyfn:target": target, "polyfn:region": region, "polyfn:settings": own } = values;
  const one = target === undefined ? [] : [{ target, region, settings: own }];
  return (values["polyfn:targets"] ?? one).map((place) => ({ ...place, settings: place.settings ?? {} }));
}

/** Keys beside `polyfn:targets` that would be ignored. */
function exclusive(values: Values): Problem[] {
  if (values["polyfn:targets"] === undefined) return [];
  return OF_ONE_PLACE.filter((key) => values[key] !== undefined).map((key) => ({
    code: "conflict",
    path: ["config", key],
    message: `${key} has no effect beside polyfn:targets.`,
    remedy: "Remove it, or move it into an entry of polyfn:targets.",
  }));
}

/** Entries for the same target and region: their resources would have the same names. */
async function repeated(places: readonly StackPlace[]): Promise<Problem[]> {
  const names = await Promise.all(
    places.map(async ({ target, region }) => deploymentName("", await adapterFor(target), region)),
  );
  return names.flatMap((name, index) => {
    const first = names.indexOf(name);
    if (first === index) return [];
    return [
      {
        code: "duplicate",
        path: ["config", "polyfn:targets", index],
        message: `This is the same target and region as in ${formatPath(["config", "polyfn:targets", first])}.`,
        remedy: "Give each entry another target or region.",
      },
    ];
  });
}

/**
 * Compares a stack's configuration with the spec that it deploys.
 * @throws SpecError for keys that nothing reads and that are most likely misspelt ones of polyfn's own, and for an
 * environment that the spec does not have.
 */
export function checkStackConfiguration(
  { others, environment, origin }: Pick<StackConfiguration, "others" | "environment" | "origin">,
  spec: unknown,
): void {
  const taken = configurationKeys(spec);
  const problems = [
    ...others.filter((key) => !taken.has(key)).flatMap(misspelt),
    ...unknownEnvironment(environment, environmentsOf(spec)),
  ];
  if (problems.length > 0) throw new SpecError(problems, origin);
}

/** The keys of polyfn's own namespace that a spec takes values from. */
const configurationKeys = (spec: unknown): ReadonlySet<string> =>
  new Set(
    [...findObjects(spec, isConfiguration)].map(({ value }) =>
      (value as { config: string }).config.replace(NAMESPACE, ""),
    ),
  );

function misspelt(key: string): Problem[] {
  const meant = nearest(
    key,
    STACK_KEYS.map((known) => known.slice(NAMESPACE.length)),
  );
  if (meant === undefined) return [];
  return [
    {
      code: "unknown-key",
      path: ["config", `${NAMESPACE}${key}`],
      message: `Neither polyfn nor the spec reads ${NAMESPACE}${key}.`,
      remedy: `Did you mean "${NAMESPACE}${meant}"?`,
    },
  ];
}

function unknownEnvironment(environment: string | undefined, known: readonly string[]): Problem[] {
  if (environment === undefined || known.includes(environment)) return [];
  const meant = nearest(environment, known);
  const names = known.length === 0 ? "It has none" : `They are ${known.join(", ")}`;
  return [
    {
      code: "unknown-environment",
      path: ["config", `${NAMESPACE}environment`],
      message: `"${environment}" is not among the spec's environments. ${names}.`,
      remedy:
        meant === undefined ? `Add it to the spec, or remove ${NAMESPACE}environment.` : `Did you mean "${meant}"?`,
    },
  ];
}
