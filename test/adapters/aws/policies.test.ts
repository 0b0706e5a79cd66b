import { beforeAll, describe, expect, it } from "vitest";
import { aws } from "../../../adapters/aws/adapter.ts";
import type { Place } from "../../../adapters/aws/arns.ts";
import { type RoleNeeds, roleStatements } from "../../../adapters/aws/policies.ts";
import { queuePolicy } from "../../../adapters/aws/resource-policies.ts";
import { ofType, one, type Planned, plannedBy } from "../planned.ts";
import { richSpec } from "../rich-spec.ts";

const place: Place = { partition: "aws", account: "123456789012", region: "eu-west-1", dnsSuffix: "amazonaws.com" };
const bare: RoleNeeds = { place, logGroup: "/aws/lambda/f", grants: [], polls: [], destinations: [], tracing: false };

/** `resources -> actions` of each statement, without the one for logs that every role has. */
function granted(needs: Partial<RoleNeeds>): Record<string, readonly string[]> {
  const statements = roleStatements({ ...bare, ...needs }).filter((s) => !s.Action[0]?.startsWith("logs:"));
  return Object.fromEntries(statements.map((s) => [s.Resource.join(" "), s.Action]));
}

const at = (service: string, name: string): string => `arn:aws:${service}:eu-west-1:123456789012:${name}`;

it("a function without permissions may only write its log", () => {
  expect(roleStatements(bare)).toEqual([
    {
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: ["arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/f:*"],
    },
  ]);
});

