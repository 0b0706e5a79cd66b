import { describe, expect, test } from "vitest";
import { aliyun } from "../../adapters/aliyun/adapter.ts";
import { aws } from "../../adapters/aws/adapter.ts";
import type { Adapter } from "../../adapters/contract.ts";
import { localstack } from "../../adapters/localstack/adapter.ts";
import { plan } from "../../infra/plan.ts";
import { formatPath, type Problem, SpecError } from "../../model/errors.ts";
import { checkApp } from "../../model/parse.ts";
import { plannedBy } from "./planned.ts";

const web = { handler: "f.ts", triggers: { web: { kind: "http" } } };

function problemsOn(adapter: Adapter, spec: object, prefix = "shop-test"): readonly Problem[] {
  const deployment = { name: "shop", target: adapter.name, region: "eu-central-1", prefix, settings: {} };
  try {
    plan({ checked: checkApp({ name: "shop", ...spec }), adapter, deployment: () => deployment });
    return [];
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    return error.problems;
  }
}

describe("a stack's name with characters that the cloud does not allow", () => {
  const spec = {
    resources: { jobs: { kind: "queue" }, dead: { kind: "queue" } },
    functions: { f: { ...web, permissions: { jobs: ["send"], dead: ["send"] } }, g: web },
  };

  test.each([
    ["aws", aws],
    ["aliyun", aliyun],
  ])("causes one problem on %s that names the character", (_name, adapter) => {
    const problems = problemsOn(adapter, spec, "shop-Feature_X.1");
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toContain('"shop-Feature_X.1", which contains "."');
    expect(problems[0]?.remedy).toBe('Choose a stack name without ".".');
  });

  test("has another remedy when it is only too long", () => {
    const [problem] = problemsOn(aws, { functions: { f: web } }, `shop-${"x".repeat(70)}`);
    expect(problem?.remedy).toBe("Shorten the name of the function or of the stack.");
  });

  test("has a remedy at the physical name that contains it", () => {
    const resources = { jobs: { kind: "queue", physicalName: "jobs.2026" } };
    const functions = { f: { ...web, permissions: { jobs: ["send"] } } };
    expect(problemsOn(aws, { resources, functions })).toMatchObject([
      { path: ["resources", "jobs", "physicalName"], remedy: 'Remove or replace ".".' },
    ]);
  });
});

describe("tags", () => {
  test.each<[string, Adapter, object, string]>([
    ["a character that AWS refuses in a key", aws, { "cost#center": "5" }, 'contains "#"'],
    ["a character that AWS refuses in a value", aws, { team: "a&b;c" }, 'contains "&" and ";"'],
    ["a value that is too long for Aliyun", aliyun, { team: "x".repeat(129) }, "at most 128 characters"],
    ["an address in a value on Aliyun", aliyun, { docs: "see https://x.example" }, "holds no address"],
  ])("%s is refused", (_title, adapter, tags, message) => {
    const [problem, ...others] = problemsOn(adapter, { tags, functions: { f: web } });
    expect(problem?.message).toContain(message);
    expect(problem?.path).toEqual(["tags", Object.keys(tags)[0]]);
    expect(others).toEqual([]);
  });

  test("a control character causes one problem", () => {
    expect(problemsOn(aws, { tags: { team: "a\u0001" }, functions: { f: web } })).toMatchObject([
      { code: "bad-character" },
    ]);
  });

  test("letters of any language and AWS's own signs are allowed", () => {
    expect(problemsOn(aws, { tags: { "größe/x": "a b_c.d:e/f=g+h-i@j" }, functions: { f: web } })).toEqual([]);
  });
});

test.each([
  ["aws", aws, "arn:aws:s3:::*"],
  ["aws", aws, "arn:aws:s3:::files-$\u007baws:username}"],
  ["aliyun", aliyun, "acs:oss:*:*:files-?"],
])("an adopted resource on %s cannot stand for several: %#", (_name, adapter, existing) => {
  const resources = { files: { kind: "bucket", existing } };
  const functions = { f: { ...web, permissions: { files: ["read"] } } };
  expect(problemsOn(adapter, { resources, functions })).toMatchObject([
    { code: "bad-name", path: ["resources", "files", "existing"] },
  ]);
});

test.each([
  ["aws", aws, ":Schedule"],
  ["localstack", localstack, ":EventTarget"],
])("a schedule's input on %s contains none of the service's placeholders", async (_name, adapter, type) => {
  const input = { text: "<aws.scheduler.execution-id> <time>", nested: ["<id>"] };
  const triggers = { t: { kind: "schedule", rate: "1h", input } };
  const planned = await plannedBy(adapter, { name: "shop", functions: { f: { handler: "f.ts", triggers } } });
  const text = JSON.stringify(planned.find((one) => one.type.endsWith(type))?.inputs);
  expect(text).not.toContain("<aws.scheduler.execution-id> ");
  expect(text).toContain("u003caws.scheduler.execution-id> ");
});

