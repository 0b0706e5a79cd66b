import { generateKeyPairSync, sign } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { triggers } from "../harness.ts";
import { call, look } from "./http-harness.ts";

beforeEach(() => {
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

describe("routes of an api", () => {
  const domain = "media-site.example.com";
  const routes = ["GET /images", "GET /images/{id}", "GET /images/{id}/thumbnail", "ANY /files/{path+}"];
  const setup = triggers({ http: { api: { api: "site", routes } } });
  it.each([
    ["GET", "/images", {}],
    ["GET", "/images/a%20b", { id: "a b" }],
    ["GET", "/images/1/thumbnail", { id: "1" }],
    ["PUT", "/files/a/b%2Fc", { path: "a/b/c" }],
  ])("match %s %s with its parameters", async (method, path, params) => {
    expect(await look({ method, path, domain }, (_, ctx) => [ctx.params, ctx.trigger], setup)).toEqual([
      params,
      { kind: "http", name: "api" },
    ]);
  });

  it.each([
    ["POST", "/images"],
    ["GET", "/images/"],
    ["GET", "/images/1/other"],
    ["GET", "/files/"],
    ["GET", "/"],
  ])("do not match %s %s", async (method, path) => {
    const http = vi.fn(() => new Response());
    expect(await call(http, { method, path, domain }, setup)).toMatchObject({
      statusCode: 404,
      body: '{"message":"Not Found"}',
    });
    expect(http).not.toHaveBeenCalled();
  });

  it("prefer literal segments and named methods", async () => {
    const routes = ["ANY /a/{id}", "GET /a/{id}", "GET /a/b", "ANY /a/{rest+}"];
    const taken = (method: string, path: string) =>
      look({ method, path, domain }, (_, { params }) => params, triggers({ http: { api: { api: "s", routes } } }));
    expect(await taken("GET", "/a/b")).toEqual({});
    expect(await taken("PUT", "/a/b")).toEqual({ id: "b" });
    expect(await taken("PUT", "/a/b/c")).toEqual({ rest: "b/c" });
  });

  describe("with tokens", () => {
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    const keys = [{ ...publicKey.export({ format: "jwk" }) }];
    const jwt = { issuer: "https://login.example", audience: ["media"], keys };
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const token = (claims: object) => {
      const text = `${part({ alg: "EdDSA" })}.${part(claims)}`;
      return `Bearer ${text}.${sign(null, Buffer.from(text), privateKey).toString("base64url")}`;
    };
    const seconds = Math.floor(Date.now() / 1000);
    const good = { iss: jwt.issuer, aud: ["other", "media"], exp: seconds + 60, scope: "read write" };
    const ask = (claims: object | undefined, scopes?: string[]) =>
      call(
        () => new Response("here"),
        { domain, ...(claims && { headers: { Authorization: token(claims) } }) },
        triggers({ http: { api: { api: "site", jwt, ...(scopes && { scopes }) } } }),
      );

    it("accept tokens of their issuer and audience only", async () => {
      const own = triggers({ http: { api: { api: "site", jwt } } });
      const seen = await look({ domain, headers: { Authorization: token(good) } }, (_, { http }) => http.auth, own);
      expect(seen).toEqual({ kind: "jwt", claims: good, scopes: ["read", "write"] });
      for (const bad of [
        { ...good, iss: "x" },
        { ...good, aud: "x" },
        { ...good, exp: seconds - 1 },
        { ...good, nbf: seconds + 60 },
      ])
        expect(await ask(bad)).toMatchObject({
          statusCode: 401,
          headers: { "www-authenticate": 'Bearer error="invalid_token"' },
          body: '{"message":"Unauthorized"}',
        });
      expect(await ask(undefined)).toMatchObject({ statusCode: 401, headers: { "www-authenticate": "Bearer" } });
    });

    it("accept tokens that grant one of the scopes", async () => {
      const status = async (claims: object, scopes: string[]) => (await ask(claims, scopes)).statusCode;
      expect(await status(good, ["write"])).toBe(200);
      expect(await status(good, ["admin", "read"])).toBe(200);
      expect(await status({ ...good, scope: undefined, scp: ["admin"] }, ["admin"])).toBe(200);
      expect(await status({ ...good, scope: "reader writer" }, ["read"])).toBe(403);
      expect(await status({ ...good, scope: undefined }, ["read"])).toBe(403);
      expect(await ask(good, ["admin", "owner"])).toMatchObject({
        statusCode: 403,
        headers: { "www-authenticate": 'Bearer error="insufficient_scope", scope="admin owner"' },
        body: '{"message":"Forbidden"}',
      });
    });
  });

  it("are distinguished by hostname when a function answers several apis", async () => {
    vi.stubEnv(
      "POLYFN_RESOURCES",
      JSON.stringify({ "trigger:everybody": "open.example", "trigger:known": "staff.example" }),
    );
    const jwt = { issuer: "https://login.example", audience: ["media"], keys: [] };
    const several = triggers({
      http: {
        everybody: { api: "open", routes: ["GET /{path+}"] },
        known: { api: "staff", routes: ["GET /secrets"], jwt },
      },
    });
    const asked = (to: string) => call(() => new Response("here"), { path: "/secrets", domain: to }, several);
    expect(await asked("OPEN.example")).toMatchObject({ statusCode: 200 });
    expect(await asked("staff.example")).toMatchObject({ statusCode: 401 });
    expect(await asked("other.example")).toMatchObject({ statusCode: 404 });
  });

  it("are not answered at an unknown hostname", async () => {
    expect(await call(() => new Response(), { path: "/images" }, setup)).toMatchObject({ statusCode: 404 });
  });
});
