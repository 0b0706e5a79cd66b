import { isOfType } from "../graph/group.ts";
import type { ResourceTypes } from "../graph/provider-types.ts";

/** Every type of resource that the adapter's graphs have, with the provider's own class for it. */
export const resourceTypes = {
  "pulumi:providers:aws": async () => (await import("@pulumi/aws/provider.js")).Provider,
  "aws:apigateway/deployment:Deployment": async () => (await import("@pulumi/aws/apigateway/deployment.js")).Deployment,
  "aws:apigateway/integration:Integration": async () =>
    (await import("@pulumi/aws/apigateway/integration.js")).Integration,
  "aws:apigateway/integrationResponse:IntegrationResponse": async () =>
    (await import("@pulumi/aws/apigateway/integrationResponse.js")).IntegrationResponse,
  "aws:apigateway/method:Method": async () => (await import("@pulumi/aws/apigateway/method.js")).Method,
  "aws:apigateway/methodResponse:MethodResponse": async () =>
    (await import("@pulumi/aws/apigateway/methodResponse.js")).MethodResponse,
  "aws:apigateway/resource:Resource": async () => (await import("@pulumi/aws/apigateway/resource.js")).Resource,
  "aws:apigateway/restApi:RestApi": async () => (await import("@pulumi/aws/apigateway/restApi.js")).RestApi,
  "aws:apigateway/stage:Stage": async () => (await import("@pulumi/aws/apigateway/stage.js")).Stage,
  "aws:apigatewayv2/api:Api": async () => (await import("@pulumi/aws/apigatewayv2/api.js")).Api,
  "aws:apigatewayv2/apiMapping:ApiMapping": async () =>
    (await import("@pulumi/aws/apigatewayv2/apiMapping.js")).ApiMapping,
  "aws:apigatewayv2/authorizer:Authorizer": async () =>
    (await import("@pulumi/aws/apigatewayv2/authorizer.js")).Authorizer,
  "aws:apigatewayv2/domainName:DomainName": async () =>
    (await import("@pulumi/aws/apigatewayv2/domainName.js")).DomainName,
  "aws:apigatewayv2/integration:Integration": async () =>
    (await import("@pulumi/aws/apigatewayv2/integration.js")).Integration,
  "aws:apigatewayv2/route:Route": async () => (await import("@pulumi/aws/apigatewayv2/route.js")).Route,
  "aws:apigatewayv2/stage:Stage": async () => (await import("@pulumi/aws/apigatewayv2/stage.js")).Stage,
  "aws:cloudwatch/eventBus:EventBus": async () => (await import("@pulumi/aws/cloudwatch/eventBus.js")).EventBus,
  "aws:cloudwatch/eventRule:EventRule": async () => (await import("@pulumi/aws/cloudwatch/eventRule.js")).EventRule,
  "aws:cloudwatch/eventTarget:EventTarget": async () =>
    (await import("@pulumi/aws/cloudwatch/eventTarget.js")).EventTarget,
  "aws:cloudwatch/logGroup:LogGroup": async () => (await import("@pulumi/aws/cloudwatch/logGroup.js")).LogGroup,
  "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter": async () =>
    (await import("@pulumi/aws/cloudwatch/logSubscriptionFilter.js")).LogSubscriptionFilter,
  "aws:dynamodb/table:Table": async () => (await import("@pulumi/aws/dynamodb/table.js")).Table,
  "aws:iam/role:Role": async () => (await import("@pulumi/aws/iam/role.js")).Role,
  "aws:iam/rolePolicy:RolePolicy": async () => (await import("@pulumi/aws/iam/rolePolicy.js")).RolePolicy,
  "aws:kinesis/stream:Stream": async () => (await import("@pulumi/aws/kinesis/stream.js")).Stream,
  "aws:kms/alias:Alias": async () => (await import("@pulumi/aws/kms/alias.js")).Alias,
  "aws:kms/key:Key": async () => (await import("@pulumi/aws/kms/key.js")).Key,
  "aws:kms/keyPolicy:KeyPolicy": async () => (await import("@pulumi/aws/kms/keyPolicy.js")).KeyPolicy,
  "aws:lambda/alias:Alias": async () => (await import("@pulumi/aws/lambda/alias.js")).Alias,
  "aws:lambda/eventSourceMapping:EventSourceMapping": async () =>
    (await import("@pulumi/aws/lambda/eventSourceMapping.js")).EventSourceMapping,
  "aws:lambda/function:Function": async () => (await import("@pulumi/aws/lambda/function.js")).Function,
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": async () =>
    (await import("@pulumi/aws/lambda/functionEventInvokeConfig.js")).FunctionEventInvokeConfig,
  "aws:lambda/functionUrl:FunctionUrl": async () => (await import("@pulumi/aws/lambda/functionUrl.js")).FunctionUrl,
  "aws:lambda/permission:Permission": async () => (await import("@pulumi/aws/lambda/permission.js")).Permission,
  "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig": async () =>
    (await import("@pulumi/aws/lambda/provisionedConcurrencyConfig.js")).ProvisionedConcurrencyConfig,
  "aws:s3/bucket:Bucket": async () => (await import("@pulumi/aws/s3/bucket.js")).Bucket,
  "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration": async () =>
    (await import("@pulumi/aws/s3/bucketCorsConfiguration.js")).BucketCorsConfiguration,
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": async () =>
    (await import("@pulumi/aws/s3/bucketLifecycleConfiguration.js")).BucketLifecycleConfiguration,
  "aws:s3/bucketNotification:BucketNotification": async () =>
    (await import("@pulumi/aws/s3/bucketNotification.js")).BucketNotification,
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": async () =>
    (await import("@pulumi/aws/s3/bucketPublicAccessBlock.js")).BucketPublicAccessBlock,
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": async () =>
    (await import("@pulumi/aws/s3/bucketServerSideEncryptionConfiguration.js")).BucketServerSideEncryptionConfiguration,
  "aws:s3/bucketVersioning:BucketVersioning": async () =>
    (await import("@pulumi/aws/s3/bucketVersioning.js")).BucketVersioning,
  "aws:scheduler/schedule:Schedule": async () => (await import("@pulumi/aws/scheduler/schedule.js")).Schedule,
  "aws:secretsmanager/secret:Secret": async () => (await import("@pulumi/aws/secretsmanager/secret.js")).Secret,
  "aws:secretsmanager/secretVersion:SecretVersion": async () =>
    (await import("@pulumi/aws/secretsmanager/secretVersion.js")).SecretVersion,
  "aws:sns/topic:Topic": async () => (await import("@pulumi/aws/sns/topic.js")).Topic,
  "aws:sns/topicSubscription:TopicSubscription": async () =>
    (await import("@pulumi/aws/sns/topicSubscription.js")).TopicSubscription,
  "aws:sqs/queue:Queue": async () => (await import("@pulumi/aws/sqs/queue.js")).Queue,
  "aws:sqs/queuePolicy:QueuePolicy": async () => (await import("@pulumi/aws/sqs/queuePolicy.js")).QueuePolicy,
} as const satisfies ResourceTypes;

export type AwsTypes = typeof resourceTypes;

/** True if a node is of one of these types. */
export const isType = isOfType<AwsTypes>();
