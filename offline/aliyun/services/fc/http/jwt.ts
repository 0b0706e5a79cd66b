import { createLocalJWKSet, type JSONWebKeySet, type JWTPayload, jwtVerify } from "jose";
import type { ServiceRequest } from "../../../core/http.ts";
import { denied, invalid } from "../errors.ts";
import { type JwtSettings, jwtSettings } from "../schemas/domain.ts";
import { parseText } from "../schemas/parse.ts";

/** The result of a verified token. */
export interface Claims {
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
}

const NOTHING: Claims = { headers: {}, query: {} };

/** Parts of a key that aren't for checking: a key pair may have been given. */
const PRIVATE = ["d", "p", "q", "dp", "dq", "qi", "oth"];

/**
 * The settings of JWT authorization, a JSON text whose keys are in any case.
 * @throws ApiError InvalidArgument
 */
export function parseJwtSettings(text: string, where: string): JwtSettings {
  const settings = parseText(withKnownKeys(text), jwtSettings, where);
  keysOf(settings, where);
  return settings;
}

function withKnownKeys(text: string): string {
  try {
    const entries = Object.entries(JSON.parse(text) as object);
    return JSON.stringify(Object.fromEntries(entries.map(([key, value]) => [spelled(key), value])));
  } catch {
    return text;
  }
}

const NAMES = ["jwks", "tokenLookup", "claimPassBy", "whitelist", "blacklist"];
const spelled = (key: string): string => NAMES.find((name) => name.toLowerCase() === key.toLowerCase()) ?? key;

function keysOf({ jwks }: JwtSettings, where: string): JSONWebKeySet {
  const set = (typeof jwks === "string" ? parseJson(jwks, where) : jwks) as JSONWebKeySet;
  if (!Array.isArray(set.keys) || set.keys.length === 0) throw invalid(`${where}.jwks holds no keys`);
  return {
    keys: set.keys.map(
      (key) => Object.fromEntries(Object.entries(key).filter(([name]) => !PRIVATE.includes(name))) as typeof key,
    ),
  };
}

function parseJson(text: string, where: string): object {
  try {
    return JSON.parse(text) as object;
  } catch {
    throw invalid(`${where}.jwks is not JSON`);
  }
}

/**
 * Checks a request's token.
 * https://www.alibabacloud.com/help/en/functioncompute/user-guide/configure-jwt-authentication-for-an-http-trigger
 * @throws ApiError AccessDenied
 */
export async function checkToken(request: ServiceRequest, settings: JwtSettings, now: number): Promise<Claims> {
  if (!isProtected(request, settings)) return NOTHING;
  const token = findToken(request, listOf(settings.tokenLookup));
  if (!token) throw denied("missing or malformed jwt");
  try {
    const keys = createLocalJWKSet(keysOf(settings, "authConfig"));
    const { payload } = await jwtVerify(token, keys, { currentDate: new Date(now) });
    return passClaims(payload, listOf(settings.claimPassBy));
  } catch {
    throw denied("invalid or expired jwt");
  }
}

function isProtected({ rawPath }: ServiceRequest, { whitelist, blacklist }: JwtSettings): boolean {
  const names = (list: JwtSettings["whitelist"]) =>
    listOf(list).some((path) => (path.endsWith("*") ? rawPath.startsWith(path.slice(0, -1)) : path === rawPath));
  if (whitelist) return !names(whitelist);
  return blacklist ? names(blacklist) : true;
}

/** "header:Authorization:Bearer ,cookie:t": the first place where there is one. */
function findToken(request: ServiceRequest, places: readonly string[]): string | undefined {
  for (const place of places) {
    const [kind, name = "", prefix = ""] = place.split(":");
    const value = lookUp(request, kind ?? "", name);
    if (value?.startsWith(prefix.trim()) && value.trim()) return value.slice(prefix.trim().length).trim();
  }
  return undefined;
}

function lookUp({ headers, query, body }: ServiceRequest, kind: string, name: string): string | undefined {
  switch (kind.trim()) {
    case "header":
      return headers[name.toLowerCase()];
    case "cookie":
      return cookiesOf(headers.cookie ?? "").get(name);
    case "query":
    case "param":
      return query.get(name) ?? undefined;
    case "form":
      return new URLSearchParams(body.toString()).get(name) ?? undefined;
    default:
      return undefined;
  }
}

const cookiesOf = (header: string): Map<string, string> =>
  new Map(
    header.split(";").map((cookie) => {
      const [name = "", ...value] = cookie.trim().split("=");
      return [name, value.join("=")];
    }),
  );

/** "header:sub:x-user": where the function finds which claim. */
function passClaims(payload: JWTPayload, rules: readonly string[]): Claims {
  const headers: Record<string, string> = {};
  const query: Record<string, string> = {};
  for (const rule of rules) {
    const [kind = "", claim = "", name = claim] = rule.split(":");
    const value = payload[claim];
    if (value === undefined) continue;
    const text = typeof value === "string" ? value : JSON.stringify(value);
    if (kind.trim() === "header") headers[name.toLowerCase()] = text;
    else if (kind.trim() === "query") query[name] = text;
  }
  return { headers, query };
}

const listOf = (value: string | readonly string[] | undefined): readonly string[] =>
  (typeof value === "string" ? value.split(",") : (value ?? [])).filter((item) => item !== "");
