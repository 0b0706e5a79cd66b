import type { TriggerInput } from "../../model/triggers/index.ts";
import { api, fn, rows } from "./rows.ts";

const http = (rest: object = {}): TriggerInput => ({ kind: "http", api: "site", ...rest });

rows("routes", [
  ["two methods of one path", { site: api }, { f: fn({ a: http({ routes: ["GET /a", "POST /a"] }) }) }, []],
  ["a method and ANY of one path", { site: api }, { f: fn({ a: http({ routes: ["GET /a", "ANY /a"] }) }) }, []],
  [
    "a literal and a parameter in one position",
    { site: api },
    { f: fn({ a: http({ routes: ["GET /a/b", "GET /a/{id}", "GET /a/{rest+}"] }) }) },
    [],
  ],
  [
    "one parameter twice in a route",
    { site: api },
    { f: fn({ a: http({ routes: ["GET /a/{id}/b/{id}", "GET /c/{id}/{ids+}", "GET /d/{id}/{id+}"] }) }) },
    ["functions.f.triggers.a.routes[0]: bad-format", "functions.f.triggers.a.routes[2]: bad-format"],
  ],
  [
    "one route in two functions",
    { site: api },
    { f: fn({ a: http({ routes: ["GET /a"] }) }), g: fn({ a: http({ routes: ["GET /a"] }) }) },
    ["functions.g.triggers.a.routes: duplicate-route"],
  ],
  [
    "ANY twice on one path",
    { site: api },
    { f: fn({ a: http({ routes: ["ANY /a", "ANY /a"] }) }) },
    ["functions.f.triggers.a.routes: duplicate-route"],
  ],
  [
    "routes that differ in parameter names only",
    { site: api },
    { f: fn({ a: http({ routes: ["GET /{a}/x"] }), b: http({ routes: ["GET /{b}/x"] }) }) },
    ["functions.f.triggers.b.routes: duplicate-route"],
  ],
  [
    "two triggers that take every request of an API",
    { site: api },
    { f: fn({ a: http() }), g: fn({ a: http() }) },
    ["functions.g.triggers.a: duplicate-route"],
  ],
  ["one route in two APIs", { site: api, admin: api }, { f: fn({ a: http(), b: http({ api: "admin" }) }) }, []],
]);

rows("http", [
  [
    "jwt with an API that has a jwt",
    { site: { kind: "api", jwt: { issuer: "https://a.example", audience: ["x"] } } },
    { f: fn({ a: http({ auth: "jwt" }) }) },
    [],
  ],
  [
    "jwt without an API",
    {},
    { f: fn({ a: { kind: "http", auth: "jwt" } }) },
    ["functions.f.triggers.a.auth: conflict"],
  ],
  [
    "scopes with jwt",
    { site: { kind: "api", jwt: { issuer: "https://a.example", audience: ["x"] } } },
    { f: fn({ a: http({ auth: "jwt", scopes: ["orders:read"] }) }) },
    [],
  ],
  [
    "scopes without jwt",
    { site: api },
    {
      f: fn({ a: http({ scopes: ["orders:read"] }) }),
      g: fn({ b: http({ auth: "iam", scopes: ["x"], api: "site", routes: ["GET /b"] }) }),
    },
    ["functions.f.triggers.a.scopes: conflict", "functions.g.triggers.b.scopes: conflict"],
  ],
  [
    "cors on a trigger of an API",
    { site: api },
    { f: fn({ a: http({ cors: { origins: ["*"] } }) }) },
    ["functions.f.triggers.a.cors: conflict"],
  ],
  [
    "a function with its own URL and routes of an API",
    { site: api },
    { f: fn({ a: http(), b: { kind: "http" } }) },
    [],
  ],
  [
    "an HTTP trigger and a webhook with one URL",
    { s: { kind: "secret" } },
    { f: fn({ a: { kind: "http" }, b: { kind: "webhook", sender: "stripe", secret: "s" } }) },
    ["functions.f.triggers.b: several-addresses"],
  ],
]);
