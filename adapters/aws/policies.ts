import type { ResolvedPermission } from "../../model/resolve.ts";
import type { ResourceKind } from "../../model/resources/index.ts";
import { allow, mergeStatements, type Statement } from "../shared/statements.ts";
import { arns, type Place } from "./arns.ts";
import type { Variant } from "./context.ts";
import { keyDestination, keyPoll, keyUse } from "./key-uses.ts";

/** A statement of a policy that hangs on a resource: who may do it there. */
export interface ResourceStatement extends Statement {
  readonly Sid: string;
  readonly Principal: { readonly Service: string } | { readonly AWS: string };
}

/** A policy as text, the same for the same statements. */
export const policyDocument = (statements: readonly (Statement | ResourceStatement)[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

/**
 * The principal that may assume a role: one service, restricted to one account's resources where the service names
 * them.
 */
export const trust = (service: string, conditions?: Readonly<Record<string, string>>): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: service },
        Action: "sts:AssumeRole",
        ...(conditions && { Condition: { StringEquals: conditions } }),
      },
    ],
  });

/** Something a function has permission to use. */
export interface Grant {
  readonly kind: ResourceKind | "function";
  readonly access: ResolvedPermission["access"];
  readonly arn: string;
  /** Of a table: it has secondary indexes. */
  readonly indexes?: boolean;
  /** ARN of the key that encrypts it. */
  readonly key?: string | undefined;
}

/** A source that Lambda polls with the function's role. Of a table: the ARN of the table. */
export interface Poll {
  readonly kind: "queue" | "stream" | "table";
  readonly arn: string;
  /** ARN of the key that encrypts it. */
  readonly key?: string | undefined;
}

/** The destinations of results of asynchronous calls and of failed batches. */
export interface Destination {
  readonly kind: ResourceKind | "function";
  readonly arn: string;
  /** ARN of the key that encrypts it. */
  readonly key?: string | undefined;
}

/** Everything a function's own role must allow, in plain text. */
export interface RoleNeeds {
  readonly place: Place;
  readonly logGroup: string;
  readonly grants: readonly Grant[];
  readonly polls: readonly Poll[];
  readonly destinations: readonly Destination[];
  readonly network?: { readonly subnets: readonly string[]; readonly securityGroups: readonly string[] };
  /** ARN of an access point. */
  readonly accessPoint?: string;
  readonly tracing: boolean;
  /** Native statements of the spec's own. */
  readonly statements?: readonly Statement[];
  readonly actions?: NonNullable<Variant["actions"]>;
}

const TABLE_READ = ["dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan"];
const TABLE_WRITE = ["dynamodb:BatchWriteItem", "dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:UpdateItem"];

