import { readText } from "../../../runtime/core/body.ts";
import { type Claims, fieldsIn } from "../../../runtime/shim/token.ts";

/** The parts of an event that a token may be in. */
interface Places {
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly queryStringParameters?: unknown;
  readonly cookies?: unknown;
}

/** Whatever has the form of a token. */
const TOKEN = /(?<![\w.-])[\w-]+\.([\w-]+)\.[\w-]+(?![\w.-])/g;

/**
 * The claims as they are in the token. API Gateway turns each into a string: numbers, `[admins editors]`. The token is
 * looked for in the Authorization header, then wherever else an authorizer may read it. It counts only if it says the
 * same as `verified`: another token of the request may be forged.
 */
export function claimsOf(event: object, verified: Claims): Claims | undefined {
  const { headers, queryStringParameters, cookies } = event as Places;
  const places = [headers?.authorization, headers, queryStringParameters, cookies];
  for (const [, payload] of JSON.stringify(places).matchAll(TOKEN)) {
    const claims = fieldsIn(payload);
    if (saysTheSame(claims, verified)) return claims;
  }
  return undefined;
}

function saysTheSame(claims: Claims, verified: Claims): boolean {
  const names = Object.keys(claims).filter((name) => claims[name] !== null);
  return (
    Object.keys(verified).every((name) => name in claims) && names.every((name) => isSame(claims[name], verified[name]))
  );
}

function isSame(claim: unknown, given: unknown): boolean {
  if (typeof given !== "string") return words(claim) === words(given);
  if (typeof claim === "number") return Number(given) === claim;
  return typeof claim === "object" ? words(claim) === words(readText(given).data) : String(claim) === given;
}

/** The words of a list or an object, which may be written as JSON, `[a b]` or `map[a:b]`. */
function words(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  const found = text.match(/[^\s[\]{}",:]+/g) ?? [];
  return found
    .filter((word) => word !== "map")
    .sort()
    .join(" ");
}
