import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { authRefusal, domainAuth, publicKeys } from "../../../adapters/aliyun/resources/api-auth.ts";
import { domainRoutes, pathOf, routeConflicts } from "../../../adapters/aliyun/resources/api-routes.ts";
import { parseApp } from "../../../model/parse.ts";
import type { ResolvedResource, ResolvedTrigger } from "../../../model/resolve.ts";

const JWKS = { keys: [{ kty: "RSA", n: "AQAB", e: "AQAB" }] };
type Routes = Readonly<Record<string, readonly string[] | undefined>>;
type Auth = "none" | "iam" | "jwt";

/** The api and its triggers: one per function, named `<function>` or `<function>:<auth>`. */
function apiOf(routes: Routes, jwks: object | undefined = JWKS) {
  const functions = Object.entries(routes).map(([key, list]) => {
    const [name = "", auth = "none"] = key.split(":");
    const trigger = { kind: "http", api: "site", auth: auth as Auth, ...(list && { routes: [...list] }) };
    return [name, { handler: "f.ts", triggers: { api: trigger } }] as const;
  });
  const app = parseApp({
    name: "shop",
    resources: { site: { kind: "api", jwt: { issuer: "https://login.example", audience: ["a"], jwks } } },
    functions: Object.fromEntries(functions),
  });
  const api = app.resources.get("site") as ResolvedResource<"api">;
  return { api, triggers: api.triggers as readonly ResolvedTrigger<"http">[] };
}

describe("routes of a domain", () => {
  it.each([
    ["GET /", "/"],
    ["GET /items", "/items"],
    ["GET /items/{id}", "/items/*"],
    ["GET /items/{id}/parts/{part}", "/items/*"],
    ["ANY /{path+}", "/*"],
    ["ANY /files/{path+}", "/files/*"],
  ])("converts %s to %s", (route, path) => {
    expect(pathOf(route)).toBe(path);
  });

  it("lists one route for each path and function, with all methods in a fixed order", () => {
    const { triggers } = apiOf({
      b: ["POST /items", "GET /items", "GET /items/{id}", "DELETE /items/{id}/parts/{part}"],
      a: ["PUT /items/{id}"],
      rest: undefined,
    });
    expect(domainRoutes(triggers)).toEqual([
      {
        path: "/*",
        methods: ["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS"],
        function: "rest",
      },
      { path: "/items", methods: ["GET", "POST"], function: "b" },
      { path: "/items/*", methods: ["PUT"], function: "a" },
      { path: "/items/*", methods: ["GET", "DELETE"], function: "b" },
    ]);
  });
});

describe("routes that a domain would send to the wrong function", () => {
  const conflicts = (routes: Routes): string[] =>
    routeConflicts(apiOf(routes).triggers).map(
      ({ route, function: fn, other }) => `${fn} ${route} | ${other.function} ${other.route}`,
    );

  it.each<[string, Routes]>([
    ["one function", { a: ["GET /items/{id}", "GET /items/{id}/parts", "GET /{path+}"] }],
    ["other methods", { a: ["GET /items/{id}"], b: ["DELETE /items/{id}"] }],
    ["a path and what is below it", { a: ["GET /items"], b: ["GET /items/{id}"] }],
    ["a longer beginning", { a: ["GET /items/{id}"], b: ["GET /items/special/{id}"] }],
    ["the rest", { a: ["GET /items/{id}"], b: undefined, c: ["POST /items"] }],
  ])("accepts %s", (_, routes) => {
    expect(conflicts(routes)).toEqual([]);
  });

  it.each<[string, Routes, string[]]>([
    [
      "the same beginning",
      { a: ["GET /items/{id}"], b: ["GET /items/{id}/parts"] },
      ["b GET /items/{id}/parts | a GET /items/{id}"],
    ],
    [
      "a greedy one above a longer beginning",
      { a: ["GET /items/{path+}"], b: ["GET /items/special/{id}"] },
      ["a GET /items/{path+} | b GET /items/special/{id}"],
    ],
    [
      "a parameter where another has a word",
      { a: ["GET /items/{id}/parts"], b: ["GET /items/special/{x}/{y}"] },
      ["a GET /items/{id}/parts | b GET /items/special/{x}/{y}"],
    ],
  ])("refuses %s", (_, routes, expected) => {
    expect(conflicts(routes)).toEqual(expected);
  });

  it("accepts a shared path when the other function takes such requests too", () => {
    expect(
      conflicts({ a: ["GET /items/{path+}"], b: ["GET /items/special/{id}", "GET /items/special/{path+}"] }),
    ).toEqual([]);
  });
});

describe("authorization of a domain", () => {
  const auth = (routes: Routes, jwks?: object) => {
    const { api, triggers } = apiOf(routes, jwks);
    const refusal = authRefusal(api, triggers);
    return refusal ? refusal.reason : domainAuth(api, triggers);
  };

  it("allows everybody, signed requests, or callers with a token", () => {
    expect(auth({ a: ["GET /a"] })).toEqual({ authType: "anonymous" });
    expect(auth({ "a:iam": ["GET /a"] })).toEqual({ authType: "function" });
    const jwt = { jwks: { keys: [{ e: "AQAB", kty: "RSA", n: "AQAB" }] }, tokenLookup: "header:Authorization:Bearer " };
    expect(auth({ "a:jwt": ["GET /a/{id}"] })).toEqual({ authType: "jwt", authInfo: JSON.stringify(jwt) });
    expect(auth({ "a:jwt": ["GET /a/{id}"], b: ["GET /a", "GET /b"] })).toEqual({
      authType: "jwt",
      authInfo: JSON.stringify({ ...jwt, blacklist: ["/a/*"] }),
    });
  });

  it("is refused where the domain cannot distinguish paths", () => {
    expect(auth({ "a:iam": ["GET /a"], b: ["GET /b"] })).toMatch("signatures for a whole domain");
  });

  it("is left to the shim where the domain cannot distinguish paths", () => {
    expect(auth({ "a:jwt": ["DELETE /a/{id}"], b: ["GET /a/{id}"] })).toEqual({ authType: "anonymous" });
    const some = auth({ "a:jwt": ["GET /a/x", "GET /b"], b: ["GET /a/{id}"] });
    expect(some).toMatchObject({ authType: "jwt", authInfo: expect.stringMatching(/"blacklist":\["\/b"\]/) });
  });

  it("is refused without the keys", () => {
    const { api, triggers } = apiOf({ "a:jwt": ["GET /a"] });
    const { jwks: _, ...jwt } = api.spec.jwt ?? { issuer: "", audience: [] };
    expect(authRefusal({ spec: { ...api.spec, jwt } }, triggers)?.remedy).toMatch("jwt.jwks");
  });

  it.each<[object, RegExp]>([
    [{}, /no public key/],
    [{ keys: [] }, /no public key/],
    [{ keys: [null, { kty: "RSA" }] }, /no public key/],
    [{ keys: [{ kty: "oct", k: "c2VjcmV0" }] }, /shared secret/],
  ])("is refused with invalid keys: %j", (jwks, reason) => {
    expect(auth({ "a:jwt": ["GET /a"] }, jwks)).toMatch(reason);
  });

  it("publishes only the public half of keys", () => {
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const whole = privateKey.export({ format: "jwk" });
    const { d, ...open } = whole;
    expect(publicKeys({ issuer: "https://login.example", audience: [], jwks: { keys: [whole] } })).toEqual([open]);
    expect(d).toBeDefined();
  });
});