describe("permissions", () => {
  const READ = ["dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan"];
  const WRITE = ["dynamodb:BatchWriteItem", "dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:UpdateItem"];
  it.each<[string, RoleNeeds["grants"][number], Record<string, string[]>]>([
    [
      "bucket read",
      { kind: "bucket", access: ["read"], arn: "arn:aws:s3:::b" },
      { "arn:aws:s3:::b": ["s3:ListBucket"], "arn:aws:s3:::b/*": ["s3:GetObject"] },
    ],
    [
      "bucket write",
      { kind: "bucket", access: ["write"], arn: "arn:aws:s3:::b" },
      { "arn:aws:s3:::b/*": ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:PutObject"] },
    ],
    ["queue send", { kind: "queue", access: ["send"], arn: at("sqs", "q") }, { [at("sqs", "q")]: ["sqs:SendMessage"] }],
    [
      "queue receive",
      { kind: "queue", access: ["receive"], arn: at("sqs", "q") },
      {
        [at("sqs", "q")]: [
          "sqs:ChangeMessageVisibility",
          "sqs:DeleteMessage",
          "sqs:GetQueueAttributes",
          "sqs:ReceiveMessage",
        ],
      },
    ],
    [
      "topic publish",
      { kind: "topic", access: ["publish"], arn: at("sns", "t") },
      { [at("sns", "t")]: ["sns:Publish"] },
    ],
    [
      "stream put",
      { kind: "stream", access: ["put"], arn: at("kinesis", "stream/s") },
      { [at("kinesis", "stream/s")]: ["kinesis:PutRecord", "kinesis:PutRecords"] },
    ],
    [
      "table read with indexes",
      { kind: "table", access: ["read"], arn: at("dynamodb", "table/t"), indexes: true },
      {
        [at("dynamodb", "table/t")]: READ,
        [at("dynamodb", "table/t/index/*")]: ["dynamodb:Query", "dynamodb:Scan"],
      },
    ],
    [
      "table read and write",
      { kind: "table", access: ["read", "write"], arn: at("dynamodb", "table/t") },
      { [at("dynamodb", "table/t")]: [...READ, ...WRITE].sort() },
    ],
    [
      "bus put",
      { kind: "bus", access: ["put"], arn: at("events", "event-bus/b") },
      { [at("events", "event-bus/b")]: ["events:PutEvents"] },
    ],
    [
      "secret read",
      { kind: "secret", access: ["read"], arn: at("secretsmanager", "secret:s-??????") },
      { [at("secretsmanager", "secret:s-??????")]: ["secretsmanager:GetSecretValue"] },
    ],
    [
      "function invoke",
      { kind: "function", access: ["invoke"], arn: at("lambda", "function:g:live") },
      { [at("lambda", "function:g:live")]: ["lambda:InvokeFunction"] },
    ],
  ])("%s", (_, grant, expected) => {
    expect(granted({ grants: [grant] })).toEqual(expected);
  });
});

describe("polled sources and destinations", () => {
  it.each<[string, Partial<RoleNeeds>, Record<string, string[]>]>([
    [
      "queue trigger",
      { polls: [{ kind: "queue", arn: at("sqs", "q") }] },
      { [at("sqs", "q")]: ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"] },
    ],
    [
      "stream trigger",
      { polls: [{ kind: "stream", arn: at("kinesis", "stream/s") }] },
      {
        [at("kinesis", "stream/s")]: [
          "kinesis:DescribeStream",
          "kinesis:DescribeStreamSummary",
          "kinesis:GetRecords",
          "kinesis:GetShardIterator",
          "kinesis:ListShards",
        ],
      },
    ],
    [
      "table trigger",
      { polls: [{ kind: "table", arn: at("dynamodb", "table/t") }] },
      {
        [at("dynamodb", "table/t/stream/*")]: [
          "dynamodb:DescribeStream",
          "dynamodb:GetRecords",
          "dynamodb:GetShardIterator",
          "dynamodb:ListStreams",
        ],
      },
    ],
    [
      "to a queue",
      { destinations: [{ kind: "queue", arn: at("sqs", "q") }] },
      { [at("sqs", "q")]: ["sqs:SendMessage"] },
    ],
    ["to a topic", { destinations: [{ kind: "topic", arn: at("sns", "t") }] }, { [at("sns", "t")]: ["sns:Publish"] }],
    [
      "to a bus",
      { destinations: [{ kind: "bus", arn: at("events", "event-bus/b") }] },
      { [at("events", "event-bus/b")]: ["events:PutEvents"] },
    ],
    [
      "to a bucket",
      { destinations: [{ kind: "bucket", arn: "arn:aws:s3:::b" }] },
      { "arn:aws:s3:::b": ["s3:ListBucket"], "arn:aws:s3:::b/*": ["s3:PutObject"] },
    ],
    [
      "to a function",
      { destinations: [{ kind: "function", arn: at("lambda", "function:g") }] },
      { [at("lambda", "function:g")]: ["lambda:InvokeFunction"] },
    ],
  ])("%s", (_, needs, expected) => {
    expect(granted(needs)).toEqual(expected);
  });
});

it("a function in a VPC may create interfaces in its own subnets only", () => {
  expect(granted({ network: { subnets: ["subnet-2", "subnet-1"], securityGroups: ["sg-1"] } })).toEqual({
    "*": ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"],
    [at("ec2", "network-interface/*")]: [
      "ec2:AssignPrivateIpAddresses",
      "ec2:DeleteNetworkInterface",
      "ec2:UnassignPrivateIpAddresses",
    ],
    [[
      at("ec2", "network-interface/*"),
      at("ec2", "security-group/sg-1"),
      at("ec2", "subnet/subnet-1"),
      at("ec2", "subnet/subnet-2"),
    ].join(" ")]: ["ec2:CreateNetworkInterface"],
  });
});

it("a file system is mounted through one access point only", () => {
  const accessPoint = at("elasticfilesystem", "access-point/fsap-1");
  expect(roleStatements({ ...bare, accessPoint })[0]).toEqual({
    Effect: "Allow",
    Action: ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
    Resource: [at("elasticfilesystem", "file-system/*")],
    Condition: { StringEquals: { "elasticfilesystem:AccessPointArn": accessPoint } },
  });
});

it("X-Ray has no resource ARNs", () => {
  expect(granted({ tracing: true })).toEqual({ "*": ["xray:PutTelemetryRecords", "xray:PutTraceSegments"] });
});

it("one statement covers one resource for all purposes", () => {
  const arn = at("sqs", "q");
  const needs: Partial<RoleNeeds> = {
    grants: [{ kind: "queue", access: ["send"], arn }],
    polls: [{ kind: "queue", arn }],
    destinations: [{ kind: "queue", arn }],
  };
  expect(granted(needs)).toEqual({
    [arn]: ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage", "sqs:SendMessage"],
  });
});

it("a queue has one sorted policy for all senders without a role", () => {
  const senders = [
    { service: "sns.amazonaws.com", source: at("sns", "t") },
    { service: "events.amazonaws.com", source: at("events", "rule/b/r") },
  ] as const;
  const document = queuePolicy(at("sqs", "q"), senders);
  expect(document).toBe(queuePolicy(at("sqs", "q"), [...senders].reverse()));
  expect(JSON.parse(document)).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Sender1",
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: ["sqs:SendMessage"],
        Resource: [at("sqs", "q")],
        Condition: { ArnEquals: { "aws:SourceArn": at("events", "rule/b/r") } },
      },
      {
        Sid: "Sender2",
        Effect: "Allow",
        Principal: { Service: "sns.amazonaws.com" },
        Action: ["sqs:SendMessage"],
        Resource: [at("sqs", "q")],
        Condition: { ArnEquals: { "aws:SourceArn": at("sns", "t") } },
      },
    ],
  });
});

