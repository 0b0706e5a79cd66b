import { createHash, createHmac } from "node:crypto";

export const hmac = (algorithm: "sha1" | "sha256", key: string | Buffer, text: string): Buffer =>
  createHmac(algorithm, key).update(text).digest();

export const sha256 = (content: string | Uint8Array): string => createHash("sha256").update(content).digest("hex");

export const md5 = (content: string | Uint8Array, encoding: "hex" | "base64"): string =>
  createHash("md5").update(content).digest(encoding);

/** Percent-encoding of RFC 3986, which signatures want: `encodeURIComponent` leaves five more characters as they are. */
export const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

/** Encodes what stands between the slashes of a path. */
export const encodePath = (path: string): string => path.split("/").map(encode).join("/");

/** `a=1&b=2`, sorted by encoded name. */
export const encodeQuery = (query: Readonly<Record<string, string>>): string =>
  Object.entries(query)
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map((pair) => pair.join("="))
    .join("&");

/** Lines `name:value\n` of the headers whose names begin so, sorted. Names are lower case. */
export const headerLines = (headers: Readonly<Record<string, string>>, isSigned: (name: string) => boolean): string =>
  Object.keys(headers)
    .filter(isSigned)
    .sort()
    .map((name) => `${name}:${headers[name]}\n`)
    .join("");

/** `20260131T235959Z` */
export const compactTime = (time: Date): string => time.toISOString().replace(/[-:]|\.\d+/g, "");

/** Signs with a key that is derived from the secret, step by step, by the parts of a scope such as `20260131/region/service/end`. */
export function scopedSignature(secret: string, scope: string, text: string): string {
  const key = scope.split("/").reduce<string | Buffer>((made, part) => hmac("sha256", made, part), secret);
  return hmac("sha256", key, text).toString("hex");
}
