import type { EventBusArgs } from "@pulumi/alicloud/eventbridge/eventBus.js";
import type { RuleArgs } from "@pulumi/alicloud/eventbridge/rule.js";
import type { V3AliasArgs } from "@pulumi/alicloud/fc/v3alias.js";
import type { V3AsyncInvokeConfigArgs } from "@pulumi/alicloud/fc/v3asyncInvokeConfig.js";
import type { V3ConcurrencyConfigArgs } from "@pulumi/alicloud/fc/v3concurrencyConfig.js";
import type { V3CustomDomainArgs } from "@pulumi/alicloud/fc/v3customDomain.js";
import type { V3FunctionArgs } from "@pulumi/alicloud/fc/v3function.js";
import type { V3FunctionVersionArgs } from "@pulumi/alicloud/fc/v3functionVersion.js";
import type { V3ProvisionConfigArgs } from "@pulumi/alicloud/fc/v3provisionConfig.js";
import type { V3TriggerArgs } from "@pulumi/alicloud/fc/v3trigger.js";
import type { AliasArgs as KeyAliasArgs } from "@pulumi/alicloud/kms/alias.js";
import type { KeyArgs } from "@pulumi/alicloud/kms/key.js";
import type { SecretArgs } from "@pulumi/alicloud/kms/secret.js";
import type { StoreArgs } from "@pulumi/alicloud/log/store.js";
import type { StoreIndexArgs } from "@pulumi/alicloud/log/storeIndex.js";
import type { ServiceQueueArgs } from "@pulumi/alicloud/message/serviceQueue.js";
import type { ServiceSubscriptionArgs } from "@pulumi/alicloud/message/serviceSubscription.js";
import type { ServiceTopicArgs } from "@pulumi/alicloud/message/serviceTopic.js";
import type { SecretParameterArgs } from "@pulumi/alicloud/oos/secretParameter.js";
import type { BucketArgs } from "@pulumi/alicloud/oss/bucket.js";
import type { BucketObjectArgs } from "@pulumi/alicloud/oss/bucketObject.js";
import type { BucketPublicAccessBlockArgs } from "@pulumi/alicloud/oss/bucketPublicAccessBlock.js";
import type { SecondaryIndexArgs } from "@pulumi/alicloud/ots/secondaryIndex.js";
import type { TableArgs } from "@pulumi/alicloud/ots/table.js";
import type { TunnelArgs } from "@pulumi/alicloud/ots/tunnel.js";
import type { PolicyArgs } from "@pulumi/alicloud/ram/policy.js";
import type { RoleArgs } from "@pulumi/alicloud/ram/role.js";
import type { RolePolicyAttachmentArgs } from "@pulumi/alicloud/ram/rolePolicyAttachment.js";

/** `override.aliyun` of a function: inputs of its native resources, merged last. Those of triggers are `<trigger>.<child>`. */
export interface AliyunFunctionOverrides {
  readonly function?: Partial<V3FunctionArgs>;
  readonly code?: Partial<BucketObjectArgs>;
  readonly role?: Partial<RoleArgs>;
  readonly policy?: Partial<PolicyArgs>;
  readonly attachment?: Partial<RolePolicyAttachmentArgs>;
  readonly logs?: Partial<StoreArgs>;
  readonly "logs-index"?: Partial<StoreIndexArgs>;
  readonly version?: Partial<V3FunctionVersionArgs>;
  readonly alias?: Partial<V3AliasArgs>;
  readonly reserved?: Partial<V3ConcurrencyConfigArgs>;
  readonly provisioned?: Partial<V3ProvisionConfigArgs>;
  readonly async?: Partial<V3AsyncInvokeConfigArgs>;
  readonly "async-alias"?: Partial<V3AsyncInvokeConfigArgs>;
  readonly [role: `invoker-${string}-role`]: Partial<RoleArgs>;
  readonly [policy: `invoker-${string}-policy`]: Partial<PolicyArgs>;
  /** FC's triggers of every kind but bus triggers and routes of an api. */
  readonly [trigger: `${string}.trigger`]: Partial<V3TriggerArgs>;
  /** EventBridge's rules of bus triggers. */
  readonly [rule: `${string}.rule`]: Partial<RuleArgs>;
  readonly [role: `${string}.role`]: Partial<RoleArgs>;
  readonly [policy: `${string}.policy`]: Partial<PolicyArgs>;
  readonly [attachment: `${string}.attachment`]: Partial<RolePolicyAttachmentArgs>;
}

/** The role with which a service uses the key of what it keeps. */
interface KeyAccessOverrides {
  readonly "key-role"?: Partial<RoleArgs>;
  readonly "key-policy"?: Partial<PolicyArgs>;
  readonly "key-attachment"?: Partial<RolePolicyAttachmentArgs>;
}

/** `override.aliyun` of a resource, by its kind. */
export interface AliyunResourceOverrides {
  readonly bucket: { readonly bucket?: Partial<BucketArgs>; readonly access?: Partial<BucketPublicAccessBlockArgs> };
  readonly queue: { readonly queue?: Partial<ServiceQueueArgs> };
  readonly topic: {
    readonly topic?: Partial<ServiceTopicArgs>;
    readonly [subscription: `queue-${string}`]: Partial<ServiceSubscriptionArgs>;
  };
  readonly stream: KeyAccessOverrides & {
    readonly stream?: Partial<StoreArgs>;
    readonly index?: Partial<StoreIndexArgs>;
  };
  readonly table: KeyAccessOverrides & {
    readonly table?: Partial<TableArgs>;
    readonly changes?: Partial<TunnelArgs>;
    readonly images?: Partial<TableArgs>;
    readonly [index: `index-${string}`]: Partial<SecondaryIndexArgs>;
  };
  readonly bus: { readonly bus?: Partial<EventBusArgs> };
  readonly secret: { readonly secret?: Partial<SecretParameterArgs> | Partial<SecretArgs> };
  readonly key: { readonly key?: Partial<KeyArgs>; readonly alias?: Partial<KeyAliasArgs> };
  readonly api: { readonly api?: Partial<V3CustomDomainArgs> };
}
