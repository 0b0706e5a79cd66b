import type { HttpInfo } from "../../../runtime/context.ts";
import type { TriggerSettings } from "./trigger.ts";

type Rules = NonNullable<TriggerSettings["http"]["jwt"]>;
type Auth = NonNullable<HttpInfo["auth"]>;

/**
 * What a token says, when it is meant for the api: undefined for any other. The domain has checked its signature before
 * the call came here, but not who issued it for whom.
 */
export function readToken(header: string | null, { issuer, audience }: Rules): Auth | undefined {
  const [, payload] = /^Bearer [\w-]+\.([\w-]+)\.[\w-]+$/i.exec(header ?? "") ?? [];
  const claims = payload === undefined ? undefined : readClaims(payload);
  if (claims === undefined || claims.iss !== issuer) return undefined;
  const meant = [claims.aud ?? claims.client_id].flat();
  const now = Date.now() / 1000;
  const isCurrent = !(Number(claims.exp) <= now) && !(Number(claims.nbf) > now);
  if (!isCurrent || !meant.some((name) => audience.includes(String(name)))) return undefined;
  const given = claims.scope ?? claims.scp;
  const scopes = typeof given === "string" ? given.split(" ") : Array.isArray(given) ? given.map(String) : [];
  return { kind: "jwt", claims, scopes };
}

function readClaims(payload: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return { ...JSON.parse(Buffer.from(payload, "base64url").toString()) };
  } catch {
    return undefined;
  }
}
