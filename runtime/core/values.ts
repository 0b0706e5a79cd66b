/** Makes something when it is first needed, once. */
export function lazy<T>(create: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= create());
}

/** Splits items into runs of at most `count` items and `bytes` bytes. */
export function* chunks<T>(items: readonly T[], count: number, bytes = 0, sizeOf = (_: T): number => 0) {
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

/** RFC 3339 text of a time in milliseconds, if there is one. */
export function timeOf(milliseconds: number | string | undefined): string | undefined {
  const time = new Date(Number(milliseconds));
  return Number.isNaN(Number(time)) ? undefined : time.toISOString();
}

/** Bytes of their own: a Buffer's memory is often shared with others. */
export const fromBase64 = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text, "base64"));
