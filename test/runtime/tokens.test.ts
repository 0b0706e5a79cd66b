import { afterEach, describe, expect, it, vi } from "vitest";
import type { HttpContext } from "../../runtime/index.ts";
import { scopesOf } from "../../runtime/shim/token.ts";
import { captureLog } from "./captured-log.ts";
import { invoke, sample } from "./harness.ts";
import { eventV2, type Http } from "./http-calls.ts";

afterEach(() => vi.restoreAllMocks());

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const tokenOf = (claims: object) => `${part({ alg: "ES256" })}.${part(claims)}.c2lnbmF0dXJl`;

const CLAIMS = {
  iss: "https://id.example.com",
  aud: ["shop", "other"],
  sub: "u1",
  exp: 1900000000,
  ratio: 0.5,
  email_verified: true,
  nothing: null,
  scope: "orders:read orders:write",
  "cognito:groups": ["admins", "editors"],
  address: { city: "Bern", zip: 3000 },
};

/** Claims as API Gateway gives them to a function. */
const WRITTEN = {
  iss: "https://id.example.com",
  aud: "[shop other]",
  sub: "u1",
  exp: "1900000000",
  ratio: "0.5",
  email_verified: "true",
  scope: "orders:read orders:write",
  "cognito:groups": "[admins editors]",
  address: "map[city:Bern zip:3000]",
};

async function authOf(event: unknown): Promise<HttpContext["http"]["auth"]> {
  const seen: HttpContext["http"]["auth"][] = [];
  const http: Http = (_request, ctx) => {
    seen.push(ctx.http.auth);
    return new Response();
  };
  await invoke({ http }, event);
  return seen[0];
}

const withToken = (more: object, claims: object = WRITTEN) => ({
  ...eventV2({}),
  requestContext: {
    ...eventV2({}).requestContext,
    authorizer: { jwt: { claims, scopes: null } },
  },
  ...more,
});

const EXPECTED = { kind: "jwt", claims: CLAIMS, scopes: ["orders:read", "orders:write"] };

describe("claims behind API Gateway's authorizer", () => {
  it.each([
    ["in the Authorization header", { headers: { authorization: `Bearer ${tokenOf(CLAIMS)}` } }],
    ["whatever the letters of the header", { headers: { Authorization: `bearer ${tokenOf(CLAIMS)}` } }],
    ["without Bearer", { headers: { authorization: tokenOf(CLAIMS) } }],
    ["in another header", { headers: { "x-token": tokenOf(CLAIMS), authorization: "Basic eDp5" } }],
    ["in the query", { queryStringParameters: { token: tokenOf(CLAIMS) } }],
    ["in a cookie", { cookies: ["theme=dark", `session=${tokenOf(CLAIMS)}`] }],
  ])("%s", async (_, more) => {
    expect(await authOf(withToken(more))).toEqual(EXPECTED);
  });

  it("keep types where a server passes them", async () => {
    const headers = { authorization: `Bearer ${tokenOf(CLAIMS)}` };
    expect(await authOf(withToken({ headers }, CLAIMS))).toEqual(EXPECTED);
    const json = { ...WRITTEN, aud: '["shop", "other"]', address: '{"zip": 3000, "city": "Bern"}' };
    expect(await authOf(withToken({ headers }, json))).toEqual(EXPECTED);
  });

  it("are also read from a REST API's events", async () => {
    const rest = sample<{ requestContext: object; headers: object }>("http-rest");
    const event = {
      ...rest,
      headers: { ...rest.headers, Authorization: `Bearer ${tokenOf(CLAIMS)}` },
      requestContext: { ...rest.requestContext, authorizer: { claims: WRITTEN } },
    };
    expect(await authOf(event)).toEqual(EXPECTED);
  });

  it.each([
    ["another subject", { sub: "root" }],
    ["another group", { "cognito:groups": ["admins", "owners"] }],
    ["a group more", { "cognito:groups": ["admins", "editors", "owners"] }],
    ["a claim more", { admin: true }],
    ["another number", { exp: 1900000001 }],
    ["another truth value", { email_verified: false }],
    ["another city", { address: { city: "Rome", zip: 3000 } }],
  ])("are not read from a token that differs: %s", async (_, change) => {
    const lines = captureLog();
    const forged = tokenOf({ ...CLAIMS, ...change });
    const headers = { authorization: `Bearer ${forged}`, "x-token": tokenOf(CLAIMS) };
    expect(await authOf(withToken({ headers }))).toEqual(EXPECTED);
    expect(lines).toEqual([]);
    expect(await authOf(withToken({ headers: { authorization: `Bearer ${forged}` } }))).toEqual({
      kind: "jwt",
      claims: WRITTEN,
      scopes: ["orders:read", "orders:write"],
    });
    expect(lines).toMatchObject([{ level: "warn", message: expect.stringContaining("verified token") }]);
  });
});

describe("scopes", () => {
  it.each([
    [{ scope: "a b" }, ["a", "b"]],
    [{ scope: "" }, []],
    [{ scope: " a  b a" }, ["a", "b"]],
    [{ scp: "a b" }, ["a", "b"]],
    [{ scp: ["a", "b"] }, ["a", "b"]],
    [{ scope: "a", scp: ["b", 1, null] }, ["a", "b"]],
    [{ scope: 7 }, []],
    [{}, []],
  ])("are read from %j", (claims, scopes) => {
    expect(scopesOf(claims)).toEqual(scopes);
  });
});
