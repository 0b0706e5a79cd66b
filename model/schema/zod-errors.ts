import type { z } from "zod";
import type { Problem } from "../errors.ts";
import { nearest } from "../nearest.ts";
import { choiceMeant, fieldMeant, partsWith } from "../other-names.ts";
import {
  allowedBy,
  exampleOf,
  isOptional,
  listed,
  oneOf,
  remedyOf,
  unwrapped,
  wrongCharacters,
} from "./schema-messages.ts";
import { type Path, schemaAt } from "./schema-walk.ts";

type Issue = z.core.$ZodIssue;
type Schema = z.core.$ZodType;

/** Location of the schema that raised an issue. */
interface Location {
  /** Schema that the issue's path is relative to. */
  readonly root: Schema;
  /** Path of that schema in the spec. */
  readonly base: Path;
}

/** Converts the issues of the schema `root`, which checked the part of the spec at `base`, to problems. */
export function problemsOf(issues: readonly Issue[], root: Schema, base: Path): Problem[] {
  const meant = issues.flatMap((issue) => misspelledFields(issue, root));
  const wrongKeys = issues.flatMap(({ code, path }) => (code === "invalid_key" ? [path] : []));
  const misspelt = new Set(meant.map((path) => JSON.stringify(path)));
  const unclear = new Set(meant.map((path) => JSON.stringify(path.slice(0, -1))));
  return issues
    .filter(({ input, path }) => input !== undefined || !misspelt.has(JSON.stringify(path)))
    .filter(
      ({ path }) => !wrongKeys.some((key) => path.length > key.length && key.every((part, at) => path[at] === part)),
    )
    .filter((issue) => !isRefinement(issue) || !unclear.has(JSON.stringify(parentOf(issue))))
    .flatMap((issue) => translate(issue, { root, base }));
}

/** True for a refinement between fields. When one of the keys is misspelled, that is the cause. */
const isRefinement = (issue: Issue): boolean => issue.code === "custom" && issue.params?.code === "conflict";

/** The object whose fields a refinement is about. */
const parentOf = (issue: Issue): readonly PropertyKey[] =>
  issue.code === "custom" && issue.params?.field !== undefined ? issue.path.slice(0, -1) : issue.path;

/** Fields that unknown keys were most likely meant to be. A problem that such a field is missing has the same cause. */
function misspelledFields(issue: Issue, root: Schema): PropertyKey[][] {
  if (issue.code !== "unrecognized_keys") return [];
  const allowed = fieldNames(schemaAt(root, issue.path) ?? root);
  return issue.keys.flatMap((key) => {
    const meant = fieldMeant(key, allowed);
    return meant === undefined ? [] : [[...issue.path, meant]];
  });
}

/** The fields of an object. */
function fieldNames(schema: Schema): string[] {
  const { shape = {}, keyType } = unwrapped(schema) as Partial<z.ZodObject & z.ZodRecord>;
  return keyType === undefined ? Object.keys(shape) : choicesOf(keyType);
}

function translate(issue: Issue, place: Location): Problem[] {
  const schema = schemaAt(place.root, issue.path) ?? place.root;
  const path = [...place.base, ...issue.path.map((key) => (typeof key === "number" ? key : String(key)))];
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey(key, schema, path));
  if (issue.code === "invalid_key") return [badKey(String(issue.path.at(-1)), place.root, issue.path, path)];
  if (issue.code === "invalid_union") return alternatives(issue, schema, path);
  if (issue.code === "custom" && issue.params?.remedy !== undefined) {
    return [{ code: String(issue.params.code), path, message: issue.message, remedy: String(issue.params.remedy) }];
  }
  return [valueProblem(codeOf(issue), schema, path, issue.input)];
}

/** polyfn's stable code for an issue of zod. */
function codeOf(issue: Issue): string {
  if (issue.input === undefined) return "missing";
  if (issue.code === "custom") return String(issue.params?.code ?? "not-allowed");
  if (issue.code === "invalid_value") return "not-allowed";
  if (issue.code === "invalid_format") return "bad-format";
  return issue.code === "too_small" || issue.code === "too_big" ? "out-of-range" : "wrong-type";
}

