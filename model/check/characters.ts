import type { Problem } from "../errors.ts";
import { isPlainObject } from "../merge-patch.ts";
import { listed, quotedCharacters } from "../schema/schema-messages.ts";
import { isDeferred } from "../value.ts";
import type { Check } from "./parts.ts";

/** Parts of a spec that are sent as JSON, which can encode every character, or unchanged to the native provider. */
const AS_JSON = new Set(["filter", "input", "jwks", "override", "pattern"]);
/** Fields whose value may have several lines. */
const SEVERAL_LINES = new Set(["description", "environment", "reason", "silence", "value"]);

// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern finds control characters
const CONTROLS = /[\u0000-\u001f\u007f-\u009f]/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters except tabs and line ends
const CONTROLS_IN_LINES = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/gu;
/** Half of a surrogate pair, which UTF-8 cannot encode. */
const SURROGATES = /\p{Surrogate}/gu;

/**
 * Refuses characters that no cloud accepts, in keys and values: control characters (XML, headers and environments
 * cannot contain them) and unpaired surrogates.
 */
export const checkCharacters: Check = (partial) => {
  const { functions, resources, tags, defaults } = partial.app;
  return charactersIn({ defaults, functions, resources, tags }, [], false);
};

function charactersIn(value: unknown, path: readonly (string | number)[], lines: boolean): Problem[] {
  if (typeof value === "string") return wrongCharacters(value, path, lines);
  if (isDeferred(value)) return [];
  if (Array.isArray(value)) return value.flatMap((one, index) => charactersIn(one, [...path, index], lines));
  if (!isPlainObject(value)) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    const here = [...path, key];
    // The pattern of a log trigger is a string, unlike that of a bus.
    if (AS_JSON.has(key) && !(key === "pattern" && typeof child === "string")) return [];
    return [...wrongCharacters(key, here, false), ...charactersIn(child, here, lines || SEVERAL_LINES.has(key))];
  });
}

function wrongCharacters(text: string, path: readonly (string | number)[], lines: boolean): Problem[] {
  const found = [...(text.match(lines ? CONTROLS_IN_LINES : CONTROLS) ?? []), ...(text.match(SURROGATES) ?? [])];
  if (found.length === 0) return [];
  const characters = listed(quotedCharacters(found));
  return [
    {
      code: "bad-character",
      path,
      message: `The string contains ${characters}, which clouds do not accept here.`,
      remedy: `Remove ${characters}.`,
    },
  ];
}
