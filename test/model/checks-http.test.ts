import type { TriggerInput } from "../../model/triggers/index.ts";
import { api, fn, rows } from "./rows.ts";

const http = (rest: object = {}): TriggerInput => ({ kind: "http", api: "site", ...rest });

rows("routes", [
  ["different methods", { site: api }, { f: fn({ a: http({ routes: ["GET /a", "POST /a"] }) }) }, []],
  ["a named method beside ANY", { site: api }, { f: fn({ a: http({ routes: ["GET /a", "ANY /a"] }) }) }, []],
  [
    "a literal beside a parameter",
    { site: api },
    { f: fn({ a: http({ routes: ["GET /a/b", "GET /a/{id}", "GET /a/{rest+}"] }) }) },
    [],
  ],
  [
    "the same route twice",
    { site: api },
    { f: fn({ a: http({ routes: ["GET /a"] }) }), g: fn({ a: http({ routes: ["GET /a"] }) }) },
    ["functions.g.triggers.a.routes: duplicate-route"],
  ],
  [
    "ANY twice",
    { site: api },
    { f: fn({ a: http({ routes: ["ANY /a", "ANY /a"] }) }) },
    ["functions.f.triggers.a.routes: duplicate-route"],
  ],
  [
    "parameters by other names",
    { site: api },
    { f: fn({ a: http({ routes: ["GET /{a}/x"] }), b: http({ routes: ["GET /{b}/x"] }) }) },
    ["functions.f.triggers.b.routes: duplicate-route"],
  ],
  [
    "every request twice",
    { site: api },
    { f: fn({ a: http() }), g: fn({ a: http() }) },
    ["functions.g.triggers.a: duplicate-route"],
  ],
  ["the same route of two apis", { site: api, admin: api }, { f: fn({ a: http(), b: http({ api: "admin" }) }) }, []],
]);

rows("http", [
  [
    "jwt where the api says which",
    { site: { kind: "api", jwt: { issuer: "https://a.example", audience: ["x"] } } },
    { f: fn({ a: http({ auth: "jwt" }) }) },
    [],
  ],
  [
    "jwt on an address of its own",
    {},
    { f: fn({ a: { kind: "http", auth: "jwt" } }) },
    ["functions.f.triggers.a.auth: conflict"],
  ],
  [
    "scopes of tokens",
    { site: { kind: "api", jwt: { issuer: "https://a.example", audience: ["x"] } } },
    { f: fn({ a: http({ auth: "jwt", scopes: ["orders:read"] }) }) },
    [],
  ],
  [
    "scopes without tokens",
    { site: api },
    {
      f: fn({ a: http({ scopes: ["orders:read"] }) }),
      g: fn({ b: http({ auth: "iam", scopes: ["x"], api: "site", routes: ["GET /b"] }) }),
    },
    ["functions.f.triggers.a.scopes: conflict", "functions.g.triggers.b.scopes: conflict"],
  ],
  [
    "cors beside an api",
    { site: api },
    { f: fn({ a: http({ cors: { origins: ["*"] } }) }) },
    ["functions.f.triggers.a.cors: conflict"],
  ],
  ["an own address and routes of an api", { site: api }, { f: fn({ a: http(), b: { kind: "http" } }) }, []],
  [
    "a webhook is an address too",
    { s: { kind: "secret" } },
    { f: fn({ a: { kind: "http" }, b: { kind: "webhook", sender: "stripe", secret: "s" } }) },
    ["functions.f.triggers.b: several-addresses"],
  ],
]);
