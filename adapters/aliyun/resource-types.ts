import { isOfType } from "../graph/group.ts";
import type { ResourceTypes } from "../graph/provider-types.ts";

/** Every type of resource that the adapter's graphs have, with the provider's own class for it. */
export const resourceTypes = {
  "pulumi:providers:alicloud": async () => (await import("@pulumi/alicloud/provider.js")).Provider,
  "alicloud:eventbridge/eventBus:EventBus": async () =>
    (await import("@pulumi/alicloud/eventbridge/eventBus.js")).EventBus,
  "alicloud:eventbridge/rule:Rule": async () => (await import("@pulumi/alicloud/eventbridge/rule.js")).Rule,
  "alicloud:eventbridge/serviceLinkedRole:ServiceLinkedRole": async () =>
    (await import("@pulumi/alicloud/eventbridge/serviceLinkedRole.js")).ServiceLinkedRole,
  "alicloud:fc/v3Alias:V3Alias": async () => (await import("@pulumi/alicloud/fc/v3alias.js")).V3Alias,
  "alicloud:fc/v3AsyncInvokeConfig:V3AsyncInvokeConfig": async () =>
    (await import("@pulumi/alicloud/fc/v3asyncInvokeConfig.js")).V3AsyncInvokeConfig,
  "alicloud:fc/v3ConcurrencyConfig:V3ConcurrencyConfig": async () =>
    (await import("@pulumi/alicloud/fc/v3concurrencyConfig.js")).V3ConcurrencyConfig,
  "alicloud:fc/v3CustomDomain:V3CustomDomain": async () =>
    (await import("@pulumi/alicloud/fc/v3customDomain.js")).V3CustomDomain,
  "alicloud:fc/v3Function:V3Function": async () => (await import("@pulumi/alicloud/fc/v3function.js")).V3Function,
  "alicloud:fc/v3FunctionVersion:V3FunctionVersion": async () =>
    (await import("@pulumi/alicloud/fc/v3functionVersion.js")).V3FunctionVersion,
  "alicloud:fc/v3ProvisionConfig:V3ProvisionConfig": async () =>
    (await import("@pulumi/alicloud/fc/v3provisionConfig.js")).V3ProvisionConfig,
  "alicloud:fc/v3Trigger:V3Trigger": async () => (await import("@pulumi/alicloud/fc/v3trigger.js")).V3Trigger,
  "alicloud:kms/alias:Alias": async () => (await import("@pulumi/alicloud/kms/alias.js")).Alias,
  "alicloud:kms/key:Key": async () => (await import("@pulumi/alicloud/kms/key.js")).Key,
  "alicloud:kms/secret:Secret": async () => (await import("@pulumi/alicloud/kms/secret.js")).Secret,
  "alicloud:log/project:Project": async () => (await import("@pulumi/alicloud/log/project.js")).Project,
  "alicloud:log/store:Store": async () => (await import("@pulumi/alicloud/log/store.js")).Store,
  "alicloud:log/storeIndex:StoreIndex": async () => (await import("@pulumi/alicloud/log/storeIndex.js")).StoreIndex,
  "alicloud:message/serviceQueue:ServiceQueue": async () =>
    (await import("@pulumi/alicloud/message/serviceQueue.js")).ServiceQueue,
  "alicloud:message/serviceSubscription:ServiceSubscription": async () =>
    (await import("@pulumi/alicloud/message/serviceSubscription.js")).ServiceSubscription,
  "alicloud:message/serviceTopic:ServiceTopic": async () =>
    (await import("@pulumi/alicloud/message/serviceTopic.js")).ServiceTopic,
  "alicloud:oos/secretParameter:SecretParameter": async () =>
    (await import("@pulumi/alicloud/oos/secretParameter.js")).SecretParameter,
  "alicloud:oss/bucket:Bucket": async () => (await import("@pulumi/alicloud/oss/bucket.js")).Bucket,
  "alicloud:oss/bucketObject:BucketObject": async () =>
    (await import("@pulumi/alicloud/oss/bucketObject.js")).BucketObject,
  "alicloud:oss/bucketPublicAccessBlock:BucketPublicAccessBlock": async () =>
    (await import("@pulumi/alicloud/oss/bucketPublicAccessBlock.js")).BucketPublicAccessBlock,
  "alicloud:ots/instance:Instance": async () => (await import("@pulumi/alicloud/ots/instance.js")).Instance,
  "alicloud:ots/secondaryIndex:SecondaryIndex": async () =>
    (await import("@pulumi/alicloud/ots/secondaryIndex.js")).SecondaryIndex,
  "alicloud:ots/table:Table": async () => (await import("@pulumi/alicloud/ots/table.js")).Table,
  "alicloud:ots/tunnel:Tunnel": async () => (await import("@pulumi/alicloud/ots/tunnel.js")).Tunnel,
  "alicloud:ram/policy:Policy": async () => (await import("@pulumi/alicloud/ram/policy.js")).Policy,
  "alicloud:ram/role:Role": async () => (await import("@pulumi/alicloud/ram/role.js")).Role,
  "alicloud:ram/rolePolicyAttachment:RolePolicyAttachment": async () =>
    (await import("@pulumi/alicloud/ram/rolePolicyAttachment.js")).RolePolicyAttachment,
} as const satisfies ResourceTypes;

export type AliyunTypes = typeof resourceTypes;

/** True if a node is of one of these types. */
export const isType = isOfType<AliyunTypes>();
