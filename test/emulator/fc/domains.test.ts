import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { rewrite } from "../../../offline/aliyun/services/fc/http/rewrite.ts";
import { findRoute } from "../../../offline/aliyun/services/fc/http/routes.ts";
import { Fc, ok, payloadOf, type Stage, stage } from "./harness.ts";

let on: Stage;
beforeAll(async () => {
  on = await stage();
});
beforeEach(async () => {
  await on.server.reset();
  on.executor.runs.length = 0;
  on.executor.behave = (_, request) => ok({ statusCode: 200, body: payloadOf(request) });
  await on.make("f1");
  await on.make("f2");
});
afterAll(() => on.server.stop());

/** As provider v1.285.0 of the vendor sends it. */
const recorded = {
  corsConfig: {
    allowHeaders: [],
    allowMethods: ["GET"],
    allowOrigins: ["https://a.test"],
    exposeHeaders: [],
    maxAge: 60,
  },
  domainName: "d.example.com",
  protocol: "HTTP",
  routeConfig: {
    routes: [
      {
        functionName: "f1",
        methods: ["GET"],
        path: "/*",
        qualifier: "LATEST",
        rewriteConfig: { equalRules: [], regexRules: [], wildcardRules: [] },
      },
    ],
  },
};

describe("custom domains", () => {
  test("return what the provider stored", async () => {
    const made = await on.call("POST", "/custom-domains", recorded);
    expect(made.body).toMatchObject({ ...recorded, accountId: "1234567890123456", apiVersion: "2023-03-30" });
    expect((await on.call("POST", "/custom-domains", recorded)).status).toBe(409);
    const read = await on.client.getCustomDomain("d.example.com");
    expect(read.body?.routeConfig?.routes?.[0]).toMatchObject({ functionName: "f1", path: "/*" });
    const change = new Fc.UpdateCustomDomainInput({ corsConfig: new Fc.CORSConfig({}) });
    await on.client.updateCustomDomain("d.example.com", new Fc.UpdateCustomDomainRequest({ body: change }));
    expect((await on.call("GET", "/custom-domains/d.example.com")).body).not.toHaveProperty("corsConfig");
    expect((await on.call("GET", "/custom-domains?prefix=d")).body.customDomains).toHaveLength(1);
    await on.client.deleteCustomDomain("d.example.com");
    expect((await on.call("GET", "/custom-domains/d.example.com")).body.Code).toBe("DomainNameNotFound");
  });

  test("never return a private key", async () => {
    const certConfig = { certName: "c", certificate: "CERT", privateKey: "KEY" };
    const made = await on.call("POST", "/custom-domains", { ...recorded, protocol: "HTTPS", certConfig });
    expect(made.body.certConfig).toEqual({ certName: "c", certificate: "CERT" });
    expect(JSON.stringify((await on.call("GET", "/custom-domains")).body)).not.toContain("KEY");
  });

  test.each([
    [{ protocol: "HTTPS" }, /certificate/],
    [{ protocol: "FTP" }, /protocol/],
    [{ domainName: "a b" }, /domainName/],
    [{ routeConfig: { routes: [{ path: "x", functionName: "f1" }] } }, /path/],
    [{ routeConfig: { routes: [{ path: "/*/x", functionName: "f1" }] } }, /\*/],
    [{ routeConfig: { routes: ["f1", "f2"].map((functionName) => ({ path: "/x", functionName })) } }, /twice/],
    [{ authConfig: { authType: "jwt", authInfo: "{}" } }, /authInfo/],
    [{ nonsense: 1 }, /nonsense/],
  ])("refuse %j", async (change, message) => {
    const { status, body } = await on.call("POST", "/custom-domains", { ...recorded, ...change });
    expect({ status, code: body.Code }).toEqual({ status: 400, code: "InvalidArgument" });
    expect(body.Message).toMatch(message);
  });

  test("pass requests to the route's function without the default URL's headers", async () => {
    const routes = [
      {
        path: "/a/*",
        functionName: "f1",
        rewriteConfig: { wildcardRules: [{ match: "/a/*", replacement: "/$1?from=a" }] },
      },
      { path: "/a/b", functionName: "f2", methods: ["GET"] },
    ];
    await on.call("POST", "/custom-domains", {
      domainName: "d.example.com",
      protocol: "HTTP",
      routeConfig: { routes },
    });
    const response = await on.visit("https://d.example.com/a/x/y?q=1");
    expect(await response.json()).toMatchObject({
      rawPath: "/x/y",
      queryParameters: { from: "a", q: "1" },
      requestContext: { domainName: "d.example.com", http: { path: "/x/y" } },
    });
    expect(response.headers.get("content-disposition")).toBeNull();
    expect((await on.visit("https://d.example.com/a/b")).status).toBe(200);
    expect(on.executor.runs.map(({ fn }) => fn.functionName)).toEqual(["f1", "f2"]);
    const lost = await on.visit("https://d.example.com/other");
    expect([lost.status, await lost.json()]).toMatchObject([404, { Code: "DomainRouteNotFound" }]);
    expect((await on.visit("https://other.example.com/")).status).toBe(502);
  });

  test("prefer their CORS settings to the function's headers", async () => {
    await on.call("POST", "/custom-domains", recorded);
    on.executor.behave = () => ok({ statusCode: 200, headers: { "access-control-allow-origin": "*" }, body: "" });
    const ask = (origin: string, method: string) => {
      const headers = { origin, "access-control-request-method": method };
      return on.visit("https://d.example.com/", { method: "OPTIONS", headers });
    };
    const allowed = await ask("https://a.test", "GET");
    expect([allowed.status, allowed.headers.get("access-control-max-age")]).toEqual([204, "60"]);
    expect((await ask("https://b.test", "GET")).status).toBe(403);
    expect((await ask("https://a.test", "POST")).status).toBe(403);
    const get = (origin: string) => on.visit("https://d.example.com/", { headers: { origin } });
    expect((await get("https://a.test")).headers.get("access-control-allow-origin")).toBe("https://a.test");
    expect((await get("https://b.test")).headers.get("access-control-allow-origin")).toBeNull();
  });
});