describe("policies of a whole plan", () => {
  let planned: Planned[];
  beforeAll(async () => {
    planned = await plannedBy(aws, richSpec);
  });

  const statementsOf = (name: string): { Action: string[]; Resource: string[] }[] =>
    JSON.parse(String(one(planned, "RolePolicy", name).policy)).Statement;

  it("have no wildcard actions, and a wildcard resource only where AWS has no ARN", () => {
    const WITHOUT_ARN = /^(xray:Put(TraceSegments|TelemetryRecords)|ec2:Describe(NetworkInterfaces|Subnets))$/;
    for (const { name } of ofType(planned, "RolePolicy")) {
      for (const { Action, Resource } of statementsOf(name)) {
        for (const action of Action) expect(action, name).toMatch(/^[a-z0-9]+:[A-Za-z]+$/);
        if (Resource.includes("*")) for (const action of Action) expect(action, name).toMatch(WITHOUT_ARN);
        else for (const resource of Resource) expect(resource, name).toMatch(/^arn:aws:[a-z0-9]+:[^*]/);
      }
    }
  });

  it("use the ARN of an adopted resource in another account unchanged", () => {
    const resources = statementsOf("shop-web-policy").flatMap(({ Resource }) => Resource);
    expect(resources).toContain("arn:aws:sqs:eu-central-1:999999999999:inherited");
    expect(resources).toContain("arn:aws:lambda:eu-west-1:123456789012:function:shop-dev-worker:live");
  });

  it("allow a webhook's function to read its secret without a permission in the spec", () => {
    expect(statementsOf("shop-hooks-policy")).toContainEqual({
      Effect: "Allow",
      Action: ["secretsmanager:GetSecretValue"],
      Resource: ["arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop-dev-hook-??????"],
    });
  });

  it("allow a schedule to call its one function only", () => {
    expect(statementsOf("shop-clock-nightly-policy")).toEqual([
      {
        Effect: "Allow",
        Action: ["lambda:InvokeFunction"],
        Resource: ["arn:aws:lambda:eu-west-1:123456789012:function:shop-dev-clock"],
      },
    ]);
  });

  it("belong to one role for each function", () => {
    const roles = ofType(planned, "aws:lambda/function:Function").map(({ inputs }) => inputs.role);
    expect(new Set(roles).size).toBe(roles.length);
  });
});
