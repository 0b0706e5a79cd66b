import type { ObjectBody } from "../clients.ts";
import {
  anything,
  byteLength,
  type Check,
  checkBytes,
  checkFields,
  isIllFormed,
  isPlainObject,
  kindOf,
  mustBe,
  refuse,
  whole,
} from "./input.ts";

const MAX_KEY_BYTES = 1023;
/** Seconds: seven days. */
const MAX_EXPIRES = 604_800;
/** Names and values as they are sent. */
const MAX_METADATA_BYTES = 2048;

const ill = "has half of a surrogate pair, which UTF-8 cannot say";

/**
 * Checks an object's key. Every cloud stores or refuses the same keys, and an address with the key means the object.
 * @throws InvalidInputError
 */
export function checkKey(place: string, key: unknown): void {
  if (typeof key !== "string") mustBe(place, "key", key, "a string");
  const problem = keyProblem(key);
  if (problem !== undefined) refuse(place, "key", `${JSON.stringify(key).slice(0, 100)} ${problem}`);
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

/** Text of which a part of a key may be. It may be empty. */
const checkPart: Check = (place, path, value) => {
  if (typeof value !== "string") mustBe(place, path, value, "a string");
  if (isIllFormed(value)) refuse(place, path, ill);
};

/** Refuses what is no value of an HTTP header: printable ASCII characters, without spaces at the ends. */
const checkHeader: Check = (place, path, value) => {
  if (typeof value !== "string") mustBe(place, path, value, "a string");
  if (!/^[\x20-\x7e]+$/.test(value) || value.trim() !== value)
    refuse(place, path, `is ${JSON.stringify(value)}: a header has printable ASCII characters`);
};

const checkMethod: Check = (place, path, value) => {
  if (value !== "get" && value !== "put")
    refuse(
      place,
      path,
      `is ${typeof value === "string" ? JSON.stringify(value) : kindOf(value)}: it must be "get" or "put"`,
    );
};

const checkSignal: Check = (place, path, value) => {
  if (!(value instanceof AbortSignal)) mustBe(place, path, value, "an AbortSignal");
};

const checkVersion: Check = (place, path, value) => {
  checkPart(place, path, value);
  if (value === "") refuse(place, path, "is empty");
};

const GET = { versionId: checkVersion, signal: checkSignal };
const LIST = { prefix: checkPart, after: checkPart, limit: whole(0, Number.MAX_SAFE_INTEGER) };
const PUT = { contentType: checkHeader, cacheControl: checkHeader, metadata: anything, signal: checkSignal };
const SIGNED_URL = { method: checkMethod, expires: whole(1, MAX_EXPIRES), contentType: checkHeader };

const optionsCheck =
  (fields: Readonly<Record<string, Check>>) =>
  (place: string, options: unknown): void =>
    checkFields(place, "options", options, fields, true);

export const checkGet = optionsCheck(GET);
export const checkList = optionsCheck(LIST);
export const checkPut = optionsCheck(PUT);
export const checkSignedUrl = optionsCheck(SIGNED_URL);

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
  if (!isPlainObject(metadata)) mustBe(place, "metadata", metadata, "a plain object");
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

const VALUES = "text without control characters, =? and ?=, and without spaces at the ends";

function encodeValue(place: string, path: string, value: unknown): string {
  if (typeof value !== "string") mustBe(place, path, value, VALUES);
  if (value === "" || value.trim() !== value || /\p{Cc}|=\?|\?=/u.test(value))
    refuse(place, path, `is ${JSON.stringify(value)}: it must be ${VALUES}`);
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
    if (isIllFormed(body)) refuse(place, "body", ill);
    return body;
  }
  if (body instanceof ReadableStream) return gather(place, body);
  if (body instanceof Blob) return new Uint8Array(await body.arrayBuffer());
  if (!(body instanceof ArrayBuffer) && !ArrayBuffer.isView(body))
    mustBe(place, "body", body, "a string, bytes, a Blob or a ReadableStream");
  checkBytes(place, "body", body);
  // A copy: the bytes may change, or be shared.
  return new Uint8Array(
    ArrayBuffer.isView(body) ? Buffer.from(body.buffer, body.byteOffset, body.byteLength) : Buffer.from(body),
  );
}

/** @throws What the stream fails with. */
async function gather(place: string, given: ReadableStream): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of unread(place, given)) {
    if (!(chunk instanceof Uint8Array)) mustBe(place, "body", chunk, "a stream of Uint8Array");
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

/** A Response takes no stream that is locked or has been read. */
function unread(place: string, stream: ReadableStream): AsyncIterable<unknown> {
  try {
    return new Response(stream).body as unknown as AsyncIterable<unknown>;
  } catch {
    return refuse(place, "body", "is a stream that was read already");
  }
}
