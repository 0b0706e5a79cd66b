import { describe, expect, it } from "vitest";
import { aws } from "../../../adapters/aws/adapter.ts";
import { lower } from "../../../infra/graph/lower.ts";
import { plannedResources, withoutPackages } from "../../../infra/graph/planned.ts";
import { parseApp } from "../../../model/parse.ts";
import { targetProblems } from "../target-problems.ts";

const deployment = { name: "shop", target: "aws", region: "eu-west-1", prefix: "shop-dev", settings: {} };

/** `path: code` of everything AWS can't do in a spec. */
const found = (spec: object): string[] =>
  targetProblems(aws, parseApp({ name: "shop", ...spec }), deployment)
    .map(({ path, code }) => `${path.join(".")}: ${code}`)
    .sort();

describe("policies that are too long", () => {
  const names = (count: number): string[] =>
    Array.from({ length: count }, (_, index) => `name-of-some-length-${index}`);

  it("are refused for a role", () => {
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

  it("are refused for a function with a statement for each route", () => {
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

describe("checked policies", () => {
  /** A function with everything that takes statements, and so many topics that its policies are too long. */
  const [read = [], written = []] = ["read", "written"].map((use) =>
    Array.from({ length: 90 }, (_, index) => `topic-that-is-${use}-${index}`),
  );
  const app = parseApp({
    name: "shop",
    resources: {
      ...Object.fromEntries([...read, ...written].map((name) => [name, { kind: "topic" }])),
      files: { kind: "bucket" },
    },
    functions: {
      f: {
        handler: "f.ts",
        alias: { name: "live" },
        fileSystem: { id: "arn:aws:elasticfilesystem:eu-west-1:123456789012:access-point/fsap-1", path: "/mnt/data" },
        vpc: { subnets: ["subnet-1"], securityGroups: ["sg-1"] },
        permissions: Object.fromEntries(written.map((name) => [name, ["publish"]])),
        triggers: {
          onFile: { kind: "bucket", bucket: "files" },
          web: { kind: "http" },
          ...Object.fromEntries(read.map((topic) => [`on-${topic}`, { kind: "topic", topic }])),
        },
      },
    },
  });
  const messages = targetProblems(aws, app, deployment).map(({ message }) => message);
  const graph = lower({ app, adapter: aws, deployment });
  const planned = plannedResources(graph, {
    values: aws.lowering.planValues(deployment),
    provider: aws.lowering.provider(deployment),
    packages: withoutPackages,
  });

  it("equal a role's deployed policy, with access point and VPC", () => {
    const role = planned.find(({ type }) => type === "aws:iam/rolePolicy:RolePolicy")?.inputs.policy;
    expect(role).toContain("elasticfilesystem:ClientMount");
    expect(messages).toContainEqual(expect.stringContaining(`about ${String(role).length} characters`));
  });

  it("equal a function's deployed policy, with each caller's principal and the alias", () => {
    const callers = planned
      .filter(({ type }) => type === "aws:lambda/permission:Permission")
      .map(({ inputs }) => inputs);
    expect(new Set(callers.map(({ principal }) => principal))).toEqual(
      new Set(["s3.amazonaws.com", "sns.amazonaws.com", "*"]),
    );
    expect(new Set(callers.map(({ qualifier }) => qualifier))).toEqual(new Set(["live"]));
    const message = messages.find((text) => text.startsWith("Who may call"));
    const [, bytes] = /about (\d+) bytes/.exec(message ?? "") ?? [];
    // Each statement has an id, an effect, a principal, an action, the function and its condition.
    const least = callers.map(({ statementId, sourceArn }) => `${String(statementId)}${String(sourceArn)}`).join("");
    expect(Number(bytes)).toBeGreaterThan(least.length + callers.length * 100);
  });
});