/**
 * None of several alternatives matches. When the value has the form of one of them and only something inside it is
 * invalid, that is reported; otherwise the value itself, against all alternatives.
 */
function alternatives(issue: z.core.$ZodIssueInvalidUnion, schema: Schema, path: Path): Problem[] {
  const union = unwrapped(schema);
  const inside = issue.errors.findIndex((errors) => errors.length > 0 && errors.every(isInside));
  const option = optionsOf(union)[inside];
  const errors = issue.errors[inside];
  if (option !== undefined && errors !== undefined) return problemsOf(errors, option, path);
  const sizeOnly = issue.errors.some((errors) => errors.every((e) => e.code === "too_small" || e.code === "too_big"));
  return [valueProblem(sizeOnly ? "out-of-range" : "wrong-type", schema, path, issue.input)];
}

/** True when an alternative's issue is inside its outer form. */
function isInside(issue: Issue): boolean {
  return issue.path.length > 0 && issue.input !== undefined;
}

function optionsOf(schema: Schema): readonly Schema[] {
  return schema._zod.def.type === "union" ? (schema as z.ZodUnion<readonly z.ZodType[]>).options : [];
}

/** A key that the object does not have. */
export function unknownKey(key: string, schema: Schema, path: Path): Problem {
  const allowed = fieldNames(schema);
  const meant = fieldMeant(key, allowed);
  return {
    code: "unknown-key",
    path: [...path, key],
    message:
      allowed.length === 0
        ? `There is no field "${key}" here.`
        : `There is no field "${key}" here. The fields are ${allowed.join(", ")}.`,
    remedy: meant === undefined ? removal(partsWith(key)) : `Did you mean "${meant}"?`,
  };
}

const removal = (elsewhere: readonly string[]): string =>
  elsewhere.length === 0 ? "Remove it." : `Remove it, or move it to where it is a field: ${elsewhere.join(" or ")}.`;

/** A key of a map that is not an allowed name. */
function badKey(key: string, root: Schema, keyPath: readonly PropertyKey[], path: Path): Problem {
  const map = unwrapped(schemaAt(root, keyPath.slice(0, -1)) ?? root) as Partial<z.ZodRecord>;
  const allowed = map.keyType === undefined ? "another name" : allowedBy(map.keyType);
  const choices = map.keyType === undefined ? [] : choicesOf(map.keyType);
  const meant = nearest(key, choices);
  const wrong = map.keyType === undefined ? [] : wrongCharacters(map.keyType, key);
  const rename = wrong.length === 0 ? "Rename it here" : `Rename it without ${listed(wrong)}, here`;
  return {
    code: "bad-name",
    path,
    message: `"${key}" is not allowed here${contained(wrong)}. It must be ${allowed}.`,
    remedy:
      (map.keyType && remedyOf(map.keyType, key)) ??
      (meant === undefined
        ? IDENTIFIER.test(key)
          ? ADOPT
          : `${rename} and wherever it is mentioned.`
        : `Did you mean "${meant}"?`),
  };
}

/** A value that its field does not allow. */
export function valueProblem(code: string, schema: Schema, path: Path, value: unknown): Problem {
  const allowed = allowedBy(schema);
  if (value === undefined) return missing(schema, path, allowed);
  const secret = mayBeSecret(path);
  const found = capital(secret ? sortOf(value) : formatValue(value));
  const characters = typeof value === "string" && !secret ? wrongCharacters(schema, value) : [];
  const size = Array.isArray(value) ? ` of ${value.length}` : "";
  const wrong =
    code === "out-of-range"
      ? `${found}${size} is out of range`
      : `${found} is not allowed here${contained(characters)}`;
  return {
    code,
    path,
    message: `${wrong}. It must be ${allowed}.`,
    remedy:
      (typeof value === "string" ? textRemedy(schema, value, characters) : undefined) ??
      remedyFor(code, schema, path, value),
  };
}

