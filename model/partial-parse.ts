import { z } from "zod";
import { type AppSpec, appSchema } from "./app.ts";
import type { Problem } from "./errors.ts";
import { type FunctionSpec, functionSchema } from "./function.ts";
import { isPlainObject } from "./merge-patch.ts";
import { name as nameSchema } from "./names.ts";
import { choiceMeant } from "./other-names.ts";
import { type Resource, type ResourceKind, resources as resourceKinds } from "./resources/index.ts";
import { withMessage } from "./schema/schema-messages.ts";
import type { Path } from "./schema/schema-walk.ts";
import { problemsOf, valueProblem } from "./schema/zod-errors.ts";
import { type Trigger, triggers as triggerKinds } from "./triggers/index.ts";

/** The kind that a name in a spec refers to; `unread` when the spec gives it a kind that does not exist. */
export type NamedKind = ResourceKind | "function" | "unread";

/**
 * The parts of a spec that could be read. Each resource, function and trigger is parsed separately, and an invalid
 * field is left out instead of its whole part, so that the checks still see the rest.
 */
export interface PartialParse {
  /** The given spec with patches applied. */
  readonly input: Readonly<Record<string, unknown>>;
  /** Complete exactly when `problems` is empty. */
  readonly app: AppSpec;
  readonly problems: readonly Problem[];
  /** Every name of a resource or function in the spec, readable or not. */
  readonly kinds: ReadonlyMap<string, NamedKind>;
}

const functionMap = withMessage(z.object({}), "an object of functions by name");
const resourceMap = withMessage(z.object({}), "an object of resources by name");
const triggerMap = withMessage(z.object({}), "an object of triggers by name");
const specMap = withMessage(z.object({}), "an object with name, and usually resources and functions");

/** Keys at the top of a spec that begin with `x-` are ignored. They can hold YAML anchors, for example. */
export const IGNORED_KEY = /^x-/;

const isAuthorsOwn = (key: string): boolean => IGNORED_KEY.test(key);

/** Parses the readable parts of a spec. Never throws. */
export function parsePartially(input: unknown): PartialParse {
  const reader = new Reader();
  if (!isPlainObject(input)) {
    return {
      input: {},
      app: EMPTY_APP,
      problems: [valueProblem("wrong-type", specMap, [], input ?? null)],
      kinds: new Map(),
    };
  }
  const { resources: rawResources, functions: rawFunctions, ...others } = input;
  const rest = Object.fromEntries(Object.entries(others).filter(([key]) => !isAuthorsOwn(key)));
  const app = reader.part(appSchema, rest, []) ?? salvage(appSchema, { ...rest, name: "unnamed" }, []);
  const resources = reader.map(resourceMap, rawResources, ["resources"], (part, at) =>
    reader.kinded<Resource>(resourceKinds, part, at),
  );
  const functions = reader.map(functionMap, rawFunctions, ["functions"], (part, at) => readFunction(reader, part, at));
  return {
    input,
    app: { ...EMPTY_APP, ...app, resources, functions },
    problems: reader.problems,
    kinds: new Map([...kindsOfFunctions(rawFunctions), ...kindsOfResources(rawResources, resources)]),
  };
}

/** Placeholder for the fields of a spec that could not be read. */
const EMPTY_APP: AppSpec = { name: "", defaults: {}, tags: {}, resources: {}, functions: {}, environments: {} };

function readFunction(reader: Reader, part: unknown, at: Path): FunctionSpec | undefined {
  if (!isPlainObject(part)) return reader.part(functionSchema, part, at);
  const { triggers, ...rest } = part;
  const fn = reader.part(functionSchema, rest, at);
  const read = reader.map(triggerMap, triggers, [...at, "triggers"], (trigger, path) =>
    reader.kinded<Trigger>(triggerKinds, trigger, path),
  );
  return fn && { ...fn, triggers: read };
}

const keysOf = (input: unknown): string[] => (isPlainObject(input) ? Object.keys(input) : []);

const kindsOfFunctions = (input: unknown) => keysOf(input).map((name) => [name, "function"] as const);

const kindsOfResources = (input: unknown, read: AppSpec["resources"]) =>
  keysOf(input).map((name) => [name, read[name]?.kind ?? kindInSpec(input, name)] as const);

