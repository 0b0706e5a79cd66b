import type { ApiArgs } from "@pulumi/aws/apigatewayv2/api.js";
import type { ApiMappingArgs } from "@pulumi/aws/apigatewayv2/apiMapping.js";
import type { AuthorizerArgs } from "@pulumi/aws/apigatewayv2/authorizer.js";
import type { DomainNameArgs } from "@pulumi/aws/apigatewayv2/domainName.js";
import type { IntegrationArgs } from "@pulumi/aws/apigatewayv2/integration.js";
import type { RouteArgs } from "@pulumi/aws/apigatewayv2/route.js";
import type { StageArgs } from "@pulumi/aws/apigatewayv2/stage.js";
import type { EventBusArgs } from "@pulumi/aws/cloudwatch/eventBus.js";
import type { EventRuleArgs } from "@pulumi/aws/cloudwatch/eventRule.js";
import type { EventTargetArgs } from "@pulumi/aws/cloudwatch/eventTarget.js";
import type { LogGroupArgs } from "@pulumi/aws/cloudwatch/logGroup.js";
import type { LogSubscriptionFilterArgs } from "@pulumi/aws/cloudwatch/logSubscriptionFilter.js";
import type { TableArgs } from "@pulumi/aws/dynamodb/table.js";
import type { RoleArgs } from "@pulumi/aws/iam/role.js";
import type { RolePolicyArgs } from "@pulumi/aws/iam/rolePolicy.js";
import type { StreamArgs } from "@pulumi/aws/kinesis/stream.js";
import type { AliasArgs as KeyAliasArgs } from "@pulumi/aws/kms/alias.js";
import type { KeyArgs } from "@pulumi/aws/kms/key.js";
import type { KeyPolicyArgs } from "@pulumi/aws/kms/keyPolicy.js";
import type { AliasArgs } from "@pulumi/aws/lambda/alias.js";
import type { EventSourceMappingArgs } from "@pulumi/aws/lambda/eventSourceMapping.js";
import type { FunctionArgs } from "@pulumi/aws/lambda/function.js";
import type { FunctionEventInvokeConfigArgs } from "@pulumi/aws/lambda/functionEventInvokeConfig.js";
import type { FunctionUrlArgs } from "@pulumi/aws/lambda/functionUrl.js";
import type { PermissionArgs } from "@pulumi/aws/lambda/permission.js";
import type { ProvisionedConcurrencyConfigArgs } from "@pulumi/aws/lambda/provisionedConcurrencyConfig.js";
import type { BucketArgs } from "@pulumi/aws/s3/bucket.js";
import type { BucketCorsConfigurationArgs } from "@pulumi/aws/s3/bucketCorsConfiguration.js";
import type { BucketLifecycleConfigurationArgs } from "@pulumi/aws/s3/bucketLifecycleConfiguration.js";
import type { BucketNotificationArgs } from "@pulumi/aws/s3/bucketNotification.js";
import type { BucketPublicAccessBlockArgs } from "@pulumi/aws/s3/bucketPublicAccessBlock.js";
import type { BucketServerSideEncryptionConfigurationArgs } from "@pulumi/aws/s3/bucketServerSideEncryptionConfiguration.js";
import type { BucketVersioningArgs } from "@pulumi/aws/s3/bucketVersioning.js";
import type { ScheduleArgs } from "@pulumi/aws/scheduler/schedule.js";
import type { SecretArgs } from "@pulumi/aws/secretsmanager/secret.js";
import type { SecretVersionArgs } from "@pulumi/aws/secretsmanager/secretVersion.js";
import type { TopicArgs } from "@pulumi/aws/sns/topic.js";
import type { TopicSubscriptionArgs } from "@pulumi/aws/sns/topicSubscription.js";
import type { QueueArgs } from "@pulumi/aws/sqs/queue.js";
import type { QueuePolicyArgs } from "@pulumi/aws/sqs/queuePolicy.js";

/** `override.aws` of a function: inputs of its native resources, merged last. Those of triggers are `<trigger>.<child>`. */
export interface AwsFunctionOverrides {
  readonly function?: Partial<FunctionArgs>;
  readonly role?: Partial<RoleArgs>;
  readonly policy?: Partial<RolePolicyArgs>;
  readonly logs?: Partial<LogGroupArgs>;
  readonly alias?: Partial<AliasArgs>;
  readonly provisioned?: Partial<ProvisionedConcurrencyConfigArgs>;
  readonly async?: Partial<FunctionEventInvokeConfigArgs>;
  readonly [invoker: `invoker-${string}`]: Partial<PermissionArgs>;
  /** Function URLs of http and webhook triggers. */
  readonly [url: `${string}.url`]: Partial<FunctionUrlArgs>;
  /** Event source mappings of queue, stream and table triggers. */
  readonly [mapping: `${string}.mapping`]: Partial<EventSourceMappingArgs>;
  readonly [schedule: `${string}.schedule`]: Partial<ScheduleArgs>;
  readonly [role: `${string}.role`]: Partial<RoleArgs>;
  readonly [policy: `${string}.policy`]: Partial<RolePolicyArgs>;
  readonly [subscription: `${string}.subscription`]: Partial<TopicSubscriptionArgs>;
  readonly [rule: `${string}.rule`]: Partial<EventRuleArgs>;
  readonly [target: `${string}.target`]: Partial<EventTargetArgs>;
  readonly [filter: `${string}.filter`]: Partial<LogSubscriptionFilterArgs>;
  readonly [integration: `${string}.integration`]: Partial<IntegrationArgs>;
  readonly [route: `${string}.route-${string}`]: Partial<RouteArgs>;
  readonly [permission: `${string}.permission${string}`]: Partial<PermissionArgs>;
}

/** `override.aws` of a resource, by its kind. */
export interface AwsResourceOverrides {
  readonly bucket: {
    readonly bucket?: Partial<BucketArgs>;
    readonly access?: Partial<BucketPublicAccessBlockArgs>;
    readonly encryption?: Partial<BucketServerSideEncryptionConfigurationArgs>;
    readonly versioning?: Partial<BucketVersioningArgs>;
    readonly cors?: Partial<BucketCorsConfigurationArgs>;
    readonly lifecycle?: Partial<BucketLifecycleConfigurationArgs>;
    readonly notification?: Partial<BucketNotificationArgs>;
  };
  readonly queue: { readonly queue?: Partial<QueueArgs>; readonly policy?: Partial<QueuePolicyArgs> };
  readonly topic: {
    readonly topic?: Partial<TopicArgs>;
    readonly [subscription: `queue-${string}`]: Partial<TopicSubscriptionArgs>;
  };
  readonly stream: { readonly stream?: Partial<StreamArgs> };
  readonly table: { readonly table?: Partial<TableArgs> };
  readonly bus: { readonly bus?: Partial<EventBusArgs> };
  readonly secret: { readonly secret?: Partial<SecretArgs>; readonly version?: Partial<SecretVersionArgs> };
  readonly key: {
    readonly key?: Partial<KeyArgs>;
    readonly alias?: Partial<KeyAliasArgs>;
    readonly policy?: Partial<KeyPolicyArgs>;
  };
  readonly api: {
    readonly api?: Partial<ApiArgs>;
    readonly stage?: Partial<StageArgs>;
    readonly authorizer?: Partial<AuthorizerArgs>;
    readonly domain?: Partial<DomainNameArgs>;
    readonly mapping?: Partial<ApiMappingArgs>;
  };
}
