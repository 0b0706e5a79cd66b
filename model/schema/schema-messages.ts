import { z } from "zod";

/** Words for the values that a field allows, where those derived from the schema would read badly. */
interface SchemaMessage {
  /** Completes "must be ...": "a duration from 1s to 1d". */
  readonly allowed: string;
  /** A value to copy, as it would be written: `"30s"`. */
  readonly example?: string;
  /** Allowed characters of a string, as in the brackets of a regular expression. */
  readonly characters?: string;
  /** The remedy for an invalid string, if known; a whole sentence. */
  readonly remedy?: (text: string) => string | undefined;
}

const messages = z.registry<SchemaMessage>();

/**
 * Describes in words the values that `schema` allows. Copies of the schema (`optional()`, `describe()`) keep the words.
 */
export function withMessage<S extends z.ZodType>(schema: S, allowed: string, example?: string): S {
  messages.add(schema, example === undefined ? { allowed } : { allowed, example });
  return schema;
}

/** A string that matches a pattern. With `characters`, a problem names the wrong characters. */
export function pattern(regex: RegExp, allowed: string, example: string, characters?: string) {
  const schema = z.string().regex(regex);
  messages.add(schema, { allowed, example, ...(characters !== undefined && { characters }) });
  return schema;
}

/** Adds corrections for certain invalid strings to a schema with a message. */
export function withRemedy<S extends z.ZodType>(schema: S, remedy: NonNullable<SchemaMessage["remedy"]>): S {
  messages.add(schema, { allowed: allowedBy(schema), ...messages.get(schema), remedy });
  return schema;
}

/** The remedy for an invalid string, if its schema has one. */
export const remedyOf = (schema: z.core.$ZodType, text: string): string | undefined =>
  messageOf(schema)?.remedy?.(text);

/** Formats `a`, `a and b`, `a, b and c`. */
export const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join() : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;

/** The characters of a string that its schema never allows, each once, in quotes; empty when the schema lists none. */
export function wrongCharacters(schema: z.core.$ZodType, text: string): string[] {
  const allowed = messageOf(schema)?.characters;
  return allowed === undefined ? [] : quotedCharacters([...text].filter((c) => !new RegExp(`[${allowed}]`).test(c)));
}

/** Characters for a message: `"."`, `" "`. Each once. */
export const quotedCharacters = (found: readonly string[]): string[] =>
  [...new Set(found)].map((c) => JSON.stringify(c));

/** The schema inside `optional()`, `default()`, `transform()` and `lazy()`. */
export function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodLazy) {
    return unwrapped(schema.unwrap());
  }
  return schema instanceof z.ZodPipe ? unwrapped(schema.in) : schema;
}

/** Finds the words on the schema itself or inside its wrappers. */
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

/**
 * A value to copy into the spec, as it would be written, if there is a helpful one. An object has its required fields.
 */
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

/** Formats `"a"`, `one of "a", "b"`. */
export function oneOf(values: readonly unknown[]): string {
  const list = values.map((value) => JSON.stringify(value)).join(", ");
  return values.length === 1 ? list : `one of ${list}`;
}

/** The allowed length of a list: " of 1 to 5", or empty when any is allowed. */
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

/** True when the field can be left out: it is optional or has a default. */
export function isOptional(schema: z.core.$ZodType): boolean {
  return schema._zod.optin !== undefined;
}
