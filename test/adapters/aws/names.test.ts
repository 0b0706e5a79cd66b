import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arns, nameInArn, type Place } from "../../../adapters/aws/arns.ts";
import { aliasName, logGroupName, physicalName, roleName, triggerName } from "../../../adapters/aws/names.ts";
import { pathTree, restRoutes } from "../../../adapters/aws/rest-paths.ts";
import { routeChild, routeSource } from "../../../adapters/aws/routes.ts";
import type { Deployment } from "../../../adapters/contract.ts";
import { shorten } from "../../../adapters/shared/hashed-names.ts";
import { parseApp } from "../../../model/parse.ts";

const place: Place = { partition: "aws", account: "123456789012", region: "eu-west-1", dnsSuffix: "amazonaws.com" };
const deployment: Deployment = { name: "shop", target: "aws", region: "eu-west-1", prefix: "shop-dev", settings: {} };

describe("names in the cloud", () => {
  const nameOf = (resource: object): unknown => {
    const { resources } = parseApp({ name: "shop", resources: { r: resource } });
    const resolved = resources.get("r");
    if (!resolved) throw new Error("no resource");
    return physicalName(deployment, resolved, place);
  };

  it.each<[object, string]>([
    [{ kind: "queue" }, "shop-dev-r"],
    [{ kind: "queue", fifo: true }, "shop-dev-r.fifo"],
    [{ kind: "queue", fifo: true, physicalName: "mine" }, "mine.fifo"],
    [{ kind: "queue", fifo: true, physicalName: "mine.fifo" }, "mine.fifo"],
    [{ kind: "bucket" }, "shop-dev-r-123456789012-eu-west-1"],
    [{ kind: "bucket", physicalName: "mine" }, "mine"],
    [{ kind: "table", key: { partition: { name: "id" } } }, "shop-dev-r"],
  ])("convert %j to %s", (resource, expected) => {
    expect(nameOf(resource)).toBe(expected);
  });

  it("of a function's parts begin with the function's name", () => {
    expect(logGroupName(deployment, "f")).toBe("/aws/lambda/shop-dev-f");
    expect(roleName(deployment, "f")).toBe("shop-dev-f-eu-west-1");
    expect(triggerName(deployment, { function: "f", name: "t" })).toBe("shop-dev-f-t");
    expect(aliasName({ concurrency: {} })).toBeUndefined();
    expect(aliasName({ concurrency: { provisioned: 1 } })).toBe("live");
  });

  it("are shortened to the limit, differently for different names", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 120 }), fc.string({ minLength: 1, maxLength: 120 }), (a, b) => {
        expect(shorten(a, 64).length).toBeLessThanOrEqual(64);
        if (a.length <= 64) expect(shorten(a, 64)).toBe(a);
        if (a !== b) expect(shorten(`${"x".repeat(64)}${a}`, 64)).not.toBe(shorten(`${"x".repeat(64)}${b}`, 64));
      }),
    );
  });
});

it.each<[string, string]>([
  [arns.queue(place, "q.fifo"), "q.fifo"],
  [arns.bucket(place, "b"), "b"],
  [arns.stream(place, "s"), "s"],
  [arns.table(place, "t"), "t"],
  [`${arns.table(place, "t")}/stream/2026-01-01T00:00:00.000`, "t"],
  [arns.bus(place, "partner/x"), "partner/x"],
  [`${arns.logGroup(place, "/aws/x")}:*`, "/aws/x"],
])("finds the name in %s: %s", (arn, name) => {
  expect(nameInArn(arn)).toBe(name);
});

describe("routes", () => {
  it.each([
    ["GET /items", "GET/items"],
    ["GET /items/{id}", "GET/items/*"],
    ["GET /items/{id}/parts/{part}", "GET/items/*/parts/*"],
    ["ANY /files/{path+}", "*/files/*"],
    ["ANY /", "*/"],
    ["$default", "$default"],
  ])("sends calls for %s from %s", (route, source) => {
    expect(routeSource(route)).toBe(source);
  });

  it("have different names when only special characters differ", () => {
    const names = ["GET /a-b", "GET /a/b", "GET /a.b", "GET /{a}/b", "POST /a/b", "$default"].map(routeChild);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z0-9][a-z0-9-]*$/);
  });

  it("form a tree of paths, parents first", () => {
    expect(pathTree(["/a/{id}/b", "/", "/a", "/c/d"]).map(({ path, parent }) => `${parent} < ${path}`)).toEqual([
      "/ < /a",
      "/a < /a/{id}",
      "/a/{id} < /a/{id}/b",
      "/ < /c",
      "/c < /c/d",
    ]);
  });

  it("of a trigger without routes match all requests", () => {
    const app = parseApp({
      name: "shop",
      resources: { api: { kind: "api" } },
      functions: { f: { handler: "f.ts", triggers: { t: { kind: "http", api: "api" } } } },
    });
    const [trigger] = app.functions.get("f")?.triggers ?? [];
    expect(trigger?.kind === "http" && restRoutes(trigger).map(({ method, path }) => `${method} ${path}`)).toEqual([
      "ANY /",
      "ANY /{proxy+}",
    ]);
  });
});
