/** A result that the platform does not take. */
class TooLargeError extends RangeError {
  override readonly name = "TooLargeError";
}

const thrown = new WeakSet<object>();

/** True for the errors of this module. Unlike `instanceof`, it runs no code of a value that a handler threw. */
export const isTooLarge = (error: unknown): boolean => thrown.has(error as object);

/**
 * Ensures that a platform can take a result.
 * @param limit Bytes of its JSON.
 * @throws TooLargeError
 */
export function checkText(json: string, limit: number): void {
  // A character has at most three bytes in UTF-8: most results need no second look.
  if (json.length * 3 <= limit) return;
  const size = Buffer.byteLength(json);
  if (size > limit) {
    const error = new TooLargeError(
      `The result has ${size} bytes as JSON; the limit is ${limit}. Put it into a bucket, and return its key or a signed URL.`,
    );
    thrown.add(error);
    throw error;
  }
}

/** The same for a response over HTTP. */
export function checkResponse(result: { readonly body: string }, limit: number): void {
  // A character has at most six bytes in JSON.
  if (result.body.length * 6 + 100_000 > limit) checkText(JSON.stringify(result), limit);
}
