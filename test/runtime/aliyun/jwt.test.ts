import { createHmac, generateKeyPairSync, type KeyObject, sign as signBytes } from "node:crypto";
import { SignJWT } from "jose";
import { describe, expect, it } from "vitest";
import { readToken } from "../../../adapters/aliyun/runtime/jwt.ts";

const ISSUER = "https://login.example";
const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const stranger = generateKeyPairSync("rsa", { modulusLength: 2048 });
const jwkOf = (key: KeyObject, more: object = {}) => ({ ...key.export({ format: "jwk" }), ...more });
const rules = (...keys: Readonly<Record<string, unknown>>[]) => ({ issuer: ISSUER, audience: ["shop"], keys });

const sign = (key: KeyObject, header: { alg: string; kid?: string }, claims: object = {}) =>
  new SignJWT({ iss: ISSUER, aud: "shop", sub: "me", ...claims }).setProtectedHeader(header).sign(key);
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

describe("a token is accepted when one of the api's keys signed it", () => {
  it.each([
    ["RS256", rsa],
    ["RS384", rsa],
    ["RS512", rsa],
    ["PS256", rsa],
    ["PS384", rsa],
    ["PS512", rsa],
    ["ES256", generateKeyPairSync("ec", { namedCurve: "P-256" })],
    ["ES384", generateKeyPairSync("ec", { namedCurve: "P-384" })],
    ["ES512", generateKeyPairSync("ec", { namedCurve: "P-521" })],
    ["EdDSA", generateKeyPairSync("ed25519")],
  ])("with %s", async (alg, { publicKey, privateKey }) => {
    const token = await sign(privateKey, { alg });
    const good = rules(jwkOf(stranger.publicKey), jwkOf(publicKey));
    expect(readToken(`Bearer ${token}`, good)).toMatchObject({ claims: { sub: "me" } });
    expect(readToken(`Bearer ${token}`, rules(jwkOf(stranger.publicKey)))).toBeUndefined();
    const [head, , signature] = token.split(".");
    const forged = [head, part({ iss: ISSUER, aud: "shop", sub: "root" }), signature].join(".");
    expect(readToken(`Bearer ${forged}`, good)).toBeUndefined();
  });

  it("with the key of that name, if both have one", async () => {
    const named = await sign(rsa.privateKey, { alg: "RS256", kid: "a" });
    const nameless = await sign(rsa.privateKey, { alg: "RS256" });
    const at = (token: string, more?: object) =>
      readToken(`Bearer ${token}`, rules(jwkOf(rsa.publicKey, more))) !== undefined;
    expect([at(named, { kid: "a" }), at(named), at(nameless, { kid: "a" })]).toEqual([true, true, true]);
    expect(at(named, { kid: "b" })).toBe(false);
  });

  it("with a key for its algorithm", async () => {
    const token = await sign(rsa.privateKey, { alg: "PS256" });
    expect(readToken(`Bearer ${token}`, rules(jwkOf(rsa.publicKey, { alg: "RS256" })))).toBeUndefined();
  });
});

describe("an unsigned token is refused", () => {
  const claims = { iss: ISSUER, aud: "shop", sub: "root" };
  const good = rules(jwkOf(rsa.publicKey));

  it.each(["none", "HS256", "toString", ""])("with algorithm %j", (alg) => {
    const text = `${part({ alg })}.${part(claims)}`;
    const pem = rsa.publicKey.export({ type: "spki", format: "pem" });
    const signature = createHmac("sha256", pem).update(text).digest("base64url");
    expect(readToken(`Bearer ${text}.${signature}`, good)).toBeUndefined();
    expect(readToken(`Bearer ${text}.`, good)).toBeUndefined();
  });

  it.each([null, "", "Bearer", "Bearer a.b", "Bearer a.b.c", "Basic a.b.c", "Bearer e30.e30.e30.e30"])(
    "with %j",
    (text) => {
      expect(readToken(text, good)).toBeUndefined();
    },
  );

  it("with any other value in place of keys", async () => {
    const token = await sign(rsa.privateKey, { alg: "RS256" });
    expect(readToken(`Bearer ${token}`, rules({ kty: "RSA" }, {}, { kty: "oct", k: "c2VjcmV0" }))).toBeUndefined();
    expect(readToken(`Bearer ${token}`, rules())).toBeUndefined();
  });
});

describe("a token with a valid signature is accepted only", () => {
  const counts = (claims: object, header: object = {}): boolean => {
    const text = `${part({ alg: "RS256", ...header })}.${part({ iss: ISSUER, aud: "shop", ...claims })}`;
    const signature = signBytes("sha256", Buffer.from(text), rsa.privateKey).toString("base64url");
    return readToken(`Bearer ${text}.${signature}`, rules(jwkOf(rsa.publicKey))) !== undefined;
  };
  const now = Date.now() / 1000;

  it("within its time", () => {
    expect([counts({}), counts({ exp: now + 600, nbf: now - 600, iat: now - 600 })]).toEqual([true, true]);
    const never = [{ exp: now - 600 }, { nbf: now + 600 }, { iat: now + 600 }, { exp: "never" }, { exp: {} }];
    for (const claims of [...never, { nbf: "always" }, { iat: "tomorrow" }])
      expect([claims, counts(claims)]).toEqual([claims, false]);
  });

  it("without a critical extension", () => {
    expect([counts({}, { x: 1 }), counts({}, { crit: ["x"], x: 1 })]).toEqual([true, false]);
  });
});
