import { createHash } from "node:crypto";

/** The first hexadecimal digits of a digest of these texts. */
export const hashOf = (length: number, ...parts: readonly string[]): string =>
  createHash("sha256").update(parts.join("\n")).digest("hex").slice(0, length);

/** Names that only the cloud's own lists show are cut to what fits; the hash keeps two long names apart. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const hash = hashOf(8, text);
  return `${text.slice(0, limit - hash.length - 1)}-${hash}`;
}