describe("identifiers of external resources", () => {
  const withLog = (existing: string) => ({
    functions: { f: { handler: "f.ts", triggers: { t: { kind: "log", existing } } } },
  });
  const withFields = (fields: object) => ({ functions: { f: { ...web, ...fields } } });

  test.each<[string, Adapter, object, string]>([
    ["a log group with a space", aws, withLog("/aws/lambda/my group"), 'contains " "'],
    ["several log groups", aws, withLog("/aws/lambda/*"), 'contains "*"'],
    ["the ARN of something else", aws, withLog("arn:aws:s3:::files"), "is not the ARN of a log group"],
    ["a version that is none on AWS", aws, withFields({ alias: { version: "$LATEST" } }), "is not a published version"],
    [
      "a version that is none on Aliyun",
      aliyun,
      withFields({ alias: { version: "v7" } }),
      "is not a published version",
    ],
    [
      "a layer without its ARN",
      aws,
      withFields({ layers: ["tools"] }),
      "is not the ARN of a version of a Lambda layer",
    ],
    [
      "a column that Tablestore can't have",
      aliyun,
      { resources: { t: { kind: "table", key: { partition: { name: "id" } }, ttl: "exp ires" } } },
      "is not the name of a column",
    ],
    [
      "the alias of a key on Aliyun",
      aliyun,
      { resources: { k: { kind: "key", existing: "alias/mine" } } },
      "is an alias",
    ],
    [
      "an operator that IAM does not have",
      aws,
      withFields({
        statements: {
          aws: [
            {
              actions: ["ses:SendEmail"],
              resources: ["arn:aws:ses:eu-west-1:123456789012:identity/x"],
              conditions: { StringEqual: { a: "b" } },
            },
          ],
        },
      }),
      'There is no operator "StringEqual"',
    ],
  ])("%s causes one problem", (_title, adapter, spec, message) => {
    expect(problemsOn(adapter, spec)).toEqual([expect.objectContaining({ message: expect.stringContaining(message) })]);
  });

  test.each<[string, Adapter, object]>([
    ["a log group's ARN", aws, withLog("arn:aws:logs:eu-central-1:123456789012:log-group:/aws/x:*")],
    [
      "operators with their additions",
      aws,
      withFields({
        statements: {
          aws: [
            {
              actions: ["ses:SendEmail"],
              resources: ["arn:aws:ses:eu-west-1:123456789012:identity/x"],
              conditions: { "ForAnyValue:StringLikeIfExists": { a: "b" }, ArnLike: { c: "d" } },
            },
          ],
        },
      }),
    ],
    ["a version", aws, withFields({ alias: { version: "7" } })],
  ])("%s is allowed", (_title, adapter, spec) => {
    expect(problemsOn(adapter, spec)).toEqual([]);
  });
});

describe("an override that sets a key", () => {
  const remarked = (adapter: Adapter, spec: object) => {
    const deployment = {
      name: "shop",
      target: adapter.name,
      region: adapter.defaultRegion,
      prefix: "shop-test",
      settings: {},
      planned: true as const,
    };
    const { remarks } = plan({ checked: checkApp({ name: "shop", ...spec }), adapter, deployment: () => deployment });
    return remarks.map(({ code, path }) => `${formatPath(path)}: ${code}`);
  };
  const resource = (kind: string, override: object) => ({
    resources: { r: { kind, ...(kind === "table" && { key: { partition: { name: "id" } } }), override } },
    functions: { f: { ...web, environment: { R: { ref: "r.name" } } } },
  });

  test.each<[string, Adapter, string, object, string]>([
    ["aws", aws, "queue", { queue: { kmsMasterKeyId: "k" } }, "queue.kmsMasterKeyId"],
    ["aws", aws, "topic", { topic: { kmsMasterKeyId: "k" } }, "topic.kmsMasterKeyId"],
    ["aws", aws, "stream", { stream: { encryptionType: "KMS", kmsKeyId: "k" } }, "stream.kmsKeyId"],
    [
      "aws",
      aws,
      "table",
      { table: { serverSideEncryption: { enabled: true, kmsKeyArn: "k" } } },
      "table.serverSideEncryption.kmsKeyArn",
    ],
    ["aws", aws, "secret", { secret: { kmsKeyId: "k" } }, "secret.kmsKeyId"],
    ["aws", aws, "bus", { bus: { kmsKeyIdentifier: "k" } }, "bus.kmsKeyIdentifier"],
    [
      "aliyun",
      aliyun,
      "bucket",
      { bucket: { serverSideEncryptionRule: { sseAlgorithm: "KMS", kmsMasterKeyId: "k" } } },
      "bucket.serverSideEncryptionRule.kmsMasterKeyId",
    ],
    ["aliyun", aliyun, "queue", { queue: { enableSse: true, kmsKeyId: "k" } }, "queue.kmsKeyId"],
    ["aliyun", aliyun, "table", { table: { enableSse: true, sseKeyId: "k" } }, "table.sseKeyId"],
    [
      "aliyun",
      aliyun,
      "stream",
      { stream: { encryptConf: { userCmkInfo: { cmkKeyId: "k" } } } },
      "stream.encryptConf.userCmkInfo.cmkKeyId",
    ],
    ["aliyun", aliyun, "secret", { secret: { keyId: "k" } }, "secret.keyId"],
  ])("causes a remark on %s: %#", (target, adapter, kind, override, where) => {
    expect(remarked(adapter, resource(kind, { [target]: override }))).toEqual([
      `resources.r.override.${target}.${where}: override-key`,
    ]);
  });

  test("causes no remark for another target", () => {
    expect(remarked(aws, resource("queue", { aliyun: { queue: { kmsKeyId: "k" } } }))).toEqual([]);
  });
});
