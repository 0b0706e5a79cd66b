import {
  constants,
  createPublicKey,
  type JsonWebKey,
  type KeyObject,
  type VerifyKeyObjectInput,
  verify,
} from "node:crypto";
import type { HttpInfo } from "../../../runtime/context.ts";
import { type Claims, fieldsIn, scopesOf } from "../../../runtime/shim/token.ts";
import type { Triggers } from "./trigger.ts";

type Rules = NonNullable<Triggers["http"]["jwt"]>;
type Key = Rules["keys"][number];
type Token = Extract<NonNullable<HttpInfo["auth"]>, { kind: "jwt" }>;

/** Signature algorithms: https://www.rfc-editor.org/rfc/rfc7518#section-3.1 and, for EdDSA, RFC 8037. */
interface Algorithm {
  /** The digest; none where the key itself decides. */
  readonly hash?: string;
  /** `kty` and, where it matters, `crv` of the keys. */
  readonly key: string;
  readonly options?: Partial<VerifyKeyObjectInput>;
}

const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
const pair = { dsaEncoding: "ieee-p1363" } as const;

const ALGORITHMS: Readonly<Record<string, Algorithm>> = {
  RS256: { hash: "sha256", key: "RSA" },
  RS384: { hash: "sha384", key: "RSA" },
  RS512: { hash: "sha512", key: "RSA" },
  PS256: { hash: "sha256", key: "RSA", options: pss },
  PS384: { hash: "sha384", key: "RSA", options: pss },
  PS512: { hash: "sha512", key: "RSA", options: pss },
  ES256: { hash: "sha256", key: "EC P-256", options: pair },
  ES384: { hash: "sha384", key: "EC P-384", options: pair },
  ES512: { hash: "sha512", key: "EC P-521", options: pair },
  EdDSA: { key: "OKP Ed25519" },
};

/**
 * Returns the claims of a token that one of the api's keys signed and that is meant for the api; undefined for any
 * other. The domain checks signatures too, but not issuer and audience, and a function can be called without the
 * domain.
 */
export function readToken(header: string | null, rules: Rules): Token | undefined {
  const [, signed, head, payload, signature] = /^Bearer (([\w-]+)\.([\w-]+))\.([\w-]+)$/i.exec(header ?? "") ?? [];
  if (signed === undefined || !isSigned(signed, fieldsIn(head), signature, rules.keys)) return undefined;
  const claims = fieldsIn(payload);
  if (!isMeant(claims, rules)) return undefined;
  return { kind: "jwt", claims, scopes: scopesOf(claims) };
}

function isMeant(claims: Claims, { issuer, audience }: Rules): boolean {
  const meant = [claims.aud ?? claims.client_id].flat();
  const now = Date.now() / 1000;
  const hasBegun = [claims.nbf, claims.iat].every((time) => Number(time ?? 0) <= now);
  // A value that is not a time makes the token invalid.
  const isCurrent = Number(claims.exp ?? Infinity) > now && hasBegun;
  return isCurrent && claims.iss === issuer && meant.some((name) => audience.includes(String(name)));
}

/** The token names its key and algorithm; a key may be for one algorithm alone. */
function isSigned(
  text: string,
  { alg, kid, crit }: Claims,
  signature: string | undefined,
  keys: readonly Key[],
): boolean {
  const name = String(alg);
  const algorithm = Object.hasOwn(ALGORITHMS, name) ? ALGORITHMS[name] : undefined;
  // `crit` names what a reader must understand, or refuse the token: https://www.rfc-editor.org/rfc/rfc7515#section-4.1.11
  if (algorithm === undefined || crit !== undefined) return false;
  const { hash, key: wanted, options } = algorithm;
  const bytes = Buffer.from(signature ?? "", "base64url");
  return keys.some((key) => {
    if (kindOf(key) !== wanted || (key.alg ?? name) !== name || (kid ?? key.kid) !== (key.kid ?? kid)) return false;
    const read = keyOf(key);
    return read !== undefined && verify(hash, Buffer.from(text), { ...options, key: read }, bytes);
  });
}

/** True if tokens that this key signed can be read. */
export const isUsableKey = (key: Key): boolean =>
  Object.values(ALGORITHMS).some((algorithm) => algorithm.key === kindOf(key)) && keyOf(key) !== undefined;

const kindOf = ({ kty, crv }: Key): string => (crv === undefined ? String(kty) : `${kty} ${crv}`);

/** Keys are constants of the package: each is read once in an instance's life. */
const known = new WeakMap<Key, KeyObject>();

/** `undefined` for an invalid key: no token can match it. */
function keyOf(key: Key): KeyObject | undefined {
  try {
    const found = known.get(key) ?? createPublicKey({ key: key as JsonWebKey, format: "jwk" });
    known.set(key, found);
    return found;
  } catch {
    return undefined;
  }
}
