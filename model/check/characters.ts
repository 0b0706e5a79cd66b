import type { Problem } from "../errors.ts";
import { isPlainObject } from "../merge-patch.ts";
import { listed, quotedCharacters } from "../schema/schema-messages.ts";
import { isDeferred } from "../value.ts";
import type { Check } from "./parts.ts";

/** Parts of a spec that are sent as JSON, in which every character has a form, or to the native provider as they are. */
const AS_JSON = new Set(["filter", "input", "jwks", "override", "pattern"]);
/** Fields whose text may have several lines. */
const SEVERAL_LINES = new Set(["description", "environment", "reason", "silence", "value"]);

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const CONTROLS = /[\u0000-\u001f\u007f-\u009f]/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: tabs and ends of lines are left out
const CONTROLS_IN_LINES = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/gu;
/** Half of a character: UTF-8, in which everything is sent, has no form for it. */
const SURROGATES = /\p{Surrogate}/gu;

/**
 * Characters that no cloud takes in texts: control characters (XML, headers and environments have no form for them) and
 * halves of characters. Keys and values alike, wherever they stand.
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
    // A log's pattern is text, unlike that of a bus.
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
      message: `The text contains ${characters}, which clouds do not take here.`,
      remedy: `Remove ${characters}.`,
    },
  ];
}
