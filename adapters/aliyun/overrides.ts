import type { OverridableChildren, OverridesOf } from "../graph/override-types.ts";
import type { AliyunTypes } from "./resource-types.ts";

/** The role with which a service uses the key of what it keeps. */
const keyAccess = {
  "key-role": ["alicloud:ram/role:Role"],
  "key-policy": ["alicloud:ram/policy:Policy"],
  "key-attachment": ["alicloud:ram/rolePolicyAttachment:RolePolicyAttachment"],
} as const;

/** Children of functions, of their triggers (`<trigger>.<child>`) and of resources. */
export const overridable = {
  function: {
    function: ["alicloud:fc/v3Function:V3Function"],
    code: ["alicloud:oss/bucketObject:BucketObject"],
    role: ["alicloud:ram/role:Role"],
    policy: ["alicloud:ram/policy:Policy"],
    attachment: ["alicloud:ram/rolePolicyAttachment:RolePolicyAttachment"],
    logs: ["alicloud:log/store:Store"],
    "logs-index": ["alicloud:log/storeIndex:StoreIndex"],
    version: ["alicloud:fc/v3FunctionVersion:V3FunctionVersion"],
    alias: ["alicloud:fc/v3Alias:V3Alias"],
    reserved: ["alicloud:fc/v3ConcurrencyConfig:V3ConcurrencyConfig"],
    provisioned: ["alicloud:fc/v3ProvisionConfig:V3ProvisionConfig"],
    async: ["alicloud:fc/v3AsyncInvokeConfig:V3AsyncInvokeConfig"],
    "async-alias": ["alicloud:fc/v3AsyncInvokeConfig:V3AsyncInvokeConfig"],
    "invoker-*-role": ["alicloud:ram/role:Role"],
    "invoker-*-policy": ["alicloud:ram/policy:Policy"],
    "invoker-*-attachment": ["alicloud:ram/rolePolicyAttachment:RolePolicyAttachment"],
    "*.trigger": ["alicloud:fc/v3Trigger:V3Trigger"],
    "*.rule": ["alicloud:eventbridge/rule:Rule"],
    "*.role": ["alicloud:ram/role:Role"],
    "*.policy": ["alicloud:ram/policy:Policy"],
    "*.attachment": ["alicloud:ram/rolePolicyAttachment:RolePolicyAttachment"],
  },
  resources: {
    bucket: {
      bucket: ["alicloud:oss/bucket:Bucket"],
      access: ["alicloud:oss/bucketPublicAccessBlock:BucketPublicAccessBlock"],
    },
    queue: { queue: ["alicloud:message/serviceQueue:ServiceQueue"] },
    topic: {
      topic: ["alicloud:message/serviceTopic:ServiceTopic"],
      "queue-*": ["alicloud:message/serviceSubscription:ServiceSubscription"],
    },
    stream: { ...keyAccess, stream: ["alicloud:log/store:Store"], index: ["alicloud:log/storeIndex:StoreIndex"] },
    table: {
      ...keyAccess,
      table: ["alicloud:ots/table:Table"],
      changes: ["alicloud:ots/tunnel:Tunnel"],
      images: ["alicloud:ots/table:Table"],
      "index-*": ["alicloud:ots/secondaryIndex:SecondaryIndex"],
    },
    bus: { bus: ["alicloud:eventbridge/eventBus:EventBus"] },
    secret: { secret: ["alicloud:oos/secretParameter:SecretParameter", "alicloud:kms/secret:Secret"] },
    key: { key: ["alicloud:kms/key:Key"], alias: ["alicloud:kms/alias:Alias"] },
    api: { api: ["alicloud:fc/v3CustomDomain:V3CustomDomain"] },
  },
} as const satisfies OverridableChildren<AliyunTypes>;

/** `override.aliyun` in TypeScript specs. */
export type AliyunOverrides = OverridesOf<AliyunTypes, typeof overridable>;
