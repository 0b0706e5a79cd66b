/** Characters of an object's key that a filter of a notification has as they are. */
const SAFE = /[A-Za-z0-9/!\-_.*'()]/;

/**
 * Part of an object's key as a filter of S3's notifications has it: S3 compares filters with encoded keys. A space is
 * "+", and everything but letters, digits and "/!-_.*'()" is percent-encoded as UTF-8.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html
 */
export const encodeKeyFilter = (text: string): string =>
  [...text]
    .map((character) => (character === " " ? "+" : SAFE.test(character) ? character : encoded(character)))
    .join("");

const encoded = (character: string): string =>
  [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`).join("");
