import { describe, expect, it, test } from "vitest";
import type { ChangedResource } from "../../cli/deployment/changes.ts";
import { Parts } from "../../cli/deployment/parts.ts";
import { differencesOf, listDifferences } from "../../cli/plan/differences.ts";
import { policyChanges } from "../../cli/plan/policies.ts";
import { temporaryDirectory, write } from "../infra/project.ts";
import { polyfn } from "./polyfn.ts";

const SPEC = `
name: shop
resources: { jobs: { kind: queue }, news: { kind: topic } }
functions:
  worker:
    handler: worker.ts
    triggers:
      onJob: { kind: queue, queue: jobs }
      onNews: { kind: topic, topic: news, filter: { kind: [a] } }
`;
const project = (): string => {
  const directory = temporaryDirectory();
  write(directory, {
    "polyfn.yaml": SPEC,
    "worker.ts": "export default { queue: async () => undefined, topic: async () => undefined };",
    "Pulumi.yaml": "name: shop\nruntime: nodejs\n",
    "Pulumi.both.yaml": "config: { polyfn:targets: [{ target: aws }, { target: aliyun }] }",
  });
  return directory;
};

describe("polyfn plan", () => {
  it("prints what each function, trigger and resource becomes on each target of a stack, and what is emulated", async () => {
    const { code, out, err } = await polyfn(project(), "plan", "--stack", "both");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const [aws = "", aliyun = ""] = out.split(/^(?=shop on Aliyun)/m);
    expect(aws).toMatch(/^shop on AWS Lambda \(aws, us-east-1\)\n\nworker nodejs, \d+ MB\n├─ /);
    expect(aws).toMatch(/└─ onNews topic\n {3}├─ /);
    expect(aws).toContain("lambda EventSourceMapping worker-jobs");
    expect(aws).toMatch(/^jobs queue\n└─ sqs Queue jobs$/m);
    expect(aws).not.toContain("emulated");
    expect(aliyun).toMatch(/emulated Topic trigger: filter on attributes\. /);
  });

  it("prints a line for each part of an app with many, and the trees of functions that are named", async () => {
    const directory = project();
    const fn = (queue: string) => ({ handler: "worker.ts", triggers: { onJob: { kind: "queue", queue } } });
    const numbers = Array.from({ length: 40 }, (_, index) => index);
    const of = <T>(kind: string, create: (index: number) => T) =>
      Object.fromEntries(numbers.map((index) => [`${kind}${index}`, create(index)]));
    const functions = of("f", (index) => fn(`q${index}`));
    const spec = { name: "shop", resources: of("q", () => ({ kind: "queue" })), functions };
    write(directory, { "polyfn.json": JSON.stringify(spec) });
    const planned = (...args: string[]) =>
      polyfn(directory, "plan", "--target", "aws", "--spec", "polyfn.json", ...args);
    const { out } = await planned();
    expect(out).toMatch(/^f7 nodejs, \d+ MB: \d native resources$/m);
    expect(out).toMatch(/^q7 queue: 1 native resource$/m);
    expect(out).toContain("Each part in a line, because there are 80.");
    const named = await planned("f7", "f8");
    expect(named.out).toContain("f8 nodejs");
    expect(named.out).toContain("lambda EventSourceMapping f7-q7");
    expect(named.out).not.toMatch(/^(f9|q7)/m);
    expect((await planned("f99")).err).toContain('There is no function "f99" in the spec.');
    expect((await planned("f7", "--inputs")).err).toContain("--inputs is about the whole app");
  });

  it("prints every input with --inputs", async () => {
    const { code, out } = await polyfn(project(), "plan", "--target", "aws", "--inputs");
    expect(code).toBe(0);
    expect(out).toMatch(/shop-aws-us-east-1-jobs {2}aws:sqs\/queue:Queue\n {4}\w+/);
  });

  it.each([
    [["--diff"], /--diff compares with a stack/],
    [["--diff", "--stack", "both", "--target", "aws"], /takes no --target/],
  ])("refuses %j", async (args, message) => {
    const { code, err } = await polyfn(project(), "plan", ...args);
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });
});

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const statement = (Action: unknown, Resource: unknown, more: object = {}) => ({
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});
const policy = (...Statement: object[]): string => JSON.stringify({ Version: "1", Statement });

