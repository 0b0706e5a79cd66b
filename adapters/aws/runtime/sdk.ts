/**
 * What the clients share. The SDK takes region, credentials and endpoint from the environment by itself; nothing of
 * that is set here.
 */

/** Whether the environment points a service to a server in place of the cloud (`AWS_ENDPOINT_URL`, or the service's own). */
export const hasEndpoint = (service: string): boolean =>
  Boolean(process.env[`AWS_ENDPOINT_URL_${service}`] ?? process.env.AWS_ENDPOINT_URL);

/** Makes something when it is first needed, once. */
export function lazy<T>(create: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= create());
}

/** Splits items into runs of at most `count` items and `bytes` bytes. */
export function* chunks<T>(items: readonly T[], count: number, bytes: number, sizeOf: (item: T) => number) {
  let run: T[] = [];
  let size = 0;
  for (const item of items) {
    const own = sizeOf(item);
    if (run.length > 0 && (run.length === count || size + own > bytes)) {
      yield run;
      run = [];
      size = 0;
    }
    run.push(item);
    size += own;
  }
  if (run.length > 0) yield run;
}

/** A value as the JSON text that travels. `undefined`, which JSON can't say, becomes null. */
export const toJson = (data: unknown): string => JSON.stringify(data) ?? "null";
