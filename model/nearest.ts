import leven from "leven";

/** The shortest candidate that the text is the beginning of: `nodejs` for `node`. */
function beginning(wanted: string, candidates: Iterable<string>): string | undefined {
  const longer = wanted.length < 3 ? [] : [...candidates].filter((name) => name.toLowerCase().startsWith(wanted));
  return longer.sort((a, b) => a.length - b.length)[0];
}

/**
 * The candidate that `text` was most likely meant to be, or `undefined` when none is close: at most a third of the
 * letters differ (two in short words, for letters changed about), ignoring case. Equal distances go to the earlier candidate; when
 * nothing is close, the shortest that begins with the text is meant.
 */
export function nearest(text: string, candidates: Iterable<string>): string | undefined {
  const wanted = text.toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.max(text.length > 3 ? 2 : 1, Math.floor(text.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = leven(wanted, candidate.toLowerCase(), { maxDistance: bestDistance });
    if (distance >= bestDistance) continue;
    best = candidate;
    bestDistance = distance;
  }
  return best ?? beginning(wanted, candidates);
}