/** The kind in the spec of a resource that could not be read. */
function kindInSpec(input: unknown, name: string): NamedKind {
  const part = isPlainObject(input) ? input[name] : undefined;
  const kind = isPlainObject(part) ? part.kind : undefined;
  return (Object.keys(resourceKinds) as ResourceKind[]).find((known) => known === kind) ?? "unread";
}

/** Parses the parts of a spec and collects their problems. */
class Reader {
  readonly problems: Problem[] = [];

  /** An object, or an empty one and a problem. */
  object(schema: z.ZodType, input: unknown, at: Path): Record<string, unknown> {
    if (isPlainObject(input)) return input;
    this.problems.push(valueProblem("wrong-type", schema, at, input ?? null));
    return {};
  }

  /** Parses with a schema. Leaves out invalid values, as far up as needed for the rest to be valid. */
  part<S extends z.ZodType>(schema: S, input: unknown, at: Path): z.output<S> | undefined {
    const first = schema.safeParse(input, { reportInput: true });
    if (first.success) return first.data;
    this.problems.push(...problemsOf(first.error.issues, schema, at));
    return salvage(schema, input, first.error.issues);
  }

  /** Parses a map of named parts. */
  map<T>(
    schema: z.ZodType,
    input: unknown,
    at: Path,
    read: (part: unknown, at: Path) => T | undefined,
  ): Record<string, T> {
    if (input === undefined) return {};
    const parts: [string, T][] = [];
    for (const [name, value] of Object.entries(this.object(schema, input, at))) {
      this.part(names, { [name]: value }, at);
      const part = read(value, [...at, name]);
      if (part !== undefined) parts.push([name, part]);
    }
    return Object.fromEntries(parts);
  }

  /** Parses a part with the schema of its `kind`. */
  kinded<T>(
    kinds: Readonly<Record<string, { readonly schema: z.ZodType<T> }>>,
    input: unknown,
    at: Path,
  ): T | undefined {
    const claimed = isPlainObject(input) ? input.kind : undefined;
    const known = this.part(z.looseObject({ kind: z.enum(Object.keys(kinds)) }), input, at)?.kind;
    // A misspelled kind is almost always the nearest one, so the other fields are checked for that kind.
    const kind = known ?? (typeof claimed === "string" ? choiceMeant(claimed, Object.keys(kinds)) : undefined);
    const definition = kind === undefined ? undefined : kinds[kind];
    return definition && this.part(definition.schema, { ...(input as object), kind }, at);
  }
}

const names = z.record(nameSchema, z.unknown());

/**
 * The valid fields of a part with issues. Refinements between its fields are skipped: leaving fields out may break
 * them.
 */
function salvage<S extends z.ZodType>(
  schema: S,
  input: unknown,
  first: readonly z.core.$ZodIssue[],
): z.output<S> | undefined {
  const lenient = schema instanceof z.ZodObject ? (schema.clone({ ...schema.def, checks: [] }) as z.ZodType) : schema;
  let rest = input;
  let issues = first.filter((issue) => issue.code !== "custom" || issue.params?.code !== "conflict");
  while (true) {
    rest = issues.flatMap(faultyPaths).reduceRight(without, rest);
    const next = lenient.safeParse(rest);
    if (next.success) return next.data as z.output<S>;
    if (next.error.issues.some((issue) => faultyPaths(issue).some((path) => path.length === 0))) return undefined;
    issues = next.error.issues;
  }
}

/** Paths to leave out so that an issue disappears. */
function faultyPaths(issue: z.core.$ZodIssue): PropertyKey[][] {
  return issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
}

/**
 * A copy without the value at `path`. When it is absent (a missing required field), without the object that should hold
 * it.
 */
function without(value: unknown, path: readonly PropertyKey[]): unknown {
  const [key, ...rest] = path;
  if (key === undefined || typeof value !== "object" || value === null) return undefined;
  if (!(key in value)) return undefined;
  const child = without((value as Record<PropertyKey, unknown>)[key], rest);
  if (Array.isArray(value))
    return child === undefined ? value.toSpliced(Number(key), 1) : value.with(Number(key), child);
  const { [key]: _gone, ...others } = value as Record<PropertyKey, unknown>;
  return child === undefined ? others : { ...others, [key]: child };
}
