import { z } from "zod";

/** What a field allows, in words, where the schema alone would read badly. */
interface SchemaMessage {
  /** Completes "must be ...": "a duration from 1s to 1d". */
  readonly allowed: string;
  /** A value to copy, as it would be written: `"30s"`. */
  readonly example?: string;
  /** The characters that may stand in a string of this kind, as in the brackets of a regular expression. */
  readonly characters?: string;
  /** What to do about a string that is not allowed, where it can be told; a whole sentence. */
  readonly remedy?: (text: string) => string | undefined;
}

const messages = z.registry<SchemaMessage>();

/** Says in plain words what `schema` allows; copies of the schema (`optional()`, `describe()`) keep the words. */
export function withMessage<S extends z.ZodType>(schema: S, allowed: string, example?: string): S {
  messages.add(schema, example === undefined ? { allowed } : { allowed, example });
  return schema;
}

/** A string that matches a pattern. With `characters`, a report names the characters that are wrong. */
export function pattern(regex: RegExp, allowed: string, example: string, characters?: string) {
  const schema = z.string().regex(regex);
  messages.add(schema, { allowed, example, ...(characters !== undefined && { characters }) });
  return schema;
}

/** Adds to a schema with a message what to do about certain wrong strings. */
export function withRemedy<S extends z.ZodType>(schema: S, remedy: NonNullable<SchemaMessage["remedy"]>): S {
  messages.add(schema, { allowed: allowedBy(schema), ...messages.get(schema), remedy });
  return schema;
}

/** What to do about a wrong string, where its schema knows. */
export const remedyOf = (schema: z.core.$ZodType, text: string): string | undefined =>
  messageOf(schema)?.remedy?.(text);

/** `a`, `a and b`, `a, b and c`. */
export const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join() : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;

/** The characters of a string that its schema allows nowhere, each once, in quotes; none where it doesn't say. */
export function wrongCharacters(schema: z.core.$ZodType, text: string): string[] {
  const allowed = messageOf(schema)?.characters;
  return allowed === undefined ? [] : quotedCharacters([...text].filter((c) => !new RegExp(`[${allowed}]`).test(c)));
}

/** Characters as a report names them: `"."`, `" "`. Each once. */
export const quotedCharacters = (found: readonly string[]): string[] =>
  [...new Set(found)].map((c) => JSON.stringify(c));

/** The schema that does the work below `optional()`, `default()`, `transform()` and `lazy()`. */
export function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodLazy) {
    return unwrapped(schema.unwrap());
  }
  return schema instanceof z.ZodPipe ? unwrapped(schema.in) : schema;
}

/** Looks for words on the schema itself and then on each wrapper's inside. */
function messageOf(schema: z.core.$ZodType): SchemaMessage | undefined {
  const found = messages.get(schema);
  if (found !== undefined) return found;
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return messageOf(schema.unwrap());
  return schema instanceof z.ZodPipe ? messageOf(schema.in) : undefined;
}

/** Completes "must be ...". */
export function allowedBy(schema: z.core.$ZodType): string {
  const wording = messageOf(schema);
  if (wording !== undefined) return wording.allowed;
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodEnum) return oneOf(inner.options);
  if (inner instanceof z.ZodLiteral) return oneOf([...inner.values]);
  if (inner instanceof z.ZodBoolean) return "true or false";
  if (inner instanceof z.ZodNull) return "null";
  if (inner instanceof z.ZodNumber) return numberWords(inner);
  if (inner instanceof z.ZodString) {
    const [min, max] = [inner.minLength ?? 0, inner.maxLength];
    if (max !== null) return `a string of ${min > 0 ? `${min} to` : "at most"} ${max} characters`;
    return min > 0 ? "a string that is not empty" : "a string";
  }
  if (inner instanceof z.ZodArray) return `a list${sizeWords(inner)}, each entry ${allowedBy(inner.element)}`;
  if (inner instanceof z.ZodRecord && inner.valueType instanceof z.ZodUnknown) return "an object";
  if (inner instanceof z.ZodRecord) return `an object, each value ${allowedBy(inner.valueType)}`;
  if (inner instanceof z.ZodObject) return objectWords(inner);
  if (inner instanceof z.ZodUnion) return [...new Set(inner.options.map(allowedBy))].join(" or ");
  return "another kind of value";
}

/** A value to copy into the spec, as it would be written, if there is a telling one. An object's has what it needs. */
export function exampleOf(schema: z.core.$ZodType): string | undefined {
  const own = messageOf(schema)?.example;
  if (own !== undefined) return own;
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodArray) {
    const entry = exampleOf(inner.element);
    return entry === undefined ? undefined : `[${entry}]`;
  }
  const fields = inner instanceof z.ZodObject ? Object.entries(inner.shape) : [];
  const needed = fields.filter(([, field]) => !isOptional(field)).map(([key, field]) => [key, exampleOf(field)]);
  if (needed.length === 0 || needed.some(([, example]) => example === undefined)) return undefined;
  return `{ ${needed.map(([key, example]) => `${key}: ${example}`).join(", ")} }`;
}

/** `"a"`, `one of "a", "b"`. */
export function oneOf(values: readonly unknown[]): string {
  const list = values.map((value) => JSON.stringify(value)).join(", ");
  return values.length === 1 ? list : `one of ${list}`;
}

/** How long a list may be: " of 1 to 5", or nothing where all is allowed. */
function sizeWords(schema: z.ZodArray): string {
  const limits = (schema.def.checks ?? []).map(({ _zod }) => _zod.def as { minimum?: number; maximum?: number });
  const { minimum = 0, maximum } = Object.assign({}, ...limits) as (typeof limits)[number];
  if (maximum !== undefined) return minimum > 0 ? ` of ${minimum} to ${maximum}` : ` of at most ${maximum}`;
  return minimum > 0 ? ` of at least ${minimum}` : "";
}

function numberWords(schema: z.ZodNumber): string {
  const what = schema.isInt ? "a whole number" : "a number";
  const min = schema.minValue ?? Number.NEGATIVE_INFINITY;
  const max = schema.maxValue ?? Number.POSITIVE_INFINITY;
  const low = min > Number.MIN_SAFE_INTEGER;
  const high = max < Number.MAX_SAFE_INTEGER;
  if (low && high) return `${what} from ${min} to ${max}`;
  if (low) return `${what}, at least ${min}`;
  return high ? `${what}, at most ${max}` : what;
}

function objectWords(schema: z.ZodObject): string {
  const entries = Object.entries(schema.shape);
  const required = entries.filter(([, field]) => !isOptional(field)).map(([key]) => key);
  const optional = entries.filter(([, field]) => isOptional(field)).map(([key]) => key);
  const parts = [...required, ...(optional.length > 0 ? [`optionally ${optional.join(", ")}`] : [])];
  return parts.length === 0 ? "an empty object" : `an object with ${parts.join(", ")}`;
}

/** Whether the field may be left out: it is optional or has a default. */
export function isOptional(schema: z.core.$ZodType): boolean {
  return schema._zod.optin !== undefined;
}
