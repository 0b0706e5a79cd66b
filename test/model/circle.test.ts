import { describe, expect, it } from "vitest";
import { SpecError } from "../../model/errors.ts";
import { parseApp } from "../../model/parse.ts";

const circular = () => {
  const fn: Record<string, unknown> = { handler: "src/f.ts" };
  return Object.assign(fn, { environment: { A: fn } });
};

const problemsOf = (spec: unknown) => {
  try {
    parseApp(spec);
  } catch (error) {
    if (error instanceof SpecError) return error.problems;
    throw error;
  }
  return [];
};

describe("a spec that contains itself", () => {
  it.each([
    ["in a function", { app: "shop", functions: { f: circular() } }, ["functions", "f", "environment", "A"]],
    ["below an extension", { app: "shop", "x-a": circular() }, ["x-a", "environment", "A"]],
    ["in a list", { app: "shop", "x-a": [circular()] }, ["x-a", 0, "environment", "A"]],
    ["in an environment", { environments: { dev: circular() } }, ["environments", "dev", "environment", "A"]],
  ])("is a problem with its path: %s", (_, spec, path) => {
    expect(problemsOf(spec)).toMatchObject([{ code: "circle", path }]);
  });

  it("is not one that has an object twice", () => {
    const shared = { A: "1" };
    const functions = { f: { handler: "f.ts", environment: shared }, g: { handler: "g.ts", environment: shared } };
    expect(problemsOf({ app: "shop", functions }).map(({ code }) => code)).not.toContain("circle");
  });
});
