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

/** What a name in a spec is the name of; `unread` when the spec gives it a kind that does not exist. */
export type NamedKind = ResourceKind | "function" | "unread";

/**
 * As much of a spec as could be read. Each resource, function and trigger is read on its own, and a field that is
 * wrong is left out rather than its whole part, so that the cross-checks still see the rest.
 */
export interface PartialParse {
  /** The spec as given, after patches. */
  readonly input: Readonly<Record<string, unknown>>;
  /** Complete exactly when `problems` is empty. */
  readonly app: AppSpec;
  readonly problems: readonly Problem[];
  /** Every name that the spec gives to a resource or function, whether that part could be read or not. */
  readonly kinds: ReadonlyMap<string, NamedKind>;
}

const functionMap = withMessage(z.object({}), "an object of functions by name");
const resourceMap = withMessage(z.object({}), "an object of resources by name");
const triggerMap = withMessage(z.object({}), "an object of triggers by name");
const specMap = withMessage(z.object({}), "an object with name, and usually resources and functions");

/** Keys at the top of a spec that begin with `x-` are the author's own, for example to hold YAML anchors. */
export const AUTHORS_OWN = /^x-/;

const isAuthorsOwn = (key: string): boolean => AUTHORS_OWN.test(key);

/** Reads what can be read of a spec. Never throws. */
export function parsePartially(input: unknown): PartialParse {
  const reader = new Reader();
  if (!isPlainObject(input)) {
    return {
      input: {},
      app: NOTHING,
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
    app: { ...NOTHING, ...app, resources, functions },
    problems: reader.problems,
    kinds: new Map([...kindsOfFunctions(rawFunctions), ...kindsOfResources(rawResources, resources)]),
  };
}

/** Stands in for the fields of a spec that could not be read; never leaves a spec with problems. */
const NOTHING: AppSpec = { name: "", defaults: {}, tags: {}, resources: {}, functions: {}, environments: {} };

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
  keysOf(input).map((name) => [name, read[name]?.kind ?? writtenKind(input, name)] as const);

/** The kind that a resource claims, when the rest of it could not be read. */
function writtenKind(input: unknown, name: string): NamedKind {
  const part = isPlainObject(input) ? input[name] : undefined;
  const kind = isPlainObject(part) ? part.kind : undefined;
  return (Object.keys(resourceKinds) as ResourceKind[]).find((known) => known === kind) ?? "unread";
}

/** Collects what is wrong while the parts of a spec are read. */
class Reader {
  readonly problems: Problem[] = [];

  /** An object, or an empty one and a problem. */
  object(schema: z.ZodType, input: unknown, at: Path): Record<string, unknown> {
    if (isPlainObject(input)) return input;
    this.problems.push(valueProblem("wrong-type", schema, at, input ?? null));
    return {};
  }

  /** Reads with a schema; leaves out what is wrong, as far up as is needed for the rest to be valid. */
  part<S extends z.ZodType>(schema: S, input: unknown, at: Path): z.output<S> | undefined {
    const first = schema.safeParse(input, { reportInput: true });
    if (first.success) return first.data;
    this.problems.push(...problemsOf(first.error.issues, schema, at));
    return salvage(schema, input, first.error.issues);
  }

  /** Reads a map of named parts. */
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

  /** Reads a part whose `kind` says which schema it has. */
  kinded<T>(
    kinds: Readonly<Record<string, { readonly schema: z.ZodType<T> }>>,
    input: unknown,
    at: Path,
  ): T | undefined {
    const written = isPlainObject(input) ? input.kind : undefined;
    const known = this.part(z.looseObject({ kind: z.enum(Object.keys(kinds)) }), input, at)?.kind;
    // A misspelt kind is almost always the nearest one: report what else is wrong by that reading.
    const kind = known ?? (typeof written === "string" ? choiceMeant(written, Object.keys(kinds)) : undefined);
    const definition = kind === undefined ? undefined : kinds[kind];
    return definition && this.part(definition.schema, { ...(input as object), kind }, at);
  }
}

const names = z.record(nameSchema, z.unknown());

/** What is valid of a part that has issues. Rules between its fields are not asked again: leaving fields out may break them. */
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

/** What has to go for an issue to go. */
function faultyPaths(issue: z.core.$ZodIssue): PropertyKey[][] {
  return issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
}

/** A copy without the value at `path`; where nothing is there (a required field is missing), without what should hold it. */
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
