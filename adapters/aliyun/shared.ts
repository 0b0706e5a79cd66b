import { lift } from "../graph/expression.ts";
import { sharedNode } from "../graph/group.ts";
import { keepsAny } from "../shared/references.ts";
import type { AliyunScope } from "./context.ts";
import { codeBucketName, logProjectName, tableInstanceName } from "./names.ts";
import type { AliyunTypes } from "./resource-types.ts";

const named = {
  codeBucket: lift("codeBucketName", codeBucketName),
  logProject: lift("logProjectName", logProjectName),
  tableInstance: lift("tableInstanceName", tableInstanceName),
};

/** Name of the deployment's SLS project, known before it exists. */
export const projectName = ({ deployment: { prefix }, context }: AliyunScope) =>
  named.logProject({ prefix }, context.place);

/** The SLS project that holds the logs of all functions, and all streams. */
export const logProject = (scope: AliyunScope) =>
  sharedNode<AliyunTypes, "alicloud:log/project:Project">(
    scope,
    "alicloud:log/project:Project",
    "logs",
    { projectName: projectName(scope), tags: scope.app.tags },
    { retainOnDelete: keepsAny(scope, "stream") },
  );

/** The Tablestore instance that holds all tables. */
export const tableInstance = (scope: AliyunScope) =>
  sharedNode<AliyunTypes, "alicloud:ots/instance:Instance">(
    scope,
    "alicloud:ots/instance:Instance",
    "tables",
    {
      name: named.tableInstance({ prefix: scope.deployment.prefix }, scope.context.place),
      description: `Tables of ${scope.deployment.prefix}`,
      tags: scope.app.tags,
    },
    { retainOnDelete: keepsAny(scope, "table") },
  );

/** Packages on their way to FC; see docs/decisions/016. */
export const codeBucket = (scope: AliyunScope) =>
  sharedNode<AliyunTypes, "alicloud:oss/bucket:Bucket">(scope, "alicloud:oss/bucket:Bucket", "code", {
    bucket: named.codeBucket({ prefix: scope.deployment.prefix }, scope.context.place),
    forceDestroy: true,
    tags: scope.app.tags,
  });

/** Products of EventBridge that act in the account through a role of their own. */
export type EventBridgeProduct =
  | "AliyunServiceRoleForEventBridgeSendToFC"
  | "AliyunServiceRoleForEventBridgeSendToMNS"
  | "AliyunServiceRoleForEventBridgeSourceMNS";

/** An account has each such role once and other stacks need it too, so it is never deleted. */
export const serviceLinkedRole = (scope: AliyunScope, productName: EventBridgeProduct) =>
  sharedNode<AliyunTypes, "alicloud:eventbridge/serviceLinkedRole:ServiceLinkedRole">(
    scope,
    "alicloud:eventbridge/serviceLinkedRole:ServiceLinkedRole",
    productName,
    { productName },
    { retainOnDelete: true },
  );
