import { ServiceLinkedRole } from "@pulumi/alicloud/eventbridge/serviceLinkedRole.js";
import { Project } from "@pulumi/alicloud/log/project.js";
import { Bucket } from "@pulumi/alicloud/oss/bucket.js";
import { Instance } from "@pulumi/alicloud/ots/instance.js";
import type { Resource } from "@pulumi/pulumi";
import type { ResourceKind } from "../../model/resources/index.ts";
import type { AliyunScope } from "./facts.ts";
import { codeBucketName, logProjectName, tableInstanceName } from "./names.ts";

/** What one deployment has once, by its logical name: made when something first needs it. */
const made = new WeakMap<AliyunScope, Map<string, Resource>>();

function once<R extends Resource>(scope: AliyunScope, name: string, create: (logicalName: string) => R): R {
  const known = made.get(scope) ?? new Map<string, Resource>();
  made.set(scope, known);
  const found = known.get(name) ?? create(`${scope.deployment.name}-${name}`);
  known.set(name, found);
  return found as R;
}

/** Whether something inside must outlive the stack: what holds it must then be left in the cloud too. */
const keepsAny = (scope: AliyunScope, kind: ResourceKind): boolean =>
  [...scope.app.resources.values()].some((resource) => resource.kind === kind && resource.spec.keep);

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
