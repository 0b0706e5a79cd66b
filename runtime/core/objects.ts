import type { ObjectBody, SignedUrlOptions } from "../clients.ts";
import { byteLength, checkWhole, isIllFormed, refuse } from "./input.ts";

const MAX_KEY_BYTES = 1023;
/** Seconds: seven days. */
const MAX_EXPIRES = 604_800;
/** Names and values as they are sent. */
const MAX_METADATA_BYTES = 2048;

const ill = "has half of a surrogate pair, which no address can carry";

/**
 * Checks an object's key. Every cloud stores or refuses the same keys, and an address with the key means the object.
 * @throws InvalidInputError
 */
export function checkKey(place: string, key: unknown): void {
  const problem = typeof key === "string" ? keyProblem(key) : "must be a string";
  if (problem !== undefined) refuse(place, `key ${(JSON.stringify(key) ?? String(key)).slice(0, 100)}`, problem);
}

function keyProblem(key: string): string | undefined {
  if (key === "") return "is empty: that is the bucket itself";
  if (/^[/\\]/.test(key)) return `begins with ${key[0]}, which not every cloud stores`;
  if (/(^|\/)\.\.?(\/|$)/.test(key)) return 'has "." or ".." between slashes, which clients take out of addresses';
  if (/\p{Cc}/u.test(key)) return "has a control character";
  if (isIllFormed(key)) return ill;
  const bytes = byteLength(key);
  return bytes > MAX_KEY_BYTES ? `has ${bytes} bytes: at most ${MAX_KEY_BYTES} are allowed` : undefined;
}

/** Checks what a list begins with. Both may be empty. */
export function checkList(place: string, { prefix = "", after = "" }: { prefix?: string; after?: string }): void {
  for (const [path, text] of Object.entries({ prefix, after })) {
    if (typeof text !== "string") refuse(place, path, "must be a string");
    if (isIllFormed(text)) refuse(place, path, ill);
  }
}

export function checkSignedUrl(place: string, key: string, { method, expires, contentType }: SignedUrlOptions): void {
  checkKey(place, key);
  checkWhole(place, "expires", expires, 1, MAX_EXPIRES);
  if (method !== undefined && method !== "get" && method !== "put") refuse(place, "method", 'must be "get" or "put"');
  checkHeader(place, "contentType", contentType);
}

/** Refuses what is no value of an HTTP header: printable ASCII characters, without spaces at the ends. */
export function checkHeader(place: string, path: string, value: string | undefined): void {
  if (value === undefined || (/^[\x20-\x7e]+$/.test(value) && value.trim() === value)) return;
  refuse(place, path, `is ${JSON.stringify(value)}: a header has printable ASCII characters`);
}

/**
 * Metadata as header values: names in lower case; text beyond ASCII as encoded words of RFC 2047
 * (https://www.rfc-editor.org/rfc/rfc2047), which keep to ASCII on the wire and in signatures.
 * @throws InvalidInputError
 */
export function encodeMetadata(
  place: string,
  metadata: Readonly<Record<string, string>> | undefined,
): Record<string, string> | undefined {
  if (metadata === undefined) return undefined;
  const encoded = new Map<string, string>();
  let bytes = 0;
  for (const [name, value] of Object.entries(metadata)) {
    const path = `metadata.${name}`;
    const lower = name.toLowerCase();
    if (!/^[a-z\d-]+$/.test(lower)) refuse(place, path, "has a name with other characters than letters, digits and -");
    if (encoded.has(lower)) refuse(place, path, "is there twice: names have no upper case");
    const text = encodeValue(place, path, value);
    encoded.set(lower, text);
    bytes += byteLength(lower + text);
  }
  if (bytes > MAX_METADATA_BYTES)
    refuse(place, "metadata", `has ${bytes} bytes: at most ${MAX_METADATA_BYTES} are kept`);
  return Object.fromEntries(encoded);
}

function encodeValue(place: string, path: string, value: unknown): string {
  if (typeof value !== "string" || value === "" || value.trim() !== value || /\p{Cc}|=\?|\?=/u.test(value)) {
    refuse(
      place,
      path,
      `is ${JSON.stringify(value)}: values are text without control characters, =? and ?=, and without spaces at the ends`,
    );
  }
  if (isIllFormed(value)) refuse(place, path, ill);
  if (/^[\x20-\x7e]*$/.test(value)) return value;
  // A word has at most 75 characters, and whole characters.
  return (value.match(/.{1,11}/gsu) ?? [])
    .map((part) => `=?UTF-8?B?${Buffer.from(part).toString("base64")}?=`)
    .join(" ");
}

/** The value of a header, read: encoded words, and bytes of UTF-8 that came as Latin-1. Other text stays as it is. */
export function decodeHeader(value: string): string {
  const words = value.replace(/\?=\s+=\?/g, "?==?");
  const text = words.replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, content: string) =>
    /b/i.test(kind) ? Buffer.from(content, "base64").toString() : unquote(content),
  );
  if (text !== words || !/[\x80-\xff]/.test(text) || /[^\0-\xff]/.test(text)) return text;
  const utf8 = Buffer.from(text, "latin1").toString();
  return utf8.includes("\ufffd") ? text : utf8;
}

const unquote = (content: string): string =>
  Buffer.from(
    content
      .replaceAll("_", " ")
      .replace(/=([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    "latin1",
  ).toString();

/** The content type that is stored when none is given. */
export const typeOf = (body: ObjectBody): string => {
  if (typeof body === "string") return "text/plain; charset=utf-8";
  return (body instanceof Blob && body.type) || "application/octet-stream";
};

/** Content of a known length, which can be sent again when a try fails. */
export async function contentOf(place: string, body: ObjectBody): Promise<string | Uint8Array<ArrayBuffer>> {
  if (typeof body === "string") {
    if (isIllFormed(body)) refuse(place, "body", "has half of a surrogate pair, which UTF-8 cannot say");
    return body;
  }
  const isContent = body instanceof ArrayBuffer || body instanceof Blob || body instanceof ReadableStream;
  if (!isContent && !ArrayBuffer.isView(body)) refuse(place, "body", "must be a string, bytes, a Blob or a stream");
  return new Uint8Array(await new Response(body as Blob).arrayBuffer());
}
