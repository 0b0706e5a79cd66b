/** JSON Web Tokens (https://www.rfc-editor.org/rfc/rfc7519) whose signature was verified elsewhere. */

export type Claims = Readonly<Record<string, unknown>>;

/** A part of a token, which is base64url of a JSON object. Empty for anything else. */
export function fieldsIn(part: string | undefined): Claims {
  try {
    return { ...JSON.parse(Buffer.from(part ?? "", "base64url").toString()) };
  } catch {
    return {};
  }
}

/**
 * The scopes that a token grants, each once: `scope` (https://www.rfc-editor.org/rfc/rfc8693#section-4.2) and `scp`, as
 * some issuers call it. Either is a string with spaces between scopes, or a list.
 */
export function scopesOf({ scope, scp }: Claims): string[] {
  const given = [scope, scp].flat().filter((value) => typeof value === "string");
  return [...new Set(given.flatMap((value) => value.split(" ")).filter((value) => value !== ""))];
}
