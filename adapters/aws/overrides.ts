import type { OverridableChildren, OverridesOf } from "../graph/override-types.ts";
import type { AwsTypes } from "./resource-types.ts";

/** Children of functions, of their triggers (`<trigger>.<child>`) and of resources; on servers without HTTP APIs, those of REST APIs. */
export const overridable = {
  function: {
    function: ["aws:lambda/function:Function"],
    role: ["aws:iam/role:Role"],
    policy: ["aws:iam/rolePolicy:RolePolicy"],
    logs: ["aws:cloudwatch/logGroup:LogGroup"],
    alias: ["aws:lambda/alias:Alias"],
    provisioned: ["aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig"],
    async: ["aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig"],
    "invoker-*": ["aws:lambda/permission:Permission"],
    "*.url": ["aws:lambda/functionUrl:FunctionUrl"],
    "*.mapping": ["aws:lambda/eventSourceMapping:EventSourceMapping"],
    "*.schedule": ["aws:scheduler/schedule:Schedule"],
    "*.role": ["aws:iam/role:Role"],
    "*.policy": ["aws:iam/rolePolicy:RolePolicy"],
    "*.subscription": ["aws:sns/topicSubscription:TopicSubscription"],
    "*.rule": ["aws:cloudwatch/eventRule:EventRule"],
    "*.target": ["aws:cloudwatch/eventTarget:EventTarget"],
    "*.filter": ["aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter"],
    "*.integration": ["aws:apigatewayv2/integration:Integration"],
    "*.integration-*": ["aws:apigateway/integration:Integration"],
    "*.route-*": ["aws:apigatewayv2/route:Route", "aws:apigateway/method:Method"],
    "*.permission": ["aws:lambda/permission:Permission"],
    "*.permission-*": ["aws:lambda/permission:Permission"],
  },
  resources: {
    bucket: {
      bucket: ["aws:s3/bucket:Bucket"],
      access: ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"],
      encryption: ["aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"],
      versioning: ["aws:s3/bucketVersioning:BucketVersioning"],
      cors: ["aws:s3/bucketCorsConfiguration:BucketCorsConfiguration"],
      lifecycle: ["aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"],
      notification: ["aws:s3/bucketNotification:BucketNotification"],
    },
    queue: { queue: ["aws:sqs/queue:Queue"], policy: ["aws:sqs/queuePolicy:QueuePolicy"] },
    topic: { topic: ["aws:sns/topic:Topic"], "queue-*": ["aws:sns/topicSubscription:TopicSubscription"] },
    stream: { stream: ["aws:kinesis/stream:Stream"] },
    table: { table: ["aws:dynamodb/table:Table"] },
    bus: { bus: ["aws:cloudwatch/eventBus:EventBus"] },
    secret: {
      secret: ["aws:secretsmanager/secret:Secret"],
      version: ["aws:secretsmanager/secretVersion:SecretVersion"],
    },
    key: { key: ["aws:kms/key:Key"], alias: ["aws:kms/alias:Alias"], policy: ["aws:kms/keyPolicy:KeyPolicy"] },
    api: {
      api: ["aws:apigatewayv2/api:Api", "aws:apigateway/restApi:RestApi"],
      stage: ["aws:apigatewayv2/stage:Stage", "aws:apigateway/stage:Stage"],
      authorizer: ["aws:apigatewayv2/authorizer:Authorizer"],
      domain: ["aws:apigatewayv2/domainName:DomainName"],
      mapping: ["aws:apigatewayv2/apiMapping:ApiMapping"],
      deployment: ["aws:apigateway/deployment:Deployment"],
      "path-*": ["aws:apigateway/resource:Resource"],
      "cors-answer-*": ["aws:apigateway/integrationResponse:IntegrationResponse"],
      "cors-integration-*": ["aws:apigateway/integration:Integration"],
      "cors-response-*": ["aws:apigateway/methodResponse:MethodResponse"],
      "cors-options-*": ["aws:apigateway/method:Method"],
    },
  },
} as const satisfies OverridableChildren<AwsTypes>;

/** `override.aws` and `override.localstack` in TypeScript specs. */
export type AwsOverrides = OverridesOf<AwsTypes, typeof overridable>;
