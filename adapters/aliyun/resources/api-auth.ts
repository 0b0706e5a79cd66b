import type { ResolvedResource, ResolvedTrigger } from "../../../model/resolve.ts";
import { pathOf, routesOf } from "./api-routes.ts";

type Api = ResolvedResource<"api">;
type HttpTrigger = ResolvedTrigger<"http">;
type Jwt = NonNullable<Api["spec"]["jwt"]>;

/** Who may call an api, as its domain says it: once for all of its routes. */
export interface DomainAuth {
  readonly authType: "anonymous" | "function" | "jwt";
  /** JSON text. */
  readonly authInfo?: string;
}

/** What can't be said, as the end of a sentence about the api, and what to do instead. */
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
  if (!kinds.has("jwt")) return undefined;
  if (spec.jwt?.jwks === undefined) {
    return {
      reason: "checks tokens, but does not say with which keys, and Function Compute does not fetch them",
      remedy: "Give the issuer's key set in jwt.jwks.",
    };
  }
  const open = pathsWith(triggers, "none");
  const both = pathsWith(triggers, "jwt").filter((path) => open.some((other) => overlap(path, other)));
  if (both.length === 0) return undefined;
  return {
    reason: `asks for a token on ${both.join(", ")} and not on other routes there, but Function Compute tells them apart by their paths up to the first parameter alone`,
    remedy: "Give the routes that need a token a path, or an api, of their own.",
  };
}

/** A combination that `authRefusal` names must not come here. */
export function domainAuth({ spec }: Pick<Api, "spec">, triggers: readonly HttpTrigger[]): DomainAuth {
  const kinds = new Set(triggers.map((trigger) => trigger.spec.auth));
  if (kinds.has("iam")) return { authType: "function" };
  if (!kinds.has("jwt") || spec.jwt === undefined) return { authType: "anonymous" };
  return { authType: "jwt", authInfo: authInfo(spec.jwt, kinds.has("none") ? pathsWith(triggers, "jwt") : undefined) };
}

/** Members of a key that are nobody's business but the issuer's. */
const PRIVATE = new Set(["d", "p", "q", "dp", "dq", "qi", "oth"]);

function publicKeys({ jwks }: Jwt): unknown {
  const keys: readonly unknown[] = Array.isArray(jwks?.keys) ? jwks.keys : [];
  const open = keys.map((key) => Object.fromEntries(Object.entries(key ?? {}).filter(([name]) => !PRIVATE.has(name))));
  return { keys: open };
}

/**
 * Whose signature counts and where tokens are. `blacklist` are the paths that need one, if not all do. Issuer and
 * audience are the shim's to compare.
 * https://www.alibabacloud.com/help/en/functioncompute/fc/configure-jwt-authentication-for-custom-domain-names
 */
const authInfo = (jwt: Jwt, blacklist: readonly string[] | undefined): string =>
  JSON.stringify({
    jwks: publicKeys(jwt),
    tokenLookup: "header:Authorization:Bearer ",
    ...(blacklist && { blacklist }),
  });
