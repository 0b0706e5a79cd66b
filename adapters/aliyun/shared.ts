import { ServiceLinkedRole } from "@pulumi/alicloud/eventbridge/serviceLinkedRole.js";
import { Project } from "@pulumi/alicloud/log/project.js";
import { Bucket } from "@pulumi/alicloud/oss/bucket.js";
import { Instance } from "@pulumi/alicloud/ots/instance.js";
import { keepsAny, once } from "../shared/program/once.ts";
import type { AliyunScope } from "./facts.ts";
import { codeBucketName, logProjectName, tableInstanceName } from "./names.ts";

/** The SLS project that holds the logs of all functions, and all streams. */
export const logProject = (scope: AliyunScope): Project =>
  once(
    scope,
    "logs",
    (name) =>
      new Project(
        name,
        {
          projectName: scope.facts.place.apply((place) => logProjectName(scope.deployment, place)),
          tags: scope.app.tags,
        },
        { parent: scope.parent, retainOnDelete: keepsAny(scope, "stream") },
      ),
  );

/** The Tablestore instance that holds all tables. */
export const tableInstance = (scope: AliyunScope): Instance =>
  once(
    scope,
    "tables",
    (name) =>
      new Instance(
        name,
        {
          name: scope.facts.place.apply((place) => tableInstanceName(scope.deployment, place)),
          description: `Tables of ${scope.deployment.prefix}`,
          tags: scope.app.tags,
        },
        { parent: scope.parent, retainOnDelete: keepsAny(scope, "table") },
      ),
  );

/** Packages on their way to FC; see docs/decisions/016. */
export const codeBucket = (scope: AliyunScope): Bucket =>
  once(
    scope,
    "code",
    (name) =>
      new Bucket(
        name,
        {
          bucket: scope.facts.place.apply((place) => codeBucketName(scope.deployment, place)),
          forceDestroy: true,
          tags: scope.app.tags,
        },
        { parent: scope.parent },
      ),
  );

/** Products of EventBridge that act in the account through a role of their own. */
export type EventBridgeProduct =
  | "AliyunServiceRoleForEventBridgeSendToFC"
  | "AliyunServiceRoleForEventBridgeSendToMNS"
  | "AliyunServiceRoleForEventBridgeSourceMNS";

/** An account has each such role once and other stacks need it too, so it is never deleted. */
export const serviceLinkedRole = (scope: AliyunScope, productName: EventBridgeProduct): ServiceLinkedRole =>
  once(
    scope,
    productName,
    (name) => new ServiceLinkedRole(name, { productName }, { parent: scope.parent, retainOnDelete: true }),
  );
