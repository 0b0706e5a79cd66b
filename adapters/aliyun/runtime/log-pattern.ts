/**
 * Patterns of log triggers, for clouds whose log service has none: words that a line must have, each alone or in double
 * quotes; with a minus before it, words that it must not have; of those with a question mark before it, one. Capitals
 * count. It is the part of CloudWatch's language that is about words.
 */
interface Terms {
  readonly all: readonly string[];
  readonly none: readonly string[];
  readonly any: readonly string[];
}

const parsed = new Map<string, Terms>();

function termsOf(pattern: string): Terms {
  const known = parsed.get(pattern);
  if (known) return known;
  const terms = { all: [] as string[], none: [] as string[], any: [] as string[] };
  for (const [, sign, quoted, word] of pattern.matchAll(/([-?]?)(?:"((?:[^"\\]|\\.)*)"|(\S+))/g)) {
    const text = quoted === undefined ? (word ?? "") : quoted.replace(/\\(.)/g, "$1");
    if (text !== "") terms[sign === "-" ? "none" : sign === "?" ? "any" : "all"].push(text);
  }
  parsed.set(pattern, terms);
  return terms;
}

/**
 * True if a pattern is of that part: no fields of JSON lines (`{ $.level = "error" }`) or of columns (`[ip, user]`), no
 * regular expression (`%a+%`), no quotes left open.
 */
export const isWordPattern = (pattern: string): boolean =>
  /^\s*([-?]?("([^"\\]|\\.)+"|[^\s"{[%?-][^\s"]*)(\s+|$))*$/.test(pattern);

/** True if a line matches; an empty pattern matches every line. */
export function matchesLine(pattern: string, line: string): boolean {
  const { all, none, any } = termsOf(pattern);
  const has = (word: string) => line.includes(word);
  return all.every(has) && !none.some(has) && (any.length === 0 || any.some(has));
}
