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

/**
 * A value as the JSON text that travels. `undefined`, which JSON can't say, becomes null; the two characters that JSON
 * may hold and XML may not are escaped, because messages travel in XML.
 */
export const toJson = (data: unknown): string =>
  (JSON.stringify(data) ?? "null").replace(/[\ufffe\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16)}`);

/** RFC 3339 text of a time in milliseconds, if there is one. */
export function timeOf(milliseconds: number | string | undefined): string | undefined {
  const time = new Date(Number(milliseconds));
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

/** Bytes of their own: a Buffer's memory is often shared with others. */
export const fromBase64 = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text, "base64"));

/** Milliseconds that a value is used before it is fetched again. */
const LIFETIME = 300_000;

/** A value that is fetched and kept for five minutes; `fresh` fetches it now. A failure is not kept. */
export function kept<T>(fetchValue: () => Promise<T>): (options?: { readonly fresh?: boolean }) => Promise<T> {
  let last: { readonly value: Promise<T>; readonly until: number } | undefined;
  return ({ fresh = false } = {}) => {
    if (!fresh && last && Date.now() < last.until) return last.value;
    const value = fetchValue();
    const mine = { value, until: Date.now() + LIFETIME };
    last = mine;
    value.catch(() => {
      if (last === mine) last = undefined;
    });
    return value;
  };
}
