import { describe, expect, it } from "vitest";
import { aws } from "../../../adapters/aws/adapter.ts";
import { parseApp } from "../../../model/parse.ts";

const deployment = { name: "shop", target: "aws", region: "eu-west-1", prefix: "shop-dev", settings: {} };

/** `path: code` of everything AWS can't do in a spec. */
const found = (spec: object): string[] =>
  aws
    .check(parseApp({ name: "shop", ...spec }), deployment)
    .map(({ path, code }) => `${path.join(".")}: ${code}`)
    .sort();

describe("policies have a limited length", () => {
  const names = (count: number): string[] =>
    Array.from({ length: count }, (_, index) => `name-of-some-length-${index}`);

  it("a role's", () => {
    const spec = (count: number): object => {
      const all = names(count);
      return {
        resources: Object.fromEntries(all.map((name) => [name, { kind: "topic" }])),
        functions: { f: { handler: "f.ts", permissions: Object.fromEntries(all.map((name) => [name, ["publish"]])) } },
      };
    };
    expect(found(spec(30))).toEqual([]);
    // The same names fill the environment.
    expect(found(spec(90))).toEqual(["functions.f.environment: out-of-range", "functions.f.permissions: out-of-range"]);
  });

  it("a function's own, which has a statement for each route", () => {
    const spec = (count: number): object => ({
      resources: { site: { kind: "api" } },
      functions: {
        f: {
          handler: "f.ts",
          triggers: { t: { kind: "http", api: "site", routes: names(count).map((name) => `GET /items/${name}/{id}`) } },
        },
      },
    });
    expect(found(spec(40))).toEqual([]);
    expect(found(spec(80))).toEqual(["functions.f.triggers: out-of-range"]);
  });
});
