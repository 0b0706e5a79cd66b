import type { JsonWebKey } from "node:crypto";
import type { ResolvedResource, ResolvedTrigger } from "../../../model/resolve.ts";
import { isUsableKey } from "../runtime/jwt.ts";
import { pathOf, routesOf } from "./api-routes.ts";

type Api = ResolvedResource<"api">;
type HttpTrigger = ResolvedTrigger<"http">;
type Jwt = NonNullable<Api["spec"]["jwt"]>;

/** Authentication of an api's callers, set at its domain once for all of its routes. */
export interface DomainAuth {
  readonly authType: "anonymous" | "function" | "jwt";
  /** JSON text. */
  readonly authInfo?: string;
}

/** The reason for a refusal, as the end of a sentence about the api, and the remedy. */
export interface AuthRefusal {
  readonly reason: string;
  readonly remedy: string;
}

const overlap = (one: string, other: string): boolean => one === other || covers(one, other) || covers(other, one);

const covers = (pattern: string, path: string): boolean =>
  pattern.endsWith("*") && path.startsWith(pattern.slice(0, -1));

const pathsWith = (triggers: readonly HttpTrigger[], auth: HttpTrigger["spec"]["auth"]): string[] =>
  [...new Set(triggers.filter(({ spec }) => spec.auth === auth).flatMap((t) => routesOf(t).map(pathOf)))].sort();

/** Why the domain can't tell apart who may call which route; `undefined` when it can. */
export function authRefusal({ spec }: Pick<Api, "spec">, triggers: readonly HttpTrigger[]): AuthRefusal | undefined {
  const kinds = new Set(triggers.map((trigger) => trigger.spec.auth));
  if (kinds.has("iam") && kinds.size > 1) {
    return {
      reason: "has routes for signed requests beside others, but Function Compute checks signatures for a whole domain",
      remedy: "Put the routes for signed requests into an api of their own.",
    };
  }
  // An api that accepts no tokens at all is reported for every cloud.
  return kinds.has("jwt") && spec.jwt ? keysRefusal(spec.jwt) : undefined;
}

function keysRefusal({ jwks }: Jwt): AuthRefusal | undefined {
  if (jwks === undefined) {
    return {
      reason: "checks tokens, but does not say with which keys, and Function Compute does not fetch them",
      remedy: "Give the issuer's key set in jwt.jwks.",
    };
  }
  const keys = keysIn(jwks);
  if (keys.some(({ kty }) => kty === "oct")) {
    return {
      reason: "has a shared secret (kty oct) in jwt.jwks, where everyone who may read the function would find it",
      remedy: "Let the issuer sign with a key pair (RS256, ES256, ...) and give its public key.",
    };
  }
  if (keys.some(isUsableKey)) return undefined;
  return {
    reason: "has no public key of type RSA, EC (P-256, P-384, P-521) or OKP (Ed25519) in jwt.jwks.keys",
    remedy: "Copy what the issuer publishes: <issuer>/.well-known/openid-configuration names its address as jwks_uri.",
  };
}

/** A combination that `authRefusal` names must not come here. */
export function domainAuth({ spec }: Pick<Api, "spec">, triggers: readonly HttpTrigger[]): DomainAuth {
  const kinds = new Set(triggers.map((trigger) => trigger.spec.auth));
  if (kinds.has("iam")) return { authType: "function" };
  if (!kinds.has("jwt") || spec.jwt === undefined) return { authType: "anonymous" };
  if (!kinds.has("none")) return { authType: "jwt", authInfo: authInfo(spec.jwt, undefined) };
  const open = pathsWith(triggers, "none");
  // A domain's rules end at the first parameter of a path. If other routes below that path are open, the shim verifies tokens.
  const closed = pathsWith(triggers, "jwt").filter((path) => !open.some((other) => overlap(path, other)));
  return closed.length === 0 ? { authType: "anonymous" } : { authType: "jwt", authInfo: authInfo(spec.jwt, closed) };
}

/** Private members of a key. */
const PRIVATE = new Set(["d", "p", "q", "dp", "dq", "qi", "oth"]);

const keysIn = (jwks: Jwt["jwks"]): JsonWebKey[] =>
  Array.isArray(jwks?.keys) ? jwks.keys.map((key: unknown) => ({ ...(key as JsonWebKey) })) : [];

/** The api's keys, without what only the issuer should have. */
export const publicKeys = ({ jwks }: Jwt): JsonWebKey[] =>
  keysIn(jwks).map((key) => Object.fromEntries(Object.entries(key).filter(([name]) => !PRIVATE.has(name))));

/**
 * Whose signature counts and where tokens are. `blacklist` are the paths that need one, if not all do. The shim checks
 * the signature again, and issuer and audience, which FC does not look at.
 * https://www.alibabacloud.com/help/en/functioncompute/fc/configure-jwt-authentication-for-custom-domain-names
 */
const authInfo = (jwt: Jwt, blacklist: readonly string[] | undefined): string =>
  JSON.stringify({
    jwks: { keys: publicKeys(jwt) },
    tokenLookup: "header:Authorization:Bearer ",
    ...(blacklist && { blacklist }),
  });
