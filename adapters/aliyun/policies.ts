import type { ResolvedPermission } from "../../model/resolve.ts";
import type { ResourceKind } from "../../model/resources/index.ts";

/** One statement of a RAM policy. Lists are sorted, so that the order of a spec never shows. */
export interface Statement {
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

/** A policy as text, the same for the same statements. https://help.aliyun.com/document_detail/93739.html */
export const policyDocument = (statements: readonly Statement[]): string =>
  JSON.stringify({ Version: "1", Statement: merge(statements) });

/** Who may take on a role: one service of the cloud. */
export const trust = (service: string): string =>
  JSON.stringify({
    Version: "1",
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: [service] } }],
  });

/** A statement of these actions on these resources. */
export const allow = (actions: readonly string[], resources: readonly string[]): Statement => ({
  Effect: "Allow",
  Action: [...new Set(actions)].sort(),
  Resource: [...new Set(resources)].sort(),
});

/** Calling a function: by its name alone, or by one of its versions and aliases. */
export const invoke = (arn: string): Statement => {
  const unqualified = arn.replace(/(:functions\/[^/]+).*$/, "$1");
  return allow(["fc:InvokeFunction"], [unqualified, `${unqualified}/*`]);
};

/** Something a function has permission to use. */
export interface Grant {
  readonly kind: ResourceKind | "function";
  readonly access: ResolvedPermission["access"];
  readonly arn: string;
}

/** A logstore whose records the function fetches itself when it is told of them. */
export interface Pull {
  readonly logStore: string;
}

/** Where the function's results go. */
export interface Destination {
  readonly kind: ResourceKind | "function";
  readonly arn: string;
}

/** Everything a function's own role must allow, in plain text. */
export interface RoleNeeds {
  /** ARN of the logstore of the function's log. */
  readonly logStore: string;
  readonly grants: readonly Grant[];
  /** ARNs of logstores. */
  readonly pulls: readonly string[];
  readonly destinations: readonly Destination[];
  /** Whether it runs inside a network. */
  readonly network: boolean;
  /** Whether its code is a container image. */
  readonly image: boolean;
}

const TABLE_READ = ["ots:BatchGetRow", "ots:GetRange", "ots:GetRow"];
const TABLE_WRITE = ["ots:BatchWriteRow", "ots:DeleteRow", "ots:PutRow", "ots:UpdateRow"];

/** OSS names buckets in policies with neither region nor account necessary: their names are unique in the world. */
const ossResource = (arn: string, suffix = ""): string =>
  `acs:oss:*:${arn.split(":")[3] ?? "*"}:${arn.split(":").slice(4).join(":")}${suffix}`;

const messages = (arn: string): string[] => [`${arn}/messages`];

/** Actions and resources behind each word of the neutral model. https://help.aliyun.com/document_detail/28630.html and each service's page. */
const GRANTS: {
  readonly [K in ResourceKind | "function"]: Partial<Record<string, (arn: string) => Statement[]>>;
} = {
  bucket: {
    read: (arn) => [allow(["oss:GetObject"], [ossResource(arn, "/*")]), allow(["oss:ListObjects"], [ossResource(arn)])],
    write: (arn) => [
      allow(
        ["oss:AbortMultipartUpload", "oss:DeleteObject", "oss:ListParts", "oss:PutObject"],
        [ossResource(arn, "/*")],
      ),
    ],
  },
  queue: {
    send: (arn) => [allow(["mns:SendMessage"], messages(arn))],
    receive: (arn) => [
      allow(["mns:ChangeMessageVisibility", "mns:DeleteMessage", "mns:ReceiveMessage"], messages(arn)),
      allow(["mns:GetQueueAttributes"], [arn]),
    ],
  },
  topic: { publish: (arn) => [allow(["mns:PublishMessage"], messages(arn))] },
  stream: { put: (arn) => [allow(["log:PostLogStoreLogs"], [arn])] },
  table: {
    read: (arn) => [allow(TABLE_READ, [arn])],
    write: (arn) => [allow(TABLE_WRITE, [arn])],
  },
  bus: { put: (arn) => [allow(["eventbridge:PutEvents"], [arn])] },
  secret: { read: (arn) => [secretRead(arn)] },
  api: {},
  function: { invoke: (arn) => [invoke(arn)] },
};

/** The ARN says which of the two services keeps the secret. */
const secretRead = (arn: string): Statement =>
  arn.startsWith("acs:kms:") ? allow(["kms:GetSecretValue"], [arn]) : allow(["oos:GetSecretParameter"], [arn]);

const DESTINATIONS: Readonly<Partial<Record<ResourceKind | "function", (arn: string) => Statement[]>>> = {
  queue: (arn) => [allow(["mns:SendMessage"], messages(arn))],
  topic: (arn) => [allow(["mns:PublishMessage"], messages(arn))],
  bus: (arn) => [allow(["eventbridge:PutEvents"], [arn])],
  function: (arn) => [invoke(arn)],
};

/** https://help.aliyun.com/document_detail/2513526.html: RAM offers no narrower resources while an interface has no id. */
const NETWORK = [
  "ecs:CreateNetworkInterface",
  "ecs:CreateNetworkInterfacePermission",
  "ecs:DeleteNetworkInterface",
  "ecs:DescribeNetworkInterfacePermissions",
  "ecs:DescribeNetworkInterfaces",
  "ecs:DescribeSecurityGroupAttribute",
  "vpc:DescribeVSwitchAttributes",
];

const IMAGE = ["cr:GetArtifactTag", "cr:GetAuthorizationToken", "cr:GetRepository", "cr:PullRepository"];

/** What the role of a function allows: exactly its permissions, triggers, logs, network and destinations. */
export function roleStatements(needs: RoleNeeds): Statement[] {
  return merge([
    allow(["log:PostLogStoreLogs"], [needs.logStore]),
    ...needs.grants.flatMap(({ kind, access, arn }) => access.flatMap((verb) => GRANTS[kind][verb]?.(arn) ?? [])),
    ...needs.pulls.map((arn) => allow(["log:GetCursorOrData", "log:GetLogStore", "log:ListShards"], [arn])),
    ...needs.destinations.flatMap(({ kind, arn }) => DESTINATIONS[kind]?.(arn) ?? []),
    ...(needs.network ? [allow(NETWORK, ["*"])] : []),
    ...(needs.image ? [allow(IMAGE, ["*"])] : []),
  ]);
}

/** Statements about the same resources become one, and the list is sorted: the order of a spec never shows. */
function merge(statements: readonly Statement[]): Statement[] {
  const byResources = new Map<string, Statement>();
  for (const statement of statements) {
    const key = JSON.stringify(statement.Resource);
    const same = byResources.get(key);
    byResources.set(key, same ? allow([...same.Action, ...statement.Action], same.Resource) : statement);
  }
  return [...byResources.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, statement]) => statement);
}