describe("policy changes", () => {
  it("are the combinations of action and resource that come and go, whatever their order and grouping", () => {
    const before = policy(statement(["s3:GetObject", "s3:PutObject"], "a"), statement("sqs:SendMessage", "q"));
    const after = policy(statement("s3:PutObject", ["a"]), statement(["s3:GetObject"], ["b", "a"]));
    expect(policyChanges(before, after)).toEqual([
      { change: "added", text: "allows s3:GetObject on b" },
      { change: "removed", text: "allows sqs:SendMessage on q" },
    ]);
  });

  it("name conditions, principals and denials", () => {
    const denial = {
      Effect: "Deny",
      NotAction: "s3:Get*",
      NotResource: "b",
      Principal: { AWS: "1" },
      Condition: { Bool: {} },
    };
    expect(policyChanges(undefined, policy(denial))).toEqual([
      { change: "added", text: 'denies all but s3:Get* on all but b to {"AWS":"1"} if {"Bool":{}}' },
    ]);
  });

  it("are none between values that are no policies", () => {
    expect(policyChanges("{not JSON", '{"a":1}')).toEqual([]);
  });
});

test("values that only the cloud will know, secrets and packages have no engine's marks in JSON", () => {
  const mark = "4dabf18193072939515e22adb298388d";
  const before = {
    code: { [mark]: "asset", hash: "0123456789abcdef" },
    env: [{ [mark]: "secret", value: "x" }],
    kept: 1,
  };
  const after = { code: { [mark]: "asset", hash: "fedcba9876543210" }, env: UNKNOWN, kept: 1 };
  const step = { type: "aws:lambda/function:Function", replacing: ["env"], before, after };
  const { differences, ...others } = differencesOf({ change: "replaced", step } as unknown as ChangedResource);
  expect(differences).toEqual([
    { property: "code", before: "package 0123456789ab", after: "package fedcba987654" },
    { property: "env", before: ["[secret]"], unknown: true },
  ]);
  expect(others).toEqual({ permissions: [], replacedBecause: ["env"] });
});

test("differences are told in words, with replacements and permissions marked", () => {
  const of = (
    change: ChangedResource["change"],
    type: string,
    before: object,
    after: object,
    replacing: string[] = [],
  ) =>
    ({
      change,
      part: { name: "worker" },
      step: { op: change, type, urn: `urn::${type}`, name: "worker", properties: [], replacing, before, after },
    }) as unknown as ChangedResource;
  const text = listDifferences(
    [
      of(
        "updated",
        "aws:lambda/function:Function",
        { memory: 128, env: { A: "1", B: "2" } },
        { memory: 256, env: { A: "1", C: UNKNOWN } },
      ),
      of("replaced", "aws:sqs/queue:Queue", { fifoQueue: false }, { fifoQueue: true }, ["fifoQueue"]),
      of(
        "updated",
        "aws:iam/rolePolicy:RolePolicy",
        { policy: policy(statement("a:Old", "x")) },
        { policy: policy(statement("a:New", "x")) },
      ),
      of("deleted", "aws:s3/bucket:Bucket", { bucket: "b" }, {}),
      of("created", "polyfn:aws:Function", {}, {}),
    ],
    new Parts([]),
    false,
  );
  expect(text).toBe(
    [
      "~ worker: Function worker is updated",
      "      memory: 128 -> 256",
      "      env.B: removed, was 2",
      "      env.C: added (known after the deployment)",
      "! worker: Queue worker is REPLACED: a new one takes its place, because fifoQueue can't be changed",
      "      fifoQueue: false -> true",
      "~ worker: RolePolicy worker is updated",
      "      PERMISSION + allows a:New on x",
      "      PERMISSION - no longer allows a:Old on x",
      "- worker: Bucket worker is deleted",
      "",
    ].join("\n"),
  );
});
