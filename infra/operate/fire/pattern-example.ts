import type { ContentMatch, ContentPattern } from "../../../model/shared-fields.ts";
import { readText } from "../../../runtime/core/body.ts";
import { matches } from "../../../runtime/shim/pattern.ts";
import { textOf, unmatched } from "./firing.ts";

/** Content that a pattern matches, as far as one is found; the caller compares. */
export function exampleOf(pattern: ContentPattern = {}): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(pattern).flatMap(([key, expected]) => {
      if (!Array.isArray(expected)) return [[key, exampleOf(expected as ContentPattern)]];
      const values = (expected as readonly ContentMatch[]).flatMap(examples);
      const value = values.find((one) => matches({ [key]: expected }, { [key]: one }));
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

const SAMPLE = "polyfn";

/** Values of which one probably matches. */
function examples(match: ContentMatch): readonly unknown[] {
  if (typeof match !== "object" || match === null) return [match];
  if ("exists" in match) return match.exists ? [SAMPLE] : [];
  if ("anything-but" in match) return [SAMPLE, `another ${SAMPLE}`, 0];
  if ("prefix" in match) return [match.prefix];
  if ("suffix" in match) return [match.suffix];
  if ("equals-ignore-case" in match) return [match["equals-ignore-case"]];
  const bounds = match.numeric.filter((one) => typeof one === "number");
  const [first = 0, last = first] = bounds;
  return [...bounds, (first + last) / 2, ...bounds.map((one) => one + 1), ...bounds.map((one) => one - 1)];
}

/**
 * The JSON body of a message: the given one, or one that the pattern matches.
 * @throws UserError for a body that the pattern does not match.
 */
export function matchingBody(body: string | Uint8Array | undefined, pattern: ContentPattern | undefined): string {
  const text = body === undefined ? JSON.stringify(exampleOf(pattern)) : textOf(body);
  if (pattern === undefined || matches(pattern, readText(text).data)) return text;
  throw unmatched(
    `The body ${text} does not match the trigger's filter ${JSON.stringify(pattern)}`,
    "Give a body that matches: --body or --file.",
  );
}
