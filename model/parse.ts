import type { AppSpec } from "./app.ts";
import { checks } from "./check/index.ts";
import { refuseCircle } from "./circle.ts";
import { formatPath, type Problem, SpecError } from "./errors.ts";
import { isPlainObject, mergePatch, sortKeys } from "./merge-patch.ts";
import { parsePartially } from "./partial-parse.ts";
import { compareText } from "./references.ts";
import { type ResolvedApp, resolve } from "./resolve.ts";
import type { Path } from "./schema/schema-walk.ts";

export interface ParseOptions {
  /** Entry of `environments` to apply, usually the stack's name. A name that the spec does not list changes nothing. */
  readonly environment?: string | undefined;
  /** A last merge patch of the spec (RFC 7386), from the stack's configuration. */
  readonly overrides?: unknown;
  /** The name that paths in the report are relative to, usually the spec's file name. Default "spec". */
  readonly origin?: string | undefined;
}

/**
 * Checks a spec and resolves everything in it that does not depend on the target. The order of keys never matters.
 * @throws SpecError with every problem of the spec in one report.
 */
export function parseApp(input: unknown, options: ParseOptions = {}): ResolvedApp {
  refuseCircle(input, options.origin);
  const { app, problems } = checkApp(input, options);
  if (problems.length > 0) throw new SpecError(problems, options.origin);
  return resolve(app);
}

/** A spec after the model's checks. */
export interface CheckedApp {
  /** The parts of the spec that could be read. */
  readonly app: AppSpec;
  readonly problems: readonly Problem[];
  /** The parts of the spec with problems, as written: names in them may be missing in `app`. */
  readonly faulty: readonly unknown[];
  /**
   * The path where the value at a path of `app` is written: in a patch, such as an environment's, or in the spec
   * itself.
   */
  readonly placeOf: (path: Path) => Path;
}

/** Checks a spec without throwing: returns every problem, and the parts that could be read. */
export function checkApp(input: unknown, options: ParseOptions = {}): CheckedApp {
  const layers = layersOf(input, options);
  const patched = layers.reduce((spec, layer) => mergePatch(spec, layer.patch), input);
  const partial = parsePartially(sortKeys(patched));
  const known = new Set(partial.problems.map(({ path }) => formatPath(path)));
  const crossed = checks.flatMap((check) => check(partial)).filter(({ path }) => !known.has(formatPath(path)));
  const found = [...partial.problems, ...crossed];
  const faulty = found.map(({ path }) => path.slice(0, 2).reduce<unknown>(valueAt, partial.input));
  const problems = [...withCause(found, input, layers), ...overridesProblem(options.overrides)]
    .map((problem) => ({ ...problem, path: placeOf(problem.path, layers) }))
    .sort((a, b) => compareText(formatPath(a.path), formatPath(b.path)));
  return { app: partial.app, problems, faulty, placeOf: (path) => placeOf(path, layers) };
}

/** Names the patches as the cause of problems elsewhere that the spec does not have without them. */
function withCause(found: readonly Problem[], input: unknown, layers: readonly Layer[]): readonly Problem[] {
  if (found.length === 0 || layers.length === 0) return found;
  const before = new Set(checkApp(input).problems.map((problem) => JSON.stringify(problem)));
  const causes = layers.map(({ path }) => formatPath(path)).join(" and ");
  return found.map((problem) => {
    if (layers.some(({ patch }) => has(patch, problem.path)) || before.has(JSON.stringify(problem))) return problem;
    return { ...problem, message: `${problem.message} The changes in ${causes} cause this.` };
  });
}

const valueAt = (value: unknown, key: string | number): unknown =>
  isPlainObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;

/** Names of the environments in a spec, so that each can be checked. */
export function environmentsOf(input: unknown): string[] {
  const environments = isPlainObject(input) ? input.environments : undefined;
  return isPlainObject(environments) ? Object.keys(environments).sort() : [];
}

function overridesProblem(overrides: unknown): Problem[] {
  if (overrides === undefined || isPlainObject(overrides)) return [];
  const message = "The overrides in the stack's configuration are not an object.";
  const remedy = "Write them as an object, for example { functions: { thumbnail: { memory: 512 } } }.";
  return [{ code: "wrong-type", path: ["overrides"], message, remedy }];
}

/** A merge patch and its path. */
interface Layer {
  readonly patch: Readonly<Record<string, unknown>>;
  readonly path: Path;
}

/** The patches for the spec, in order. The schema reports one that is not an object. */
function layersOf(input: unknown, { environment, overrides }: ParseOptions): Layer[] {
  const environments = isPlainObject(input) && isPlainObject(input.environments) ? input.environments : {};
  const own =
    environment !== undefined && Object.hasOwn(environments, environment) ? environments[environment] : undefined;
  return [
    ...(isPlainObject(own) ? [{ patch: own, path: ["environments", environment ?? ""] }] : []),
    ...(isPlainObject(overrides) ? [{ patch: overrides, path: ["overrides"] }] : []),
  ];
}

/**
 * The path where a value of the patched spec is written: in the last patch that has it, otherwise in the spec itself.
 */
function placeOf(path: Path, layers: readonly Layer[]): Path {
  const layer = layers.findLast(({ patch }) => path.length > 0 && has(patch, path));
  return layer === undefined ? path : [...layer.path, ...path];
}

function has(value: unknown, path: Path): boolean {
  const [key, ...rest] = path;
  if (key === undefined) return true;
  return isPlainObject(value) ? Object.hasOwn(value, key) && has(value[key], rest) : Array.isArray(value);
}
