import { expect, test } from "vitest";
import { aws } from "../../adapters/aws/adapter.ts";
import { plan } from "../../infra/plan.ts";
import { formatPath, SpecError } from "../../model/errors.ts";
import { checkApp } from "../../model/parse.ts";

/** `path: code` of each problem of a spec on its target. */
function findings(spec: unknown): string[] {
  const deployment = (app: string) => ({
    name: app,
    target: "aws",
    region: "eu-west-1",
    prefix: `${app}-test`,
    settings: {},
  });
  try {
    plan({ checked: checkApp(spec), adapter: aws, deployment });
    return [];
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    return error.problems.map(({ path, code }) => `${formatPath(path)}: ${code}`);
  }
}

const tooLong = { handler: "f.ts", timeout: "20m" };
const found = "functions.f.timeout: out-of-range";

test.each([
  ["a mistake in the same function", { functions: { f: { ...tooLong, colour: 5 } } }],
  ["names that lead nowhere", { functions: { f: { ...tooLong, permissions: { x: ["send"] } } } }],
  [
    "resources that need each other",
    {
      resources: { a: { kind: "queue", deadLetter: { queue: "b" } }, b: { kind: "queue", deadLetter: { queue: "a" } } },
      functions: { f: { ...tooLong, colour: 5 } },
    },
  ],
  [
    "a resource that can't be read",
    {
      resources: { a: { kind: "queu" } },
      functions: { f: { ...tooLong, triggers: { t: { kind: "queue", queue: "a" } } } },
    },
  ],
])("%s does not hide the problems of the target", (_title, spec) => {
  const all = findings({ name: "app", ...spec });
  expect(all).toContain(found);
  expect(all.length).toBeGreaterThan(1);
});

test("a valid spec has a plan", () => {
  expect(findings({ name: "app", functions: { f: { handler: "f.ts" } } })).toEqual([]);
});
