import type { ResolvedPermission } from "../../model/resolve.ts";
import type { ResourceKind } from "../../model/resources/index.ts";
import { allow, mergeStatements, type Statement } from "../shared/statements.ts";
import type { Place } from "./arns.ts";
import { keyUse } from "./key-uses.ts";

/** A policy as text, the same for the same statements. https://help.aliyun.com/document_detail/93739.html */
export const policyDocument = (statements: readonly Statement[]): string =>
  JSON.stringify({ Version: "1", Statement: mergeStatements(statements) });

/**
 * The principals that may assume a role: a service of the cloud by its host, or an account, user or role by its ARN.
 */
export type Principal =
  | { readonly Service: readonly string[]; readonly RAM?: readonly string[] }
  | { readonly RAM: readonly string[] };

export const trust = (principal: Principal): string =>
  JSON.stringify({
    Version: "1",
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: principal }],
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
  /** Of a table: ARNs of its indexes, which RAM takes for tables. */
  readonly indexes?: readonly string[];
  /** ARN of the key that encrypts it. */
  readonly key?: string | undefined;
}

/** The destinations of the function's results. */
export interface Destination {
  readonly kind: ResourceKind | "function";
  readonly arn: string;
}

/** Everything a function's own role must allow, in plain text. */
export interface RoleNeeds {
  readonly place: Place;
  /** ARN of the logstore of the function's log. */
  readonly logStore: string;
  readonly grants: readonly Grant[];
  /** ARNs of logstores whose records the function fetches itself when it is told of them. */
  readonly pulls: readonly string[];
  /** ARNs of the tables in which its shim keeps rows' last images. */
  readonly images: readonly string[];
  readonly destinations: readonly Destination[];
  readonly network?: { readonly vswitches: readonly string[]; readonly securityGroups: readonly string[] };
  /** Address of the container image, if that is its code. */
  readonly image?: string | undefined;
  /** Native statements of the spec's own. */
  readonly statements?: readonly Statement[];
}

const TABLE_READ = ["ots:BatchGetRow", "ots:GetRange", "ots:GetRow"];
const TABLE_WRITE = ["ots:BatchWriteRow", "ots:DeleteRow", "ots:PutRow", "ots:UpdateRow"];

/** OSS names buckets in policies with neither region nor account necessary: their names are unique in the world. */
const ossResource = (arn: string, suffix = ""): string =>
  `acs:oss:*:${arn.split(":")[3] ?? "*"}:${arn.split(":").slice(4).join(":")}${suffix}`;

const messages = (arn: string): string[] => [`${arn}/messages`];

/** Actions and resources behind each word of the neutral model. https://help.aliyun.com/document_detail/28630.html and each service's page. */
const GRANTS: {
  readonly [K in ResourceKind | "function"]: Partial<Record<string, (arn: string, grant: Grant) => Statement[]>>;
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
    read: (arn, { indexes = [] }) => [allow(TABLE_READ, [arn, ...indexes])],
    write: (arn) => [allow(TABLE_WRITE, [arn])],
  },
  bus: { put: (arn) => [allow(["eventbridge:PutEvents"], [arn])] },
  secret: { read: secretRead },
  key: {},
  api: {},
  function: { invoke: (arn) => [invoke(arn)] },
};

/** The ARN says which of the two services keeps the secret; OOS keeps the value in KMS, and asks it in the caller's name. */
function secretRead(arn: string): Statement[] {
  if (arn.startsWith("acs:kms:")) return [allow(["kms:GetSecretValue"], [arn])];
  const value = arn.replace(/^acs:oos:(.*):secretparameter\//, "acs:kms:$1:secret/oos/");
  return [allow(["oos:GetSecretParameter"], [arn]), allow(["kms:GetSecretValue"], [value])];
}

const DESTINATIONS: Readonly<Partial<Record<ResourceKind | "function", (arn: string) => Statement[]>>> = {
  queue: (arn) => [allow(["mns:SendMessage"], messages(arn))],
  topic: (arn) => [allow(["mns:PublishMessage"], messages(arn))],
  bus: (arn) => [allow(["eventbridge:PutEvents"], [arn])],
  function: (arn) => [invoke(arn)],
};

/**
 * FC puts a network interface into the function's network in the function's name. The actions are those of the system
 * policy for it, `AliyunECSNetworkInterfaceManagementAccess`: https://www.alibabacloud.com/help/doc-detail/273911.htm
 */
function networkStatements({ region, account }: Place, network: NonNullable<RoleNeeds["network"]>): Statement[] {
  const interfaces = `acs:ecs:${region}:${account}:eni/*`;
  const groups = network.securityGroups.map((id) => `acs:ecs:${region}:${account}:securitygroup/${id}`);
  const vswitches = network.vswitches.map((id) => `acs:vpc:${region}:${account}:vswitch/${id}`);
  return [
    allow(["ecs:CreateNetworkInterface"], [interfaces, ...groups, ...vswitches]),
    allow(
      [
        "ecs:CreateNetworkInterfacePermission",
        "ecs:DeleteNetworkInterface",
        "ecs:DeleteNetworkInterfacePermission",
        "ecs:DescribeNetworkInterfacePermissions",
        "ecs:DescribeNetworkInterfaces",
      ],
      [interfaces],
    ),
    allow(["ecs:DescribeSecurityGroupAttribute"], groups),
    allow(["vpc:DescribeVSwitchAttributes"], vswitches),
  ];
}

/**
 * The repository in an image's address. Of an instance of one's own (`<name>-registry.<region>.cr.aliyuncs.com`) the
 * address has the name, and RAM wants the id.
 * https://www.alibabacloud.com/help/en/acr/user-guide/ram-authorization-information
 */
function repositoryOf(image: string): string {
  const [, host = "", repository] = /^([^/]+)\/([^:@]+)/.exec(image) ?? [];
  if (repository === undefined) return "*";
  return host.endsWith(".cr.aliyuncs.com") ? `*/${repository}` : repository;
}

/** FC fetches the image in the function's name. */
const imageStatements = ({ region, account }: Place, image: string): Statement[] => [
  allow(
    ["cr:GetArtifactTag", "cr:GetRepository", "cr:PullRepository"],
    [`acs:cr:${region}:${account}:repository/${repositoryOf(image)}`],
  ),
  // A token is for a registry, for which RAM has no resource.
  allow(["cr:GetAuthorizationToken"], ["*"]),
];

/** The policy of a function's role: exactly its permissions, triggers, logs, network and destinations. */
export function roleStatements(needs: RoleNeeds): Statement[] {
  return mergeStatements([
    allow(["log:PostLogStoreLogs"], [needs.logStore]),
    ...needs.grants.flatMap((grant) =>
      grant.access.flatMap((verb) => GRANTS[grant.kind][verb]?.(grant.arn, grant) ?? []),
    ),
    ...needs.grants.flatMap(({ kind, access, key }) => access.flatMap((verb) => keyUse(kind, verb, key))),
    ...needs.pulls.map((arn) => allow(["log:GetCursorOrData"], [arn])),
    ...needs.images.map((arn) => allow([...TABLE_READ, ...TABLE_WRITE], [arn])),
    ...needs.destinations.flatMap(({ kind, arn }) => DESTINATIONS[kind]?.(arn) ?? []),
    ...(needs.network ? networkStatements(needs.place, needs.network) : []),
    ...(needs.image === undefined ? [] : imageStatements(needs.place, needs.image)),
    ...(needs.statements ?? []),
  ]);
}
