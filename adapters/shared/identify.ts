/**
 * Identifiers of entries in a log that have none of their own: a digest, and the number of its repetition.
 * @param digestOf The entry's own identifier, or a digest of all that it says.
 */
export function identify<Entry>(
  entries: readonly Entry[],
  digestOf: (entry: Entry) => string,
): readonly (readonly [id: string, entry: Entry])[] {
  const repeated = new Map<string, number>();
  return entries.map((entry) => {
    const digest = digestOf(entry);
    const count = (repeated.get(digest) ?? 0) + 1;
    repeated.set(digest, count);
    return [count === 1 ? digest : `${digest}-${count}`, entry] as const;
  });
}
