import leven from "leven";

/** The shortest candidate that begins with the string: `nodejs` for `node`. */
function beginning(wanted: string, candidates: Iterable<string>): string | undefined {
  const longer = wanted.length < 3 ? [] : [...candidates].filter((name) => name.toLowerCase().startsWith(wanted));
  return longer.sort((a, b) => a.length - b.length)[0];
}

/** From this length on, two letters may differ without being swapped. */
const LONG = 6;

/** The string without its case and its Unicode form. */
const comparable = (text: string): string => text.normalize("NFC").toLowerCase();

/** True when two words have the same letters in another order. */
const sameLetters = (one: string, other: string): boolean => [...one].sort().join("") === [...other].sort().join("");

/**
 * The candidate that `text` was most likely meant to be, or `undefined` when none is close: at most a third of the
 * letters differ (one in short words, or two that are swapped), and at least one is the same, ignoring case and
 * Unicode form. Equal distances prefer the earlier candidate. When nothing is close, returns the shortest that begins
 * with the text.
 */
export function nearest(text: string, candidates: Iterable<string>): string | undefined {
  const wanted = comparable(text);
  let best: string | undefined;
  let bestDistance = Math.max(text.length > 3 ? 2 : 1, Math.floor(text.length / 3)) + 1;
  for (const candidate of candidates) {
    const name = comparable(candidate);
    const distance = leven(wanted, name, { maxDistance: bestDistance });
    if (distance >= bestDistance || distance >= Math.max(wanted.length, name.length)) continue;
    if (distance > 1 && wanted.length < LONG && !sameLetters(wanted, name)) continue;
    best = candidate;
    bestDistance = distance;
  }
  return best ?? beginning(wanted, candidates);
}
