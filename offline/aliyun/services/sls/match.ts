import { ApiError } from "../../core/error.ts";
import type { IndexKey, IndexLine, IndexSettings, Pair } from "./model.ts";
import type { Query, Test } from "./query.ts";

/** True if a log, as its fields, is what a query asks for. */
export type Matcher = (fields: ReadonlyMap<string, string>) => boolean;

interface Tokens {
  readonly token: readonly string[];
  readonly caseSensitive?: boolean;
}

/** Fields that can be searched in every logstore with an index. */
const BUILT_IN: IndexKey = { type: "text", token: [] };
const isBuiltIn = (field: string): boolean => /^__(topic|source|tag)__/.test(field);

/**
 * Makes the test of a query, by the logstore's index: its fields, and how their values are parted into words.
 * @throws ApiError ParameterInvalid for a field that has no index
 */
export function compile(query: Query, index: IndexSettings): Matcher {
  switch (query.kind) {
    case "all":
      return () => true;
    case "and": {
      const parts = query.parts.map((part) => compile(part, index));
      return (fields) => parts.every((matches) => matches(fields));
    }
    case "or": {
      const parts = query.parts.map((part) => compile(part, index));
      return (fields) => parts.some((matches) => matches(fields));
    }
    case "not": {
      const matches = compile(query.part, index);
      return (fields) => !matches(fields);
    }
    case "exists":
      keyOf(query.field, index);
      return (fields) => fieldValue(fields, query.field) !== undefined;
    case "compare":
      return compileCompare(query.field, query.tests, index);
    case "text":
      return query.field === undefined ? compileText(query, index) : compileField(query.field, query, index);
  }
}

function compileCompare(field: string, tests: readonly Test[], index: IndexSettings): Matcher {
  const { type } = keyOf(field, index);
  if (type === "text") throw notIndexed(`key (${field}) is of type text: ranges want long or double`);
  return (fields) => {
    const value = Number(fieldValue(fields, field) ?? Number.NaN);
    return tests.every((test) => holds(value, test));
  };
}

function holds(found: number, { operator, value }: Test): boolean {
  switch (operator) {
    case ">":
      return found > value;
    case ">=":
      return found >= value;
    case "<":
      return found < value;
    case "<=":
      return found <= value;
    case "=":
      return found === value;
  }
}

type Words = { readonly text: string; readonly phrase: boolean };

function compileField(field: string, words: Words, index: IndexSettings): Matcher {
  const key = keyOf(field, index);
  if (key.type === "long" || key.type === "double") {
    return compileCompare(field, [{ operator: "=", value: Number(words.text) }], index);
  }
  const how = { token: key.token ?? [], caseSensitive: key.caseSensitive ?? false };
  if (field === "__topic__") {
    const holdsTopic = compileWords({ ...words, text: topicForm(words.text) }, how);
    return (fields) => holdsTopic(topicForm(fields.get(field) ?? ""));
  }
  const holdsWords = compileWords(words, how);
  return (fields) => {
    const value = fieldValue(fields, field);
    return value !== undefined && holdsWords(value);
  };
}

/** The vendor's pages write the topic of functions' logs with a slash before the name, its deployer without: one topic. */
const topicForm = (topic: string): string => topic.replace(/^FCLogs:\//, "FCLogs:");

export const sameTopic = (one: string, other: string): boolean => topicForm(one) === topicForm(other);

/** Anywhere: in every field of a full-text index, else in each field that has one of its own as text. */
function compileText(words: Words, { line, keys = {} }: IndexSettings): Matcher {
  if (line) {
    const holdsWords = compileWords(words, line);
    return (fields) => [...fields].some(([name, value]) => isInLine(name, line) && holdsWords(value));
  }
  const matchers = Object.entries(keys)
    .filter(([, { type }]) => type === "text" || type === "json")
    .map(([field]) => compileField(field, words, { keys }));
  return (fields) => matchers.some((matches) => matches(fields));
}

const isInLine = (name: string, { include_keys: only, exclude_keys: but }: IndexLine): boolean =>
  name !== "__time__" && (only === undefined || only.length === 0 || only.includes(name)) && !but?.includes(name);

function compileWords({ text, phrase }: Words, how: Tokens): (value: string) => boolean {
  const wanted = split(text, how, true).map((word) => pattern(word));
  if (wanted.length === 0) return () => false;
  return (value) => {
    const found = split(value, how, false);
    if (!phrase) return wanted.every((word) => found.some((one) => word.test(one)));
    return found.some((_, at) => wanted.every((word, i) => word.test(found[at + i] ?? "")));
  };
}

/** Parts a text into words. Of a query, `*` and `?` stay: they stand for letters. */
function split(text: string, { token, caseSensitive = false }: Tokens, isQuery: boolean): string[] {
  const cased = caseSensitive ? text : text.toLowerCase();
  const separators = new Set(token.filter((letter) => !isQuery || (letter !== "*" && letter !== "?")));
  const words: string[] = [""];
  for (const letter of cased) {
    if (separators.has(letter)) words.push("");
    else words[words.length - 1] += letter;
  }
  return words.filter((word) => word !== "");
}

function pattern(word: string): RegExp {
  const escaped = word.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replace(/\*/g, ".*").replace(/\?/g, ".")}$`, "su");
}

function keyOf(field: string, { keys = {} }: IndexSettings): IndexKey {
  if (isBuiltIn(field)) return BUILT_IN;
  const [first = ""] = field.split(".");
  const own = Object.hasOwn(keys, field) ? keys[field] : undefined;
  const outer = Object.hasOwn(keys, first) ? keys[first] : undefined;
  const key = own ?? (outer?.type === "json" ? jsonKey(field.slice(first.length + 1), outer) : undefined);
  if (key) return key;
  throw notIndexed(
    `key (${field}) is not config as key value config,if symbol : is in your log,please wrap : with quotation mark "`,
  );
}

function jsonKey(path: string, outer: IndexKey & { json_keys?: Record<string, IndexKey> }): IndexKey | undefined {
  const own = outer.json_keys?.[path];
  return own && { token: outer.token ?? [], caseSensitive: outer.caseSensitive ?? false, ...own };
}

const notIndexed = (message: string): ApiError => new ApiError(400, "ParameterInvalid", message);

/** A field's value; of `a.b` what the JSON in `a` holds under b. */
function fieldValue(fields: ReadonlyMap<string, string>, field: string): string | undefined {
  const own = fields.get(field);
  const [first = "", ...path] = field.split(".");
  const outer = fields.get(first);
  if (own !== undefined || path.length === 0 || outer === undefined) return own;
  try {
    let value: unknown = JSON.parse(outer);
    for (const name of path) value = (value as Record<string, unknown> | null)?.[name];
    return value === undefined ? undefined : typeof value === "string" ? value : JSON.stringify(value);
  } catch {
    return undefined;
  }
}

/** Later fields of the same name win, as when the log is shown. */
export const toMap = (pairs: readonly Pair[]): Map<string, string> => new Map(pairs);
