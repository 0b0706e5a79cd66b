import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { ServiceRequest } from "../../core/http.ts";
import type { HostFacts } from "../../core/service.ts";

/** The identity that a request claims, and a check of that claim. */
export interface Claim {
  readonly accessKeyId: string;
  readonly securityToken?: string;
  /** When it says it was signed; milliseconds. NaN: it names a time that is none. Absent: it needs none. */
  readonly signedAt?: number;
  /** When it says it ends, as signed addresses do; milliseconds. */
  readonly endsAt?: number;
  /** True if the signature is the one that this secret gives. */
  isSignedWith(secret: string): boolean;
}

/** One way to sign. */
export interface Scheme {
  /** Undefined when the request isn't signed in this way. */
  claim(request: ServiceRequest, host: HostFacts): Claim | undefined;
}

export const hmac = (algorithm: "sha1" | "sha256", key: string | Buffer, text: string | Buffer): Buffer =>
  createHmac(algorithm, key).update(text).digest();

/** The bytes of header values as they were sent: Node.js reads each byte as one letter. */
export const wireBytes = (text: string): Buffer => Buffer.from(text, "latin1");

export const sha256 = (data: string | Buffer): string => createHash("sha256").update(data).digest("hex");

/** Takes the same time for every wrong answer. */
export function same(expected: string, found: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(found)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** RFC 3986: only letters, digits and -._~ stay as they are. */
export const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * Pairs of a query as the vendor's later signatures of OSS have them: encoded anew, by name, without the signature.
 * The value is undefined where no equals sign was sent.
 */
export const signedPairs = (rawQuery: string): [name: string, value: string | undefined][] =>
  rawQuery
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair): [string, string | undefined] => {
      const at = pair.indexOf("=");
      const [name, value] = at === -1 ? [pair, undefined] : [pair.slice(0, at), pair.slice(at + 1)];
      return [renew(name), value === undefined ? undefined : renew(value)];
    })
    .filter(([name]) => name !== "x-oss-signature")
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));

const renew = (text: string): string => encode(decode(text.replaceAll("+", "%20")));

/** The keys derived from a secret by the schemes of the vendor's fourth version. */
export function derivedKey(secret: string, ...parts: readonly string[]): Buffer {
  return parts.reduce<Buffer>((key, part) => hmac("sha256", key, part), Buffer.from(`aliyun_v4${secret}`));
}

/** `Name a=b,c=d` -> {a: "b", c: "d"}; undefined when the header is of another scheme. */
export function fieldsOf(authorization: string | undefined, scheme: string): Record<string, string> | undefined {
  if (!authorization?.startsWith(`${scheme} `)) return undefined;
  const fields = authorization.slice(scheme.length + 1).split(",");
  return Object.fromEntries(
    fields.map((field) => {
      const at = field.indexOf("=");
      return [field.slice(0, at).trim(), field.slice(at + 1).trim()];
    }),
  );
}

/** `<key id>:<signature>`, after a prefix. Identifiers hold no colon. */
export function pairOf(authorization: string | undefined, prefix: string): [string, string] | undefined {
  if (!authorization?.startsWith(prefix)) return undefined;
  const text = authorization.slice(prefix.length);
  const at = text.indexOf(":");
  return at === -1 ? undefined : [text.slice(0, at), text.slice(at + 1)];
}

/** `20260102T030405Z`; NaN for anything else. */
export function compactTime(text: string | undefined): number {
  const found = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text ?? "");
  if (!found) return Number.NaN;
  const [, year, month, day, hour, minute, second] = found;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

/** `name:value\n` for each header with one of these beginnings, by name. */
export const headerLines = ({ headers }: ServiceRequest, ...beginnings: readonly string[]): string =>
  Object.keys(headers)
    .filter((name) => beginnings.some((beginning) => name.startsWith(beginning)))
    .sort()
    .map((name) => `${name}:${headers[name]?.trim()}\n`)
    .join("");

/** Code points decide the order, as in the vendor's clients, not the reader's language. */
export const byKey = ([a]: readonly [string, string], [b]: readonly [string, string]): number =>
  a < b ? -1 : a > b ? 1 : 0;