describe("routes of a custom domain", () => {
  const routes = [
    { path: "/*", functionName: "all" },
    { path: "/login/*", functionName: "login" },
    { path: "/login/a/*", functionName: "a" },
    { path: "/login/a", functionName: "exact", methods: ["GET" as const] },
    { path: "/login/a", functionName: "post", methods: ["POST" as const] },
  ];
  test.each([
    ["GET", "/", "all"],
    ["GET", "/login", "all"],
    ["GET", "/login/x", "login"],
    ["GET", "/login/a/b", "a"],
    ["GET", "/login/a", "exact"],
    ["POST", "/login/a", "post"],
    ["PUT", "/login/a", "login"],
  ])("lead %s %s to %s", (method, path, name) => {
    expect(findRoute(routes, method, path)).toMatchObject({ functionName: name });
  });
  test("answer an unknown method and an unknown path differently", () => {
    expect(findRoute(routes.slice(3), "PUT", "/login/a")).toBe("method");
    expect(findRoute(routes.slice(3), "PUT", "/")).toBeUndefined();
  });
});

describe("path rewriting of a custom domain", () => {
  const path = (rules: Parameters<typeof rewrite>[1], from: string) => rewrite({ path: from, query: "" }, rules).path;
  test("keeps the path for an exact rule", () => {
    const rules = { equalRules: [{ match: "/old", replacement: "/new" }] };
    expect(["/old", "/test/old"].map((from) => path(rules, from))).toEqual(["/new", "/test/old"]);
  });
  test("matches any text with wildcards, from the beginning only with ^", () => {
    const loose = { wildcardRules: [{ match: "/old", replacement: "/new" }] };
    const bound = { wildcardRules: [{ match: "^/old", replacement: "/new" }] };
    const api = { wildcardRules: [{ match: "/api/*", replacement: "/$1" }] };
    expect(path(loose, "/test/old")).toBe("/new");
    expect(path(bound, "/test/old")).toBe("/test/old");
    expect(path(api, "/api/getFunctionName")).toBe("/getFunctionName");
  });
  test("applies regular expressions last", () => {
    const rules = { regexRules: [{ match: "^/v(\\d+)/(.*)$", replacement: "/$2/$1" }] };
    expect(path(rules, "/v2/items")).toBe("/items/2");
    expect(path({ ...rules, equalRules: [{ match: "/v2/items", replacement: "/first" }] }, "/v2/items")).toBe("/first");
  });
});
