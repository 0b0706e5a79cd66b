import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";

import { localhostCertificate } from "./certificate.ts";

/** Hands out tokens. Its keys are found where OpenID Connect says, for clouds that fetch them. */
export interface Issuer {
  readonly address: string;
  /** PEM file with the authority behind its certificate. */
  readonly authority: string;
  readonly jwks: { readonly keys: readonly JWK[] };
  token(audience: string, options?: TokenOptions): Promise<string>;
}

interface TokenOptions {
  readonly expired?: boolean;
  /** Says that it is issued in an hour from now. */
  readonly early?: boolean;
  /** Does not say when it expires. */
  readonly lasting?: boolean;
  /** Signed with a key that is not the issuer's. */
  readonly forged?: boolean;
  /** Beside issuer, audience, subject and times. Default: the scope "read". */
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** Starts an issuer on this machine. */
export async function startIssuer(): Promise<Issuer & AsyncDisposable> {
  const { publicKey, privateKey } = await generateKeyPair("RS256", { extractable: true });
  const stranger = await generateKeyPair("RS256");
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: "proof", alg: "RS256", use: "sig" }] };
  const certificate = await localhostCertificate();
  const directory = await mkdtemp(join(tmpdir(), "polyfn-issuer-"));
  const authority = join(directory, "authority.pem");
  await writeFile(authority, certificate.cert);
  const server = createServer(certificate, (request, response) => {
    const found = pages[request.url ?? ""];
    response.writeHead(found ? 200 : 404, { "content-type": "application/json" }).end(JSON.stringify(found ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = `https://localhost:${(server.address() as AddressInfo).port}`;
  const pages: Readonly<Record<string, object>> = {
    "/.well-known/openid-configuration": { issuer: address, jwks_uri: `${address}/.well-known/jwks.json` },
    "/.well-known/jwks.json": jwks,
  };
  return {
    address,
    authority,
    jwks,
    token: (audience, { expired = false, forged = false, early, lasting, claims = { scope: "read" } } = {}) => {
      const token = new SignJWT(claims)
        .setProtectedHeader({ alg: "RS256", kid: "proof" })
        .setSubject("somebody")
        .setIssuer(address)
        .setAudience(audience)
        .setIssuedAt(expired ? "-2h" : early ? "1h" : undefined);
      if (!lasting) token.setExpirationTime(expired ? "-1h" : "2h");
      return token.sign(forged ? stranger.privateKey : privateKey);
    },
    async [Symbol.asyncDispose]() {
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await rm(directory, { recursive: true, force: true });
    },
  };
}
