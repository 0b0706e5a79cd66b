/** Progress of work whose call failed, kept while this instance lives. */
const unfinished = new Map<string, object>();
const MOST_UNFINISHED = 1000;

/**
 * Does work that a platform will ask for again if it fails, going on from where it was left.
 * @param id The same when it is asked for again.
 * @param start Its progress before the first call. The work changes it.
 */
export async function resume<Progress extends object>(
  id: string,
  start: Progress,
  work: (progress: Progress) => Promise<void>,
): Promise<void> {
  // It was stored under the same id, and so has the same type.
  const progress = (unfinished.get(id) as Progress | undefined) ?? start;
  unfinished.delete(id);
  try {
    await work(progress);
  } catch (error) {
    if (unfinished.size < MOST_UNFINISHED) unfinished.set(id, progress);
    throw error;
  }
}