/**
 * Actions and resources behind each word of the neutral model.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const GRANTS: {
  readonly [K in ResourceKind | "function"]: Partial<Record<string, (grant: Grant) => Statement[]>>;
} = {
  bucket: {
    read: ({ arn }) => [allow(["s3:GetObject"], [`${arn}/*`]), allow(["s3:ListBucket"], [arn])],
    write: ({ arn }) => [allow(["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:PutObject"], [`${arn}/*`])],
  },
  queue: {
    send: ({ arn }) => [allow(["sqs:SendMessage"], [arn])],
    receive: ({ arn }) => [
      allow(
        ["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
        [arn],
      ),
    ],
  },
  topic: { publish: ({ arn }) => [allow(["sns:Publish"], [arn])] },
  stream: { put: ({ arn }) => [allow(["kinesis:PutRecord", "kinesis:PutRecords"], [arn])] },
  table: {
    read: ({ arn, indexes }) => [
      allow(TABLE_READ, [arn]),
      ...(indexes ? [allow(["dynamodb:Query", "dynamodb:Scan"], [`${arn}/index/*`])] : []),
    ],
    write: ({ arn }) => [allow(TABLE_WRITE, [arn])],
  },
  bus: { put: ({ arn }) => [allow(["events:PutEvents"], [arn])] },
  secret: { read: ({ arn }) => [allow(["secretsmanager:GetSecretValue"], [arn])] },
  key: {},
  api: {},
  function: { invoke: ({ arn }) => [allow(["lambda:InvokeFunction"], [arn])] },
};

const POLLS: Readonly<Record<Poll["kind"], (arn: string) => Statement>> = {
  queue: (arn) => allow(["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"], [arn]),
  stream: (arn) =>
    allow(
      [
        "kinesis:DescribeStream",
        "kinesis:DescribeStreamSummary",
        "kinesis:GetRecords",
        "kinesis:GetShardIterator",
        "kinesis:ListShards",
      ],
      [arn],
    ),
  table: (arn) =>
    allow(
      ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"],
      [`${arn}/stream/*`],
    ),
};

const DESTINATIONS: Readonly<Partial<Record<ResourceKind | "function", (arn: string) => Statement[]>>> = {
  queue: (arn) => [allow(["sqs:SendMessage"], [arn])],
  topic: (arn) => [allow(["sns:Publish"], [arn])],
  bus: (arn) => [allow(["events:PutEvents"], [arn])],
  bucket: (arn) => [allow(["s3:PutObject"], [`${arn}/*`]), allow(["s3:ListBucket"], [arn])],
  function: (arn) => [allow(["lambda:InvokeFunction"], [arn])],
};

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions */
function networkStatements(place: Place, network: NonNullable<RoleNeeds["network"]>): Statement[] {
  const networkInterfaces = arns.ec2(place, "network-interface/*");
  return [
    allow(
      ["ec2:CreateNetworkInterface"],
      [
        networkInterfaces,
        ...network.subnets.map((id) => arns.ec2(place, `subnet/${id}`)),
        ...network.securityGroups.map((id) => arns.ec2(place, `security-group/${id}`)),
      ],
    ),
    allow(
      ["ec2:AssignPrivateIpAddresses", "ec2:DeleteNetworkInterface", "ec2:UnassignPrivateIpAddresses"],
      [networkInterfaces],
    ),
    // AWS offers no resource ARN for these two.
    allow(["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"], ["*"]),
  ];
}

/** Mounting is allowed on a file system, narrowed to one access point by a condition. */
function fileSystemStatement(place: Place, accessPoint: string): Statement {
  return {
    ...allow(["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"], [arns.fileSystem(place, "*")]),
    Condition: { StringEquals: { "elasticfilesystem:AccessPointArn": accessPoint } },
  };
}

/** The keys of what the function uses, polls and sends to. */
const keyStatements = ({ grants, polls, destinations }: RoleNeeds): Statement[] => [
  ...grants.flatMap(({ kind, access, key }) => access.flatMap((verb) => keyUse(kind, verb, key))),
  ...polls.flatMap(({ key }) => keyPoll(key)),
  ...destinations.flatMap(({ kind, key }) => keyDestination(kind, key)),
];

/** The policy of a function's role: exactly its permissions, triggers, logs, network and destinations. */
export function roleStatements(needs: RoleNeeds): Statement[] {
  const { place, actions = {} } = needs;
  const all = [
    allow(["logs:CreateLogStream", "logs:PutLogEvents"], [`${arns.logGroup(place, needs.logGroup)}:*`]),
    ...needs.grants.flatMap((grant) => grant.access.flatMap((access) => GRANTS[grant.kind][access]?.(grant) ?? [])),
    ...needs.polls.map((poll) => POLLS[poll.kind](poll.arn)),
    ...needs.destinations.flatMap(({ kind, arn }) => DESTINATIONS[kind]?.(arn) ?? []),
    ...keyStatements(needs),
    ...(needs.network ? networkStatements(place, needs.network) : []),
    ...(needs.accessPoint ? [fileSystemStatement(place, needs.accessPoint)] : []),
    // X-Ray has no resource ARNs for these two.
    ...(needs.tracing ? [allow(["xray:PutTelemetryRecords", "xray:PutTraceSegments"], ["*"])] : []),
    ...(needs.statements ?? []),
  ];
  return mergeStatements(
    all.map((statement) => ({
      ...statement,
      Action: statement.Action.flatMap((action) => [action, actions[action] ?? action]),
    })),
  );
}