/** The remedy for an invalid string, beyond the allowed values. */
function textRemedy(schema: Schema, text: string, characters: readonly string[]): string | undefined {
  const known = remedyOf(schema, text);
  if (known !== undefined || characters.length === 0) return known;
  return IDENTIFIER.test(text) ? ADOPT : `Remove or replace ${listed(characters)}.`;
}

/** A cloud's full identifier in place of the name of a part of the spec. */
const IDENTIFIER = /^(arn|acs):/;
const ADOPT = "Declare it in resources, with its kind and existing, and use its name there.";

const contained = (characters: readonly string[]): string =>
  characters.length === 0 ? "" : `: it contains ${listed(characters)}`;

function missing(schema: Schema, path: Path, allowed: string): Problem {
  return {
    code: "missing",
    path,
    message: `The required field "${String(path.at(-1) ?? "")}" is missing. It must be ${allowed}.`,
    remedy: `Add it${withExample(schema)}.`,
  };
}

function remedyFor(code: string, schema: Schema, path: Path, value: unknown): string {
  const inner = unwrapped(schema);
  const choices = choicesOf(inner);
  const meant = typeof value === "string" && !mayBeSecret(path) ? choiceMeant(value, choices) : undefined;
  if (meant !== undefined) return `Did you mean "${meant}"?`;
  if (choices.length > 0) return `Write ${oneOf(choices)}.`;
  if (code === "out-of-range") return sizeRemedy(inner, value);
  const type = inner._zod.def.type;
  if (type === "number" && typeof value === "string" && value !== "" && Number.isFinite(Number(value))) {
    return "Write the number without quotes.";
  }
  if (type === "boolean" && (value === "true" || value === "false")) return `Write ${value} without quotes.`;
  if (type === "template_literal" && typeof value === "number") return `Add a unit and quotes: "${value}s".`;
  if (acceptsList(inner) && typeof value !== "object") return "Put it into a list: [ ... ].";
  if (value === null && isOptional(schema)) return "Remove the field, or give it a value.";
  if (acceptsText(inner) && (typeof value === "number" || typeof value === "boolean")) return "Put it in quotes.";
  return `Replace it with ${allowedBy(schema)}${withExample(schema)}.`;
}

/** The remedy for a value that is too large or too small. */
function sizeRemedy(schema: Schema, value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? "Add an entry." : "Remove entries.";
  if (schema._zod.def.type === "string" && typeof value === "string") {
    return value === "" ? "Write at least one character." : `Shorten it: it has ${value.length} characters.`;
  }
  return "Choose a value within the range.";
}

/** The strings that an enumeration allows, also in alternatives. */
function choicesOf(schema: Schema): string[] {
  const { def } = schema._zod as unknown as {
    def: { type: string; entries?: Record<string, string>; values?: unknown[] };
  };
  const values =
    def.type === "enum" ? Object.values(def.entries ?? {}) : def.type === "literal" ? (def.values ?? []) : [];
  return values.filter((value) => typeof value === "string");
}

function acceptsText(schema: Schema): boolean {
  return schema._zod.def.type === "string" || optionsOf(schema).some(acceptsText);
}

const acceptsList = (schema: Schema): boolean =>
  unwrapped(schema)._zod.def.type === "array" || optionsOf(unwrapped(schema)).some(acceptsList);

const withExample = (schema: Schema): string => {
  const example = exampleOf(schema);
  return example === undefined ? "" : `, for example ${example}`;
};

/** Keys whose values may be secrets, rightly or by mistake. Such values never appear in a message. */
const SECRET_KEYS = /^(value|secret|environment|jwks|override)$|password|token|credential|(api|private)[-_]?key/i;

export function mayBeSecret(path: Path): boolean {
  const last = path.at(-1);
  if (last === "ref" || last === "config") return false;
  return path.some((key) => typeof key === "string" && SECRET_KEYS.test(key));
}

/** Formats a value for a message. */
function formatValue(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value);
  if (typeof value === "number") return `the number ${value}`;
  return typeof value === "boolean" || value === null ? String(value) : sortOf(value);
}

function sortOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "string") return "a string";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
