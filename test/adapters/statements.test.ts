import { describe, expect, test } from "vitest";
import { aliyun } from "../../adapters/aliyun/adapter.ts";
import { aws } from "../../adapters/aws/adapter.ts";
import type { Adapter } from "../../adapters/contract.ts";
import { localstack } from "../../adapters/localstack/adapter.ts";
import { plan } from "../../infra/plan.ts";
import { formatPath, SpecError } from "../../model/errors.ts";
import { checkApp } from "../../model/parse.ts";
import { plan as aliyunPlan } from "./aliyun/planned.ts";
import { plannedBy } from "./planned.ts";

const SES = "arn:aws:ses:eu-west-1:123456789012:identity/shop.example";
const MAIL = "acs:dm:cn-hangzhou:1234567890123456:mail/shop";

const spec = (statements: object, more: object = {}) => ({
  name: "shop",
  functions: { f: { handler: "f.ts", triggers: { web: { kind: "http" } }, statements, ...more } },
});

interface Statement {
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

/** The statements of the one role with this action. */
function statementsWith(action: string, text: unknown): Statement[] {
  const { Statement: all } = JSON.parse(String(text)) as { Statement: Statement[] };
  return all.filter(({ Action }) => Action.includes(action));
}

const conditions = { StringEquals: { "ses:FromAddress": ["a@shop.example", "b@shop.example"] } };
const both = {
  aws: [{ actions: ["ses:SendEmail", "ses:SendRawEmail"], resources: [SES], conditions }],
  aliyun: [{ actions: ["dm:SingleSendMail"], resources: [MAIL] }],
};

describe("native statements of a function's role", () => {
  test.each([
    ["aws", aws],
    ["localstack", localstack],
  ])("appear on %s", async (_target, adapter) => {
    const planned = await plannedBy(adapter, spec(both));
    const policy = planned.find(({ type }) => type.endsWith(":RolePolicy"))?.inputs.policy;
    expect(statementsWith("ses:SendEmail", policy)).toEqual([
      { Effect: "Allow", Action: ["ses:SendEmail", "ses:SendRawEmail"], Resource: [SES], Condition: conditions },
    ]);
    expect(String(policy)).not.toContain("dm:");
  });

  test("appear on localstack, with those of localstack", async () => {
    const own = { ...both, localstack: [{ actions: ["ses:ListIdentities"], resources: ["*"], reason: "No ARN." }] };
    const planned = await plannedBy(localstack, spec(own));
    const policy = planned.find(({ type }) => type.endsWith(":RolePolicy"))?.inputs.policy;
    expect(statementsWith("ses:ListIdentities", policy)).toHaveLength(1);
    expect(statementsWith("ses:SendEmail", policy)).toHaveLength(1);
  });

  test("appear on aliyun", async () => {
    const { planned } = await aliyunPlan(spec(both));
    const policy = planned.find(({ type }) => type.endsWith("ram/policy:Policy"))?.inputs.policyDocument;
    expect(statementsWith("dm:SingleSendMail", policy)).toEqual([
      { Effect: "Allow", Action: ["dm:SingleSendMail"], Resource: [MAIL] },
    ]);
    expect(String(policy)).not.toContain("ses:");
  });

  test("may refer to resources of the spec", async () => {
    const resources = { pictures: { kind: "bucket" } };
    const statements = { aws: [{ actions: ["s3:GetBucketTagging"], resources: [{ ref: "pictures.id" }] }] };
    const planned = await plannedBy(aws, { ...spec(statements), resources });
    const policy = planned.find(({ type }) => type.endsWith(":RolePolicy"))?.inputs.policy;
    expect(statementsWith("s3:GetBucketTagging", policy)[0]?.Resource[0]).toMatch(/^arn:aws:/);
  });
});

/** `path: code` of problems, or of remarks where there are none. */
function findings(adapter: Adapter, statements: object, more: object = {}): string[] {
  const deployment = {
    name: "shop",
    target: adapter.name,
    region: adapter.defaultRegion,
    prefix: "shop-test",
    settings: {},
  };
  const format = ({ path, code }: { path: readonly (string | number)[]; code: string }) =>
    `${formatPath(path)}: ${code}`;
  try {
    return plan({ checked: checkApp(spec(statements, more)), adapter, deployment: () => deployment }).remarks.map(
      format,
    );
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    return [...error.problems, ...error.remarks].map(format);
  }
}

describe("check of native statements", () => {
  const at = "functions.f.statements.aws[0]";
  test.each<[string, object, string]>([
    ["every action", { actions: ["*"], resources: [SES] }, `${at}.actions[0]: wildcard-action`],
    ["every action of a service", { actions: ["s3:*"], resources: [SES] }, `${at}.actions[0]: wildcard-action`],
    ["actions by their beginning", { actions: ["s3:Get*"], resources: [SES] }, `${at}.actions[0]: wildcard-action`],
    [
      "actions with a letter left open",
      { actions: ["s3:Get?"], resources: [SES] },
      `${at}.actions[0]: wildcard-action`,
    ],
    ["what is not an action", { actions: ["SendEmail"], resources: [SES] }, `${at}.actions[0]: bad-format`],
    ["no action", { actions: [], resources: [SES] }, `${at}.actions: out-of-range`],
    ["no resource", { actions: ["ses:SendEmail"], resources: [] }, `${at}.resources: out-of-range`],
    ["every resource", { actions: ["ses:SendEmail"], resources: ["*"] }, `${at}.resources: conflict`],
    ["a blank reason", { actions: ["ses:SendEmail"], resources: ["*"], reason: " " }, `${at}.reason: bad-format`],
    [
      "an ARN of everything",
      { actions: ["s3:GetObject"], resources: ["arn:aws:s3:::*"] },
      `${at}.resources[0]: conflict`,
    ],
    [
      "white space in an ARN",
      { actions: ["s3:GetObject"], resources: ["arn:aws:s3:::pictures/* "] },
      `${at}.resources[0]: bad-format`,
    ],
    [
      "a name instead of an ARN",
      { actions: ["s3:GetObject"], resources: ["bucket"] },
      `${at}.resources[0]: bad-format`,
    ],
    ["another cloud's ARN", { actions: ["dm:Send"], resources: [MAIL] }, `${at}.resources[0]: bad-format`],
    [
      "a field that denies",
      { actions: ["ses:SendEmail"], resources: [SES], effect: "Deny" },
      `${at}.effect: unknown-key`,
    ],
  ])("refuses %s", (_title, statement, expected) => {
    expect(findings(aws, { aws: [statement] })).toContain(expected);
  });

  test("refuses the same on aliyun", () => {
    const where = "functions.f.statements.aliyun[0].resources[0]";
    const statement = (resource: string) => ({ aliyun: [{ actions: ["dm:Send"], resources: [resource] }] });
    expect(findings(aliyun, statement("acs:dm:*:*:*"))).toEqual([`${where}: conflict`]);
    expect(findings(aliyun, statement(SES))).toEqual([`${where}: bad-format`]);
    expect(findings(aliyun, statement(MAIL))).toEqual([]);
  });

  test("refuses an unknown target", () => {
    expect(findings(aws, { asw: both.aws })).toEqual(["functions.f.statements.asw: unknown-target"]);
  });

  test.each([
    ["aws", aws, 10_240, SES],
    ["aliyun", aliyun, 6144, MAIL],
  ] as const)("refuses more than a policy of %s can contain", (target, adapter, limit, arn) => {
    const statements = {
      [target]: [{ actions: ["a:B"], resources: Array.from({ length: 200 }, (_, i) => `${arn}${i}`) }],
    };
    expect(limit).toBeLessThan(200 * arn.length);
    expect(findings(adapter, statements)).toEqual(["functions.f.permissions: out-of-range"]);
  });
});

describe("a resource", () => {
  const found = (adapter: Adapter, resource: string) =>
    findings(adapter, { [adapter.name]: [{ actions: ["a:B"], resources: [resource] }] });

  test.each([
    ["arn:aws:s3:::?*", aws],
    ["arn:aws:s3:::*/*", aws],
    ["arn:aws:?*:::pictures", aws],
    ["arn:aws:dynamodb:*:*:table/*", aws],
    ["arn:aws:dynamodb:*:*:table/*/index/*", aws],
    ["arn:aws:lambda:*:*:function:*", aws],
    ["acs:oss:*:*:*/*", aliyun],
    ["acs:oss:*:*:?*", aliyun],
    ["acs:mns:*:*:/queues/*", aliyun],
    ["acs:log:*:*:project/*/logstore/*", aliyun],
  ])("needs a reason when it is %s", (resource, adapter) => {
    expect(found(adapter, resource)).toEqual([`functions.f.statements.${adapter.name}[0].resources[0]: conflict`]);
  });

  test.each([
    ["arn:aws:s3:::my-*", aws],
    ["arn:aws:s3:::pictures/*", aws],
    ["arn:aws:sns:eu-west-1:123456789012:orders:*", aws],
    ["arn:aws:execute-api:eu-west-1:123456789012:a1b2c3/*", aws],
    ["arn:aws:dynamodb:*:*:table/orders/index/*", aws],
    ["arn:aws:iam::123456789012:role/service-role/*", aws],
    ["acs:oss:*:*:pictures/*", aliyun],
    ["acs:log:*:*:project/shop/logstore/*", aliyun],
  ])("needs none when it is %s", (resource, adapter) => {
    expect(found(adapter, resource)).toEqual([]);
  });
});

test("accepts all resources with a reason", () => {
  const statement = { actions: ["rekognition:DetectLabels"], resources: ["*"], reason: "There is no ARN." };
  expect(findings(aws, { aws: [statement] })).toEqual([]);
});

test("remarks on statements for other targets only", () => {
  expect(findings(aliyun, { aws: both.aws })).toEqual(["functions.f.statements: missing-statements"]);
  expect(findings(localstack, { aws: both.aws })).toEqual([]);
});

test("does not report invalid statements as missing too", () => {
  const wrong = { ...both, aliyun: [{ actions: ["dm:*"], resources: [MAIL] }] };
  expect(findings(aliyun, wrong)).toEqual(["functions.f.statements.aliyun[0].actions[0]: wildcard-action"]);
});
